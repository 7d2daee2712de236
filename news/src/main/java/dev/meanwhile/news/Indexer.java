package dev.meanwhile.news;

import dev.meanwhile.async.Async;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.IndexedText;
import dev.meanwhile.news.store.NewsStore;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/// Makes the articles of a store findable, behind the runs that bring them: an article that a run
/// has reported is kept, and found by its words as soon as an indexer has caught up. One that is
/// interrupted goes on where it was, another time.
///
/// **Threads.** For tasks of a loop. Several at once, also of several processes, do work twice
/// and no harm.
public final class Indexer {
  private static final int BATCH = 500;

  /// How much of an article can be found by its words: enough for any, and not for a book.
  private static final int MAX_TEXT = 200_000;

  private final NewsStore store;

  /// An indexer of that store.
  public Indexer(NewsStore store) {
    this.store = store;
  }

  /// Works until every article can be found. Waits; each batch is committed before the next.
  ///
  /// @param progress told how many articles each batch made findable
  /// @return how many that were
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled; what is done
  ///     stays
  public int catchUp(IntConsumer progress) {
    int done = 0;
    List<Article> next = store.articles().pending(BATCH);
    while (!next.isEmpty()) {
      List<Article> batch = next;
      List<IndexedText> texts =
          Async.offload(() -> batch.stream().map(Indexer::text).toList());
      store.articles().index(texts);
      done += texts.size();
      progress.accept(texts.size());
      next = store.articles().pending(BATCH);
    }
    return done;
  }

  private static IndexedText text(Article article) {
    return new IndexedText(
        article.id(),
        Objects.requireNonNullElse(article.text().title(), ""),
        plain(article.text().body()));
  }

  private static String plain(@Nullable String html) {
    if (html == null) {
      return "";
    }
    String text = html.indexOf('<') < 0 && html.indexOf('&') < 0
        ? html
        : Jsoup.parseBodyFragment(html).text();
    return text.substring(0, Math.min(text.length(), MAX_TEXT));
  }
}
