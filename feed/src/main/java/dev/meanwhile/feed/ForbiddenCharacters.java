package dev.meanwhile.feed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Mends what XML forbids within a text and its structure does not depend on.
final class ForbiddenCharacters {
  private ForbiddenCharacters() {}

  /// A copy of the document with the characters that XML forbids replaced by spaces, be they
  /// bytes or references such as `&#31;`; null if it has none.
  static byte @Nullable [] replaced(byte[] utf8, int from, Problems problems) {
    byte[] mended = null;
    int line = 1;
    for (int i = from; i < utf8.length; i++) {
      int length = forbidden(utf8, i);
      if (length > 0) {
        if (mended == null) {
          mended = utf8.clone();
          problems.add(
              FeedProblem.Kind.NOT_WELL_FORMED,
              "not well-formed: characters that XML forbids were replaced by spaces",
              line,
              0);
        }
        Arrays.fill(mended, i, i + length, (byte) ' ');
      }
      line += utf8[i] == '\n' ? 1 : 0;
    }
    return mended;
  }

  /// How many bytes from here on stand for one forbidden character, 0 if none do.
  private static int forbidden(byte[] bytes, int at) {
    byte b = bytes[at];
    if (b == '&') {
      return forbiddenReference(bytes, at);
    }
    return b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
  }

  private static int forbiddenReference(byte[] bytes, int at) {
    if (at + 3 >= bytes.length || bytes[at + 1] != '#') {
      return 0;
    }
    int radix = bytes[at + 2] == 'x' ? 16 : 10;
    int value = 0;
    int end = radix == 16 ? at + 3 : at + 2;
    for (; end < bytes.length && value <= Character.MAX_CODE_POINT; end++) {
      int digit = Character.digit(bytes[end], radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
    }
    boolean whole = end < bytes.length && bytes[end] == ';' && end > at + 2;
    return whole && !isCharacter(value) ? end + 1 - at : 0;
  }

  private static boolean isCharacter(int value) {
    boolean control = value < ' ' && value != '\n' && value != '\r' && value != '\t';
    boolean half = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    return !control
        && !half
        && value != 0xfffe
        && value != 0xffff
        && value <= Character.MAX_CODE_POINT;
  }
}
