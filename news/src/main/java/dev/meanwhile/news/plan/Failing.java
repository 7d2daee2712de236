package dev.meanwhile.news.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Readings of a source that failed in a row.
///
/// @param times how many
/// @param since when the first of them did; null if none did
/// @param goneSince when the source was first said to be gone, if nothing else was said since
record Failing(int times, @Nullable Instant since, @Nullable Instant goneSince) {
  static final Failing NOT = new Failing(0, null, null);

  /// Gone, said again after that, is believed.
  private static final Duration GONE_AFTER = Duration.ofDays(1);

  /// With one more.
  ///
  /// @param isSaidGone whether the site said that the source is gone for good
  Failing again(Instant now, boolean isSaidGone) {
    return new Failing(
        times + 1,
        Objects.requireNonNullElse(since, now),
        isSaidGone ? Objects.requireNonNullElse(goneSince, now) : null);
  }

  /// Whether the source is gone for good: said at least twice, a day apart, and nothing else
  /// between.
  boolean isGone(Instant now) {
    return goneSince != null && !goneSince.plus(GONE_AFTER).isAfter(now);
  }
}
