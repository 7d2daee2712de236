package dev.meanwhile.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Repairs UTF-8 that a site took for Latin-1 and encoded once more: `CataluÃ±a`.
final class DoubleEncoding {
  private DoubleEncoding() {}

  /// The text that was meant, if all of this text is such a mistake, else the text itself. In
  /// real Latin-1 text, letters past ASCII hardly ever stand together so that they form valid
  /// UTF-8.
  ///
  /// @param text characters below 256, some of them past ASCII
  static String undone(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return TextBuffer.legal(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException isFine) {
      return text;
    }
  }

  /// Whether two characters look like one letter that was encoded twice: a byte that begins a
  /// letter in UTF-8 and one that goes on with it. In most texts the first two past ASCII do not.
  static boolean mayBegin(char[] text, int at, int end) {
    return text[at] >= 0xc2
        && text[at] < 0xf5
        && at + 1 < end
        && text[at + 1] >= 0x80
        && text[at + 1] < 0xc0;
  }
}
