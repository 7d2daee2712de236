package dev.meanwhile.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long ago something was, short: `5 min`, `3 h`, `12 d`.
final class Ages {
  private Ages() {}

  static String of(@Nullable Instant then, Instant now) {
    if (then == null) {
      return "";
    }
    long minutes = Duration.between(then, now).toMinutes();
    if (minutes < 1) {
      return minutes < -1 ? "to come" : "just now";
    }
    return of(minutes);
  }

  /// How long it is until then: `in 5 min`.
  static String until(Instant then, Instant now) {
    long minutes = Duration.between(now, then).toMinutes();
    return minutes < 1 ? "now" : "in " + of(minutes);
  }

  private static String of(long minutes) {
    if (minutes < 60) {
      return minutes + " min";
    }
    if (minutes < 48 * 60) {
      return minutes / 60 + " h";
    }
    long days = minutes / (24 * 60);
    return days < 730 ? days + " d" : days / 365 + " y";
  }
}
