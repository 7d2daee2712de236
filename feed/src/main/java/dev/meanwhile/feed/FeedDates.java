package dev.meanwhile.feed;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Reads dates as feeds write them: RFC 822 and ISO 8601 in all their broken forms.
final class FeedDates {
  /*
   * No formatters: one pass over the characters decides between the two families by how the text
   * begins.
   *
   *   2003-12-31T10:14:55+01:00   four digits first: scanIso
   *   Wed, 31 Dec 2003 10:14 EST  anything else: scanWords tells them apart by their looks
   *
   * In the second family order hardly matters: a word with a colon is the time, four digits are
   * the year, letters are a month, a zone, am or pm, or ignored. What a date leaves out is the
   * first of its range, a missing or unknown zone is UTC. A time zone in parentheses repeats what
   * was said before it.
   */
  private static final int MAX_LENGTH = 100;
  private static final int UNSET = -1;
  private static final int SECONDS_PER_DAY = 86_400;

  /// Earlier ones stand for "none" in some systems: 0001-01-01 and the like.
  private static final int FIRST_YEAR = 1000;

  private static final int LAST_YEAR = 9999;

  private int year = UNSET;
  private int month = UNSET;
  private int day = UNSET;
  private int secondOfDay;
  private int nanos;
  private int offset;
  private boolean hasTime;

  /// A number of at most two digits that may be the month or the day.
  private int firstSmall = UNSET;

  private boolean shortYear;

  private FeedDates() {}

  /// The date, or null if this is none.
  static @Nullable Instant parse(String text) {
    String date = text.strip();
    if (date.isEmpty() || date.length() > MAX_LENGTH) {
      return null;
    }
    Instant usual = UsualDates.parse(date);
    if (usual != null) {
      return usual;
    }
    FeedDates scanned = new FeedDates();
    boolean read = startsWithYear(date) ? scanned.scanIso(date) : scanned.scanWords(date);
    return read ? scanned.toInstant() : null;
  }

  private static boolean startsWithYear(String date) {
    return date.length() >= 4 && digits(date, 0) >= 4;
  }

  // --- 2003-12-31T10:14:55.123+01:00 and its relatives

  private boolean scanIso(String date) {
    int run = digits(date, 0);
    int at;
    if (run >= 8) {
      if (run > 8) {
        return scanEpoch(date, run);
      }
      year = number(date, 0, 4);
      month = number(date, 4, 6);
      day = number(date, 6, 8);
      at = 8;
    } else if (run == 4 || run == 6) {
      year = number(date, 0, 4);
      month = run == 6 ? number(date, 4, 6) : UNSET;
      at = run;
    } else {
      return false;
    }
    if (month == UNSET) {
      at = scanIsoPart(date, at, true);
    }
    if (month != UNSET && day == UNSET) {
      at = scanIsoPart(date, at, false);
    }
    return scanIsoTime(date, at);
  }

  /// Reads `-12`, `/12` or ` 12` as month or day, if that is what follows.
  private int scanIsoPart(String date, int at, boolean isMonth) {
    if (at + 1 >= date.length() || "-/. ".indexOf(date.charAt(at)) < 0) {
      return at;
    }
    int run = digits(date, at + 1);
    if (run < 1 || run > 2) {
      return scanIsoMonthName(date, at, isMonth);
    }
    int value = number(date, at + 1, at + 1 + run);
    if (isMonth) {
      month = value;
    } else {
      day = value;
    }
    return at + 1 + run;
  }

  private int scanIsoMonthName(String date, int at, boolean isMonth) {
    int end = at + 1;
    while (end < date.length() && Character.isLetter(date.charAt(end))) {
      end++;
    }
    int named = isMonth ? DateWords.month(date, at + 1, end) : 0;
    if (named == 0) {
      return at;
    }
    month = named;
    return end;
  }

