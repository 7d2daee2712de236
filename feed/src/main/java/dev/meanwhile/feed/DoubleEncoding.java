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
    if (!mayBe(text)) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException isFine) {
      return text;
    }
  }

  /// Whether at least the first letter past ASCII is such a mistake; in most texts it is not.
  private static boolean mayBe(String text) {
    int first = 0;
    while (text.charAt(first) < 0x80) {
      first++;
    }
    return text.charAt(first) >= 0xc2
        && first + 1 < text.length()
        && text.charAt(first + 1) >= 0x80
        && text.charAt(first + 1) < 0xc0;
  }
}
