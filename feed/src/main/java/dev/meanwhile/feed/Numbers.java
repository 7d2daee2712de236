package dev.meanwhile.feed;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads numbers as feeds write them; what is none, or out of bounds, is null.
final class Numbers {
  private static final int MAX_DIGITS = 15;

  /// A year: longer than anything plays.
  private static final long MAX_SECONDS = 366L * 24 * 3600;

  private Numbers() {}

  /// A whole number from 0 on.
  static @Nullable Integer whole(@Nullable String text) {
    Long number = number(text);
    return number == null || number > Integer.MAX_VALUE ? null : number.intValue();
  }

  /// A whole number from 1 on, such as a width; a unit of pixels may follow it.
  static @Nullable Integer positive(@Nullable String text) {
    String digits =
        text != null && text.endsWith("px") ? text.substring(0, text.length() - 2) : text;
    Integer number = whole(digits);
    return number == null || number == 0 ? null : number;
  }

  /// A number of bytes from 1 on; many feeds write 0 where they do not know.
  static @Nullable Long size(@Nullable String text) {
    Long number = number(text);
    return number == null || number == 0 ? null : number;
  }

  /// Seconds, `minutes:seconds` or `hours:minutes:seconds`, each with a fraction of a second if
  /// need be, longer than nothing.
  static @Nullable Duration duration(@Nullable String text) {
    Duration time = time(text);
    return time == null || time.isZero() ? null : time;
  }

  /// The same, but nothing counts as well: the beginning of what plays.
  static @Nullable Duration time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String clock = text.strip();
    int point = clock.indexOf('.');
    long millis = 0;
    if (point >= 0) {
      String fraction = (clock.substring(point + 1) + "000").substring(0, 3);
      Long number = number(fraction);
      if (number == null) {
        return null;
      }
      millis = number;
      clock = clock.substring(0, point);
    }
    long seconds = 0;
    String[] parts = clock.split(":", -1);
    for (String part : parts) {
      Long number = number(part);
      if (number == null || parts.length > 3) {
        return null;
      }
      seconds = seconds * 60 + number;
    }
    return seconds > MAX_SECONDS ? null : Duration.ofSeconds(seconds).plusMillis(millis);
  }

  private static @Nullable Long number(@Nullable String text) {
    String digits = text == null ? "" : text.strip();
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    return Long.valueOf(digits);
  }
}