  private boolean scanIsoTime(String date, int from) {
    int at = from;
    while (at < date.length() && "Tt ,".indexOf(date.charAt(at)) >= 0) {
      at++;
    }
    int run = digits(date, at);
    if (run == 6 || run == 4) {
      setTime(
          number(date, at, at + 2),
          number(date, at + 2, at + 4),
          run == 6 ? number(date, at + 4, at + 6) : 0);
      at = scanFraction(date, at + run);
    } else if (run > 0 && at > from) {
      at = scanClock(date, at);
    }
    while (at < date.length()) {
      int end = wordEnd(date, at);
      if (end > at) {
        scanWord(date, at, end);
      }
      at = end + 1;
    }
    return true;
  }

  /// Seconds or milliseconds since 1970.
  private boolean scanEpoch(String date, int run) {
    if (run != date.length() || (run != 10 && run != 13)) {
      return false;
    }
    long millis = Long.parseLong(date) * (run == 10 ? 1000 : 1);
    Instant instant = Instant.ofEpochMilli(millis);
    LocalDate utc = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY));
    year = utc.getYear();
    month = utc.getMonthValue();
    day = utc.getDayOfMonth();
    secondOfDay = (int) Math.floorMod(instant.getEpochSecond(), (long) SECONDS_PER_DAY);
    nanos = instant.getNano();
    return true;
  }

  // --- Wed, 31 Dec 2003 10:14:55 EST and its relatives

  private boolean scanWords(String date) {
    int at = 0;
    while (at < date.length()) {
      if (date.charAt(at) == '(') {
        int close = date.indexOf(')', at);
        if (close < 0) {
          break;
        }
        at = close + 1;
        continue;
      }
      int end = wordEnd(date, at);
      if (end > at) {
        scanWord(date, at, end);
      }
      at = Math.max(end, at + 1);
    }
    if (month == UNSET && day != UNSET && firstSmall != UNSET) {
      if (shortYear) {
        return false; // 18/01/30: no date at all is better than a wrong one
      }
      orderSmallNumbers();
    } else if (day == UNSET) {
      day = firstSmall;
    }
    return year != UNSET && month != UNSET;
  }

  /// 12/31/2003 unless it can only be 31/12/2003.
  private void orderSmallNumbers() {
    month = firstSmall;
    if (month > 12) {
      month = day;
      day = firstSmall;
    }
  }

  /// The end of the word that begins here: at white space and most punctuation.
  private int wordEnd(String date, int from) {
    int at = from;
    while (at < date.length()) {
      char c = date.charAt(at);
      boolean zoneSign = hasTime || at == from;
      if (c <= ' '
          || c == ','
          || c == '('
          || c == ')'
          || c == '/'
          || c == '\u00a0'
          || (c == '-' && !zoneSign)) {
        break;
      }
      if (at > from && (c == '+' || c == '-')) {
        break;
      }
      at++;
    }
    return at;
  }

  private void scanWord(String date, int from, int end) {
    if (from >= end) {
      return;
    }
    char c = date.charAt(from);
    if (c >= '0' && c <= '9') {
      scanNumber(date, from, end);
    } else if (c == '-' && !hasTime) {
      scanWord(date, from + 1, end); // a separator, as in 31-Dec-2003
    } else if (c == '+' || c == '-') {
      scanOffset(date, from, end);
    } else if (Character.isLetter(c)) {
      scanName(date, from, end);
    }
  }

  private void scanNumber(String date, int from, int end) {
    int run = digits(date, from);
    int after = from + run;
    if (after < end
        && run <= 2
        && !hasTime
        && (date.charAt(after) == ':' || isHourDot(date, after))) {
      int at = scanClock(date, from);
      if (at < end) {
        scanWord(date, at, end);
      }
    } else if (run >= 3 && run <= 4) {
      scanLongNumber(date, from, run);
    } else if (run <= 2) {
      scanSmallNumber(number(date, from, after));
    }
  }

  private void scanLongNumber(String date, int from, int run) {
    int value = number(date, from, from + run);
    if (year == UNSET) {
      year = run == 3 ? value + 1900 : value;
    } else if (run == 4 && !hasTime) {
      setTime(value / 100, value % 100, 0);
    }
  }

  private void scanSmallNumber(int value) {
    if (firstSmall == UNSET && day == UNSET) {
      firstSmall = value;
      if (month != UNSET) {
        day = value;
      }
    } else if (day == UNSET && month == UNSET) {
      day = value;
    } else if (year == UNSET && !hasTime) {
      if (day == UNSET) {
        day = firstSmall;
      }
      year = value + (value < 69 ? 2000 : 1900);
      shortYear = true;
    }
  }

  /// Whether a point stands between hours and minutes, as in 10.15.
  private boolean isHourDot(String date, int at) {
    return date.charAt(at) == '.' && digits(date, at + 1) == 2 && year != UNSET;
  }

  private void scanName(String date, int from, int end) {
    int letters = from;
    while (letters < end
        && (Character.isLetter(date.charAt(letters)) || date.charAt(letters) == '.')) {
      letters++;
    }
    int named = month == UNSET && !DateWords.isWeekday(date, from, letters)
        ? DateWords.month(date, from, letters)
        : 0;
    if (named != 0) {
      month = named;
    } else if (hasTime && DateWords.isAfternoon(date, from, letters)) {
      secondOfDay += secondOfDay < SECONDS_PER_DAY / 2 ? SECONDS_PER_DAY / 2 : 0;
    } else if (hasTime && DateWords.isMorning(date, from, letters)) {
      secondOfDay %= SECONDS_PER_DAY / 2;
    } else if (hasTime) {
      offset = DateWords.zone(date, from, letters, offset);
    }
    if (letters < end && letters > from) {
      scanWord(date, letters, end);
    }
  }

  private void scanOffset(String date, int from, int end) {
    int run = digits(date, from + 1);
    int after = from + 1 + run;
    int hours;
    int minutes = 0;
    if (run >= 3) {
      hours = number(date, from + 1, from + 1 + run - 2);
      minutes = number(date, from + 1 + run - 2, from + 1 + run);
    } else if (run >= 1) {
      hours = number(date, from + 1, after);
      int more = after < end && date.charAt(after) == ':' ? digits(date, after + 1) : 0;
      minutes = more > 0 ? number(date, after + 1, after + 1 + Math.min(more, 2)) : 0;
    } else {
      return;
    }
    int seconds = hours * 3600 + minutes * 60;
    if (hasTime && seconds <= SECONDS_PER_DAY) {
      offset = date.charAt(from) == '-' ? -seconds : seconds;
    }
  }

  // --- both

  /// Reads `10:14:55.123` and returns where it ends.
  private int scanClock(String date, int from) {
    int[] parts = new int[3];
    int count = 0;
    int at = from;
    while (count < 3) {
      int run = digits(date, at);
      if (run == 0) {
        break;
      }
      parts[count++] = number(date, at, at + Math.min(run, 2));
      at += run;
      if (count == 3
          || at + 1 >= date.length()
          || ":.".indexOf(date.charAt(at)) < 0
          || digits(date, at + 1) == 0) {
        break;
      }
      at++;
    }
    setTime(parts[0], parts[1], parts[2]);
    return scanFraction(date, at);
  }

  private int scanFraction(String date, int from) {
    if (from + 1 >= date.length() || ".,:".indexOf(date.charAt(from)) < 0) {
      return from;
    }
    int run = digits(date, from + 1);
    int unit = 100_000_000;
    for (int i = 0; i < Math.min(run, 9); i++, unit /= 10) {
      nanos += (date.charAt(from + 1 + i) - '0') * unit;
    }
    return from + 1 + run;
  }

  private void setTime(int hour, int minute, int second) {
    hasTime = true;
    secondOfDay = hour * 3600 + minute * 60 + Math.min(second, 59);
    if (hour > 24 || minute > 59 || second > 61) {
      year = Integer.MAX_VALUE;
    }
  }

  private @Nullable Instant toInstant() {
    int realMonth = month == UNSET ? 1 : month;
    int realDay = day == UNSET ? 1 : day;
    if (year < FIRST_YEAR || year > LAST_YEAR || realMonth < 1 || realMonth > 12 || realDay < 1) {
      return null;
    }
    LocalDate first = LocalDate.of(year, realMonth, 1);
    if (realDay > first.lengthOfMonth()) {
      return null;
    }
    long epochDay = first.toEpochDay() + realDay - 1;
    return Instant.ofEpochSecond(epochDay * SECONDS_PER_DAY + secondOfDay - offset, nanos);
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
