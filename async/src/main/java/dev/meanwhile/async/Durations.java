package dev.meanwhile.async;

import java.time.Duration;

/// Durations as the loop counts them and as messages show them.
final class Durations {
  /// Longer than any program runs, and still safe to add to a time.
  static final long FOREVER = Long.MAX_VALUE / 4;

  private Durations() {}

  /// Nanoseconds of `duration`; whatever is longer than 73 years is for ever.
  static long nanos(Duration duration) {
    try {
      return Math.clamp(duration.toNanos(), -FOREVER, FOREVER);
    } catch (ArithmeticException _) {
      return duration.isNegative() ? -FOREVER : FOREVER;
    }
  }

  /// Short text for people: `3 s`, `250 ms`, `1.5 s`, `2 min 5 s`.
  static String format(Duration duration) {
    long nanos = nanos(duration);
    if (Math.abs(nanos) >= 60_000_000_000L) {
      long seconds = nanos / 1_000_000_000L;
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    if (nanos % 1_000_000_000L == 0) {
      return nanos / 1_000_000_000L + " s";
    }
    if (Math.abs(nanos) >= 1_000_000_000L) {
      return Math.round(nanos / 1e7) / 100.0 + " s";
    }
    if (Math.abs(nanos) >= 1_000_000L) {
      return nanos / 1_000_000L + " ms";
    }
    return nanos + " ns";
  }
}
