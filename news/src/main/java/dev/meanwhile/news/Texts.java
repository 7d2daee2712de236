package dev.meanwhile.news;

import java.time.Duration;
import java.util.Locale;

/// Small texts for people.
final class Texts {
  private Texts() {}

  /// `5 s`, `1.5 s`, `250 ms`.
  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  /// What a status means, in brackets, where people may not know it by heart.
  static String reason(int status) {
    return switch (status) {
      case 401 -> " (it wants a user and password)";
      case 403 -> " (refused)";
      case 404 -> " (not found)";
      case 410 -> " (gone for good)";
      case 429 -> " (asked too often)";
      case 500 -> " (internal server error)";
      case 502, 504 -> " (its gateway failed)";
      case 503 -> " (not available)";
      default -> "";
    };
  }
}
