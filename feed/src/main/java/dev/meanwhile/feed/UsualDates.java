package dev.meanwhile.feed;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Reads dates that are written as the formats ask for, which nearly all are. This is a matter of
/// speed alone: [FeedDates] reads them as well.
final class UsualDates {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int WEEKDAY = "Wed, ".length();
  private static final int ISO_TIME = "2003-12-31T10:14:55".length();

  private UsualDates() {}

  /// The instant of `Wed, 31 Dec 2003 10:14:55 +0100`, with or without the weekday and with
  /// `GMT` for an offset, or of `2003-12-31T10:14:55+01:00`, also with `Z`; null if it is
  /// anything else.
  static @Nullable Instant parse(String text) {
    int length = text.length();
    if (length > 4 && text.charAt(3) == ',' && text.charAt(4) == ' ') {
      return parseRfc822(text, WEEKDAY);
    }
    return length > 4 && text.charAt(4) == '-' ? parseIso(text) : parseRfc822(text, 0);
  }

  private static @Nullable Instant parseRfc822(String text, int from) {
    int at = from;
    int day = number(text, at, 2);
    if (day < 0) {
      day = number(text, at, 1);
      at--;
    }
    // Of "31 Dec 2003 10:14:55 GMT", each part at its place.
    int month = month(text, at + 3);
    int year = number(text, at + 7, 4);
    if (day < 0 || month < 0 || year < 0 || !isSpaced(text, at)) {
      return null;
    }
    int second = secondOfDay(text, at + 12);
    int offset = rfc822Offset(text, at + 21);
    return second < 0 || offset == Integer.MIN_VALUE
        ? null
        : instant(year, month, day, second - offset);
  }

  private static boolean isSpaced(String text, int at) {
    return text.length() > at + 21
        && text.charAt(at + 2) == ' '
        && text.charAt(at + 6) == ' '
        && text.charAt(at + 11) == ' '
        && text.charAt(at + 20) == ' ';
  }

  private static int rfc822Offset(String text, int from) {
    if (text.length() == from + 3 && text.startsWith("GMT", from)) {
      return 0;
    }
    int hours = number(text, from + 1, 2);
    int minutes = number(text, from + 3, 2);
    return text.length() == from + 5 && hours >= 0 && minutes >= 0
        ? signed(text.charAt(from), hours, minutes)
        : Integer.MIN_VALUE;
  }

  private static @Nullable Instant parseIso(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    if (year < 0
        || month < 0
        || day < 0
        || text.length() <= ISO_TIME
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T') {
      return null;
    }
    int second = secondOfDay(text, 11);
    int offset = isoOffset(text);
    return second < 0 || offset == Integer.MIN_VALUE
        ? null
        : instant(year, month, day, second - offset);
  }

  private static int isoOffset(String text) {
    if (text.length() == ISO_TIME + 1 && text.charAt(ISO_TIME) == 'Z') {
      return 0;
    }
    int hours = number(text, ISO_TIME + 1, 2);
    int minutes = number(text, ISO_TIME + 4, 2);
    return text.length() == ISO_TIME + 6
            && text.charAt(ISO_TIME + 3) == ':'
            && hours >= 0
            && minutes >= 0
        ? signed(text.charAt(ISO_TIME), hours, minutes)
        : Integer.MIN_VALUE;
  }

  private static int signed(char sign, int hours, int minutes) {
    int seconds = hours * 3600 + minutes * 60;
    if (hours > 23) {
      return Integer.MIN_VALUE;
    }
    return switch (sign) {
      case '+' -> seconds;
      case '-' -> -seconds;
      default -> Integer.MIN_VALUE;
    };
  }

  private static @Nullable Instant instant(int year, int month, int day, long second) {
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) {
      return null;
    }
    LocalDate first = LocalDate.of(year, month, 1);
    return day > first.lengthOfMonth()
        ? null
        : Instant.ofEpochSecond((first.toEpochDay() + day - 1) * 86_400 + second);
  }

  /// Of `10:14:55`; -1 if it is none.
  private static int secondOfDay(String text, int from) {
    int hour = number(text, from, 2);
    int minute = number(text, from + 3, 2);
    int second = number(text, from + 6, 2);
    boolean fits = hour >= 0
        && hour < 24
        && minute >= 0
        && minute < 60
        && second >= 0
        && second < 60
        && text.charAt(from + 2) == ':'
        && text.charAt(from + 5) == ':';
    return fits ? hour * 3600 + minute * 60 + second : -1;
  }

  private static int month(String text, int from) {
    if (from < 0 || from + 3 > text.length()) {
      return -1;
    }
    for (int month = 0; month < 12; month++) {
      if (text.regionMatches(from, MONTHS, 3 * month, 3)) {
        return month + 1;
      }
    }
    return -1;
  }

  /// The number of exactly so many digits; -1 if there are none.
  private static int number(String text, int from, int digits) {
    if (from < 0 || from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
