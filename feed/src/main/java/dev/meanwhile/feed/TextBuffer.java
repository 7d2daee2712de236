package dev.meanwhile.feed;

import java.util.Arrays;

/// Characters of one text while it is read; reused for the next. What is past [Limits#MAX_TEXT]
/// is dropped.
final class TextBuffer {
  private static final int BEGINNING = 4096;

  private char[] chars = new char[1024];
  private int length;
  private boolean full;

  void clear() {
    length = 0;
    full = false;
  }

  /// Whether anything was dropped.
  boolean isFull() {
    return full;
  }

  int length() {
    return length;
  }

  void append(char c) {
    if (makeRoom(1) == 1) {
      chars[length++] = c;
    }
  }

  void append(char[] source, int from, int count) {
    int room = makeRoom(count);
    System.arraycopy(source, from, chars, length, room);
    length += room;
  }

  void append(String text) {
    int room = makeRoom(text.length());
    text.getChars(0, room, chars, length);
    length += room;
  }

  /// Appends text so that HTML reads it as text.
  void appendEscaped(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> append("&lt;");
        case '>' -> append("&gt;");
        case '&' -> append("&amp;");
        case '"' -> append("&quot;");
        default -> append(c);
      }
    }
  }

  /// Escapes everything from an index on.
  void escapeFrom(int from) {
    for (int i = from; i < length; i++) {
      if (needsEscape(chars[i])) {
        String rest = new String(chars, i, length - i);
        length = i;
        appendEscaped(rest);
        return;
      }
    }
  }

  /// The text without white space at its ends.
  String stripped() {
    int start = 0;
    int end = length;
    while (start < end && chars[start] <= ' ') {
      start++;
    }
    while (end > start && chars[end - 1] <= ' ') {
      end--;
    }
    String text = new String(chars, start, end - start);
    return isSuspect(start, end) ? DoubleEncoding.undone(text) : text;
  }

  /// Text without what no text may hold: control characters other than white space, halves of
  /// characters, and the two that Unicode never assigns. Well-formed XML has none of these, but
  /// JSON can escape them, and broken documents hold anything.
  static String legal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isLegal(text, i)) {
        return withoutIllegal(text, i);
      }
    }
    return text;
  }

  private static String withoutIllegal(String text, int from) {
    StringBuilder kept = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      if (isLegal(text, i)) {
        kept.append(text.charAt(i));
      } else if (Character.isSurrogate(text.charAt(i))) {
        kept.append('\ufffd');
      }
    }
    return kept.toString();
  }

  private static boolean isLegal(String text, int at) {
    char c = text.charAt(at);
    if (c >= ' ' && c < Character.MIN_SURROGATE) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c >= ' ' ? c < '\ufffe' : c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  /// Whether the first character past ASCII looks like one half of a letter that was encoded
  /// twice, and no character is too high for that. A long text is judged by how it begins.
  private boolean isSuspect(int start, int end) {
    int first = start;
    int limit = Math.min(end, start + BEGINNING);
    while (first < limit && chars[first] < 0x80) {
      first++;
    }
    return first < limit && DoubleEncoding.mayBegin(chars, first, end) && isLatin(first, end);
  }

  private boolean isLatin(int from, int end) {
    for (int i = from; i < end; i++) {
      if (chars[i] > 0xff) {
        return false;
      }
    }
    return true;
  }

  private static boolean needsEscape(char c) {
    return c == '<' || c == '>' || c == '&' || c == '"';
  }

  /// Makes room for this many characters and says how many of them may come.
  private int makeRoom(int wanted) {
    int granted = Math.min(wanted, Limits.MAX_TEXT - length);
    full |= granted < wanted;
    if (length + granted > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(chars.length * 2, length + granted));
    }
    return granted;
  }
}
