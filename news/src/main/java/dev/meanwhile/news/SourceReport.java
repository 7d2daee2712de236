package dev.meanwhile.news;

import static java.util.Objects.requireNonNull;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParsedFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one source in a run.
///
/// @param source which one
/// @param outcome how it ended
/// @param title what the feed calls itself
/// @param articles how many articles the feed holds
/// @param newArticles how many of them were not known
/// @param finishedAt when it ended
/// @param took from the dispatch of its request to its end; zero if it never was dispatched
/// @param stage where it failed: `dns`, `connect`, `tls`, `headers`, `body`, `policy`, `status`,
///     `parse`, `file`, `store`, `deadline`; null if it did not
/// @param error why it failed, for people; null if it did not
/// @param problems what was wrong with the feed, though it could be read
/// @param headlines its newest articles
/// @param isUnverified whether its certificates are taken though they cannot be verified, so
///     that whoever is in between may have changed everything
public record SourceReport(
    Source source,
    ReadOutcome outcome,
    @Nullable String title,
    int articles,
    int newArticles,
    Instant finishedAt,
    Duration took,
    @Nullable String stage,
    @Nullable String error,
    int problems,
    List<Headline> headlines,
    boolean isUnverified) {
  /// Copies the list.
  public SourceReport {
    requireNonNull(source, "source");
    requireNonNull(outcome, "outcome");
    headlines = List.copyOf(headlines);
  }

  /// How many of a source's newest articles an account keeps.
  private static final int HEADLINES = 20;

  /// What an attempt came to.
  ///
  /// @param articles how many the source holds, as far as is known
  /// @param newArticles how many of them were not known
  static SourceReport of(Source source, Attempt attempt, int articles, int newArticles) {
    ParsedFeed parsed = attempt.parsed();
    Attempt.Failure failure = attempt.failure();
    return new SourceReport(
        source,
        attempt.outcome(),
        parsed == null ? null : parsed.feed().title(),
        articles,
        newArticles,
        attempt.at(),
        attempt.took(),
        failure == null ? null : failure.stage(),
        failure == null ? null : failure.message(),
        parsed == null ? 0 : parsed.problems().size(),
        parsed == null ? List.of() : headlines(parsed.feed(), source),
        false);
  }

  /// A source that was left alone.
  static SourceReport notDue(Source source, int articles, Instant now) {
    return new SourceReport(
        source,
        ReadOutcome.NOT_DUE,
        null,
        articles,
        0,
        now,
        Duration.ZERO,
        null,
        null,
        0,
        List.of(),
        false);
  }

  /// The same of a source whose certificates are not verified.
  SourceReport unverified() {
    return new SourceReport(
        source,
        outcome,
        title,
        articles,
        newArticles,
        finishedAt,
        took,
        stage,
        error,
        problems,
        headlines,
        true);
  }

  private static List<Headline> headlines(Feed feed, Source source) {
    String name = feed.title() == null ? source.name() : feed.title();
    return feed.entries().stream()
        .map(entry -> Headline.of(entry, name))
        .sorted(Headline.NEWEST_FIRST)
        .limit(HEADLINES)
        .toList();
  }
}
