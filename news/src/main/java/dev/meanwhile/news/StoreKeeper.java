package dev.meanwhile.news;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Validators;
import dev.meanwhile.news.store.ArticleText;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Reading;
import dev.meanwhile.news.store.SourceSettings;
import dev.meanwhile.news.store.SourceState;
import dev.meanwhile.news.store.StoredSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// For a source that is kept in a store: asks for what is new, and keeps it there.
final class StoreKeeper implements Keeper {
  private final NewsStore store;
  private final StoredSource stored;
  private final Upkeep upkeep;

  StoreKeeper(NewsStore store, StoredSource stored, Upkeep upkeep) {
    this.store = store;
    this.stored = stored;
    this.upkeep = upkeep;
  }

  @Override
  public Request prepared(Request request) {
    SourceState state = stored.state();
    SourceSettings settings = stored.settings();
    Request prepared = request.ifChanged(new Validators(state.etag(), state.lastModified()));
    for (var header : settings.headers().entrySet()) {
      prepared = Confidences.maybeKey(header.getKey())
          ? prepared.confidentialHeader(header.getKey(), header.getValue())
          : prepared.header(header.getKey(), header.getValue());
    }
    if (settings.userAgent() != null) {
      prepared = prepared.header("User-Agent", settings.userAgent());
    }
    if (settings.cookie() != null) {
      prepared = prepared.header("Cookie", settings.cookie());
    }
    if (settings.user() != null) {
      String password = settings.password() == null ? "" : settings.password();
      prepared = prepared.basicAuth(settings.user(), password);
    }
    return prepared;
  }

  @Override
  public Route route() {
    String proxy = stored.settings().proxy();
    try {
      return new Route(
          proxy == null ? null : new URI(proxy),
          isUnverified() ? stored.address().getHost() : null);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("the address of its proxy is none (sources set --proxy)");
    }
  }

  @Override
  public boolean isUnverified() {
    return stored.settings().insecure() && stored.address().getHost() != null;
  }

  @Override
  public boolean isKnown(String bodyHash) {
    return bodyHash.equals(stored.state().bodyHash());
  }

  @Override
  public SourceReport keep(Source source, Attempt attempt) {
    ParsedFeed parsed = attempt.parsed();
    List<ArticleText> articles = parsed == null ? List.of() : articles(parsed.feed());
    Upkeep.Plan plan = upkeep.after(stored, attempt);
    Attempt withoutNews =
        attempt.outcome() == ReadOutcome.NEW ? attempt.as(ReadOutcome.UNCHANGED) : attempt;
    Reading.Kept kept = store
        .sources()
        .keep(new Reading(
            stored.id(),
            attempt.at(),
            attempt.outcome().word(),
            withoutNews.outcome().word(),
            attempt.failure() == null ? null : attempt.failure().stage(),
            attempt.answer() == null ? 0 : attempt.answer().status(),
            attempt.answer() == null ? 0 : attempt.answer().bytes(),
            attempt.took(),
            changed(attempt),
            plan.state(),
            articles));
    plan.then().accept(store.sources());
    return SourceReport.of(
        source, kept.added() > 0 ? attempt : withoutNews, plan.state().articles(), kept.added());
  }

  private static @Nullable Instant changed(Attempt attempt) {
    ParsedFeed parsed = attempt.parsed();
    Instant said = parsed == null ? null : parsed.feed().updated();
    Attempt.Answer answer = attempt.answer();
    return said != null || answer == null
        ? said
        : answer.headers().date("Last-Modified").orElse(null);
  }

  private List<ArticleText> articles(Feed feed) {
    Rules rules = Rules.of(stored.settings());
    return feed.entries().stream().filter(rules::take).map(StoreKeeper::article).toList();
  }

  private static ArticleText article(Entry entry) {
    return new ArticleText(
        entry.id(),
        entry.title(),
        entry.link(),
        authors(entry.authors()),
        entry.published(),
        entry.updated(),
        entry.language(),
        entry.base(),
        entry.summary(),
        entry.content(),
        entry.enclosures().isEmpty()
            ? null
            : entry.enclosures().stream().map(Enclosure::url).collect(Collectors.joining("\n")));
  }

  private static @Nullable String authors(List<Author> authors) {
    String names = authors.stream()
        .map(author -> author.name() == null ? author.email() : author.name())
        .filter(name -> name != null)
        .collect(Collectors.joining(", "));
    return names.isEmpty() ? null : names;
  }
}
