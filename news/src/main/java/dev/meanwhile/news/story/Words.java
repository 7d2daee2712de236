package dev.meanwhile.news.story;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Plain text as words that can be compared: lower case, without diacritics, in order.
///
/// What is written without spaces (Chinese, Japanese, Thai) and Korean, whose endings stick to
/// the word, comes as overlapping pairs of characters. A number keeps its points (`2.5`).
/// Single letters are left out: they are what an apostrophe leaves behind.
final class Words {
  private static final int MAX_CHARACTERS_PER_WORD = 40;

  /// How much is read for each word wanted, so that text without any word costs little.
  private static final int CHARACTERS_PER_WORD = 24;

  private final String text;
  private final int max;
  private final List<String> found = new ArrayList<>();
  private int at;

  private Words(String text, int max) {
    this.text = text;
    this.max = max;
  }

  /// The first words of `text`, not more than `max`.
  static List<String> of(String text, int max) {
    long limit = Math.min(text.length(), (long) max * CHARACTERS_PER_WORD + 1_000);
    Words words = new Words(normal(text.substring(0, (int) limit)), max);
    words.read();
    return words.found;
  }

  private static String normal(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    String apart = Normalizer.normalize(text, Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder bare = new StringBuilder(apart.length());
    for (int i = 0; i < apart.length(); i++) {
      char c = apart.charAt(i);
      // Only these: the marks of Indian scripts are vowels.
      boolean diacritic = (c >= '\u0300' && c <= '\u036f') || (c >= '\u064b' && c <= '\u0652');
      if (!diacritic && c != '\u00ad') {
        bare.append(c);
      }
    }
    return Normalizer.normalize(bare, Form.NFC);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  private void read() {
    while (at < text.length() && found.size() < max) {
      int c = text.codePointAt(at);
      if (!belongs(c)) {
        at += Character.charCount(c);
      } else if (isPaired(c)) {
        readPairs();
      } else {
        readWord();
      }
    }
  }

  private void readWord() {
    int start = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (belongs(c) ? isPaired(c) : !isPointInNumber()) {
        break;
      }
      at += Character.charCount(c);
    }
    int end = Math.min(at, start + MAX_CHARACTERS_PER_WORD);
    if (end - start > 1 || Character.isDigit(text.charAt(start))) {
      found.add(text.substring(start, end));
    }
  }

  private void readPairs() {
    int before = -1;
    boolean paired = false;
    while (at < text.length() && found.size() < max) {
      int c = text.codePointAt(at);
      if (!belongs(c) || !isPaired(c)) {
        break;
      }
      at += Character.charCount(c);
      if (before >= 0) {
        found.add(Character.toString(before) + Character.toString(c));
        paired = true;
      }
      before = c;
    }
    if (!paired) {
      found.add(Character.toString(before));
    }
  }

  private boolean isPointInNumber() {
    char c = text.charAt(at);
    return (c == '.' || c == ',')
        && at > 0
        && Character.isDigit(text.charAt(at - 1))
        && at + 1 < text.length()
        && Character.isDigit(text.charAt(at + 1));
  }

  private static boolean belongs(int c) {
    return Character.isLetterOrDigit(c)
        || (c > 127 && Character.getType(c) == Character.NON_SPACING_MARK)
        || (c > 127 && Character.getType(c) == Character.COMBINING_SPACING_MARK);
  }

  private static boolean isPaired(int c) {
    if (c < 0x0e00) {
      return false;
    }
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
