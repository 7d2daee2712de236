package dev.meanwhile.news;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Dates in headers of HTTP.
final class HttpDates {
  private HttpDates() {}

  /// The date, in the form that all servers of today use; null if it is none.
  static @Nullable Instant parse(String text) {
    try {
      return text.isEmpty()
          ? null
          : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }
}
