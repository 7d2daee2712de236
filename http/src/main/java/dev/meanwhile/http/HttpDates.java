package dev.meanwhile.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/// Dates in headers.
final class HttpDates {
  /// HTTP's oldest form, which HttpClient does not read.
  private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
          "EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private HttpDates() {}

  /// The date in any form of HTTP (RFC 9110, section 5.6.7), or that of ISO 8601; null if it is
  /// none.
  static @Nullable Instant parse(String text) {
    String date = text.strip();
    Instant http = date.isEmpty() ? null : DateUtils.parseStandardDate(date);
    if (http != null) {
      return http;
    }
    try {
      return date.indexOf('T') == 10
          ? Instant.parse(date)
          : ASCTIME.parse(date.replaceAll(" +", " "), Instant::from);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
