package dev.meanwhile.feed;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The words of dates: months, weekdays and time zones.
final class DateWords {
  private static final int HOUR = 3600;

  /// Months by how they begin, in the languages that feeds are known to use instead of English.
  private static final Map<String, Integer> MONTHS = new HashMap<>();

  /// Zones by their abbreviation, in seconds east of UTC. Where two share one, the one that
  /// feeds mean.
  private static final Map<String, Integer> ZONES = new HashMap<>();

  static {
    months(1, "jan", "ene", "gen", "янв", "sty", "led", "oca");
    months(2, "feb", "fev", "fév", "feb", "фев", "lut", "úno", "şub");
    months(3, "mar", "mär", "mrz", "maa", "мар");
    months(4, "apr", "abr", "avr", "апр", "kwi", "dub", "nis");
    months(5, "may", "mai", "mag", "mei", "maj", "май", "мая", "kvě");
    months(6, "jun", "juin", "giu", "июн", "cze", "haz");
    months(7, "jul", "juil", "lug", "июл", "lip", "tem");
    months(8, "aug", "ago", "aoû", "aou", "авг", "sie", "srp", "ağu");
    months(9, "sep", "set", "сен", "wrz", "zář", "eyl");
    months(10, "oct", "okt", "out", "ott", "окт", "paź", "eki");
    months(11, "nov", "ноя", "lis", "kas");
    months(12, "dec", "dez", "dic", "déc", "дек", "gru", "pro", "ara");

    zones(0, "Z", "UT", "UTC", "GMT", "WET");
    zones(-4, "EDT", "AST");
    zones(-5, "EST", "CDT", "ET");
    zones(-6, "CST", "MDT", "CT");
    zones(-7, "MST", "PDT", "MT");
    zones(-8, "PST", "AKDT", "PT");
    zones(-9, "AKST");
    zones(-10, "HST");
    zones(-3, "BRT", "ART", "ADT");
    zones(1, "CET", "MET", "BST", "WEST", "MEZ");
    zones(2, "CEST", "MEST", "EET", "SAST", "MESZ", "CAT");
    zones(3, "EEST", "MSK", "TRT", "EAT");
    zones(4, "MSD", "GST");
    zones(5, "PKT");
    zones(7, "ICT", "WIB");
    zones(8, "SGT", "HKT", "AWST", "PHT");
    zones(9, "JST", "KST");
    zones(10, "AEST");
    zones(11, "AEDT");
    zones(12, "NZST");
    zones(13, "NZDT");
    ZONES.put("IST", 5 * HOUR + HOUR / 2);
    ZONES.put("ACST", 9 * HOUR + HOUR / 2);
    ZONES.put("ACDT", 10 * HOUR + HOUR / 2);
    ZONES.put("NST", -3 * HOUR - HOUR / 2);
    ZONES.put("NDT", -2 * HOUR - HOUR / 2);
  }

  private DateWords() {}

  /// Number of the month that this word names, or 0.
  static int month(String text, int from, int to) {
    if (to - from < 3) {
      return 0;
    }
    String word = text.substring(from, to).toLowerCase(Locale.ROOT);
    int exact = MONTHS.getOrDefault(word.substring(0, 3), 0);
    return exact != 0 || word.length() < 4 ? exact : MONTHS.getOrDefault(word.substring(0, 4), 0);
  }

  /// Whether this is an English weekday; others are no months either, or too rare to matter.
  static boolean isWeekday(String text, int from, int to) {
    return to - from >= 6 && text.regionMatches(true, to - 3, "day", 0, 3);
  }

  static boolean isAfternoon(String text, int from, int to) {
    return isHalf(text, from, to, "pm", "p.m.");
  }

  static boolean isMorning(String text, int from, int to) {
    return isHalf(text, from, to, "am", "a.m.");
  }

  /// Seconds east of UTC of the zone that this word names, or what was known before.
  static int zone(String text, int from, int to, int known) {
    return ZONES.getOrDefault(text.substring(from, to).toUpperCase(Locale.ROOT), known);
  }

  private static boolean isHalf(String text, int from, int to, String word, String dotted) {
    String found = text.substring(from, to);
    return found.equalsIgnoreCase(word) || found.equalsIgnoreCase(dotted);
  }

  private static void months(int number, String... starts) {
    for (String start : starts) {
      MONTHS.put(start, number);
    }
  }

  private static void zones(int hours, String... names) {
    for (String name : names) {
      ZONES.put(name, hours * HOUR);
    }
  }
}
