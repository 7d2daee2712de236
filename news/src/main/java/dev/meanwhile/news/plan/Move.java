package dev.meanwhile.news.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a site says of where a source has moved.
///
/// @param target where to, for good; null if it has not
/// @param since when it first said so
/// @param seen how often it said so, without a word to the contrary
record Move(@Nullable String target, @Nullable Instant since, int seen) {
  static final Move NONE = new Move(null, null, 0);

  /// Said that often over that long, it is believed: hijacked names and mistakes are mended
  /// sooner.
  private static final int OFTEN = 3;

  private static final Duration LONG = Duration.ofDays(3);

  /// After an answer that said where the source has moved for good, or that it has not.
  Move said(@Nullable String now, Instant at) {
    if (now == null) {
      return NONE;
    }
    return now.equals(target) ? new Move(target, since, seen + 1) : new Move(now, at, 1);
  }

  boolean isBelieved(Instant now) {
    return since != null && seen >= OFTEN && !since.plus(LONG).isAfter(now);
  }
}
