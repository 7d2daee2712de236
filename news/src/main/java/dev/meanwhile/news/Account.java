package dev.meanwhile.news;

import java.time.Duration;
import java.util.List;

/// The full account of a run: every source that was given, in the order given, and how it ended.
///
/// @param results one for each source
/// @param took how long the run took
public record Account(List<SourceReport> results, Duration took) {
  /// Copies the list.
  public Account {
    results = List.copyOf(results);
  }

  /// How many sources ended well.
  public int successful() {
    return (int) results.stream().filter(result -> result.outcome().isSuccess()).count();
  }

  /// How many sources failed, were too slow or were cut off.
  public int failed() {
    return results.size() - successful();
  }

  /// How many articles the sources that ended well hold.
  public int articles() {
    return results.stream()
        .filter(result -> result.outcome().isSuccess())
        .mapToInt(SourceReport::articles)
        .sum();
  }

  /// What all the waits would have taken one after the other.
  public Duration oneByOne() {
    return results.stream().map(SourceReport::took).reduce(Duration.ZERO, Duration::plus);
  }

  /// How many times faster the run was than reading one source after the other.
  public double speedup() {
    long nanos = Math.max(1, took.toNanos());
    return (double) oneByOne().toNanos() / nanos;
  }

  /// The newest articles of all sources, newest first; those without a date come last.
  public List<Headline> newest(int limit) {
    return results.stream()
        .flatMap(result -> result.headlines().stream())
        .sorted(Headline.NEWEST_FIRST)
        .limit(limit)
        .toList();
  }
}
