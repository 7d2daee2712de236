package dev.meanwhile.cli;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SourceReport;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.StoredSource;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a run over a store has brought: notes which sources had something new. To be made just
/// before the run.
final class Arrivals implements RunListener {
  private static final int MAX_PER_SOURCE = 10_000;

  private final Instant start = EventLoop.current().clock().instant();
  private final Set<URI> sources = new HashSet<>();

  @Override
  public void finished(SourceReport report) {
    if (report.newArticles() > 0) {
      sources.add(report.source().uri());
    }
  }

  /// The new articles, in the order in which they were kept, without their HTML. What others who
  /// read the same store have brought meanwhile came from other sources.
  List<Article> articles(NewsStore store) {
    if (sources.isEmpty()) {
      return List.of();
    }
    List<Article> articles = new ArrayList<>();
    ArticleQuery query = ArticleQuery.newest(MAX_PER_SOURCE).seenSince(start);
    for (StoredSource source : store.sources().all()) {
      // It may have moved in this very run.
      if (sources.contains(source.address())
          || (source.movedFrom() != null && sources.contains(source.movedFrom()))) {
        articles.addAll(store.articles().list(query.of(source.id())));
      }
    }
    articles.sort(Comparator.comparingLong(Article::id));
    return articles;
  }
}
