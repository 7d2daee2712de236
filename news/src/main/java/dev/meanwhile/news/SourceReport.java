package dev.meanwhile.news;

import static java.util.Objects.requireNonNull;

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
///     `parse`, `file`, `deadline`; null if it did not
/// @param error why it failed, for people; null if it did not
/// @param problems what was wrong with the feed, though it could be read
/// @param headlines its newest articles
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
    List<Headline> headlines) {
  /// Copies the list.
  public SourceReport {
    requireNonNull(source, "source");
    requireNonNull(outcome, "outcome");
    headlines = List.copyOf(headlines);
  }
}
