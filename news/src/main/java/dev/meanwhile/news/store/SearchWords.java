package dev.meanwhile.news.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody searches for: words that all must occur, `"words in this order"`, the beginning
/// of a word with a star behind it, and what must not occur with a minus sign before it. Case and
/// accents do not count. Every other character just separates words, so no text is a mistake.
public final class SearchWords {
  private static final Pattern PART = Pattern.compile("(-?)(?:\"([^\"]*)\"?|(\\S+))");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_PARTS = 32;

  /// Words that stand in this order; of the last one perhaps just the beginning.
  private record Part(List<String> words, boolean isPrefix, boolean isExcluded) {}

  private final List<Part> parts;

  private SearchWords(List<Part> parts) {
    this.parts = parts;
  }

  /// Reads what somebody typed, at most 1,000 characters of it.
  ///
  /// @return null if there is nothing in it to search for
  public static @Nullable SearchWords parse(String typed) {
    String text = folded(typed.substring(0, Math.min(typed.length(), MAX_LENGTH)));
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    while (matcher.find() && parts.size() < MAX_PARTS) {
      String written = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      List<String> words =
          WORD.matcher(written).results().map(found -> found.group()).toList();
      if (!words.isEmpty()) {
        parts.add(new Part(words, written.endsWith("*"), !matcher.group(1).isEmpty()));
      }
    }
    boolean asksForSomething = parts.stream().anyMatch(part -> !part.isExcluded);
    return asksForSomething ? new SearchWords(parts) : null;
  }

  /// Letters without their marks, in lower case.
  static String folded(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        String taken = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(taken).replaceAll("").toLowerCase(Locale.ROOT);
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /// Whether a text has them.
  public boolean isIn(String text) {
    List<String> words =
        WORD.matcher(folded(text)).results().map(found -> found.group()).toList();
    return parts.stream().allMatch(part -> isIn(words, part) != part.isExcluded);
  }

  private static boolean isIn(List<String> words, Part part) {
    int length = part.words.size();
    for (int from = 0; from + length <= words.size(); from++) {
      List<String> here = words.subList(from, from + length);
      boolean isSame = part.isPrefix
          ? here.subList(0, length - 1).equals(part.words.subList(0, length - 1))
              && here.getLast().startsWith(part.words.getLast())
          : here.equals(part.words);
      if (isSame) {
        return true;
      }
    }
    return false;
  }

  String forSqlite() {
    StringBuilder wanted = new StringBuilder();
    StringBuilder excluded = new StringBuilder();
    for (Part part : parts) {
      String phrase = '"' + String.join(" ", part.words) + '"' + (part.isPrefix ? " *" : "");
      if (part.isExcluded) {
        excluded.append(" NOT ").append(phrase);
      } else {
        wanted.append(wanted.isEmpty() ? "" : " AND ").append(phrase);
      }
    }
    return excluded.isEmpty() ? wanted.toString() : "(" + wanted + ")" + excluded;
  }

  String forPostgres() {
    StringBuilder query = new StringBuilder();
    for (Part part : parts) {
      query
          .append(query.isEmpty() ? "" : " & ")
          .append(part.isExcluded ? "!(" : "(")
          .append("'")
          .append(String.join("' <-> '", part.words))
          .append("'")
          .append(part.isPrefix ? ":*" : "")
          .append(")");
    }
    return query.toString();
  }
}
