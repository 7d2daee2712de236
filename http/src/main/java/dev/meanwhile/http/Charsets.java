package dev.meanwhile.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which charset a body is in, as browsers decide it: the byte order mark, else what the
/// Content-Type says, else UTF-8.
final class Charsets {
  private Charsets() {}

  static String decode(byte[] content, String contentType) {
    if (startsWith(content, 0xef, 0xbb, 0xbf)) {
      return new String(content, 3, content.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWith(content, 0xfe, 0xff)) {
      return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
    }
    if (startsWith(content, 0xff, 0xfe)) {
      return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
    }
    Charset named = named(contentType);
    return new String(content, named == null ? StandardCharsets.UTF_8 : named);
  }

  /// The charset that a Content-Type names; null when it names none, or one that is not known.
  static @Nullable Charset named(String contentType) {
    for (String parameter : contentType.split(";", -1)) {
      int equals = parameter.indexOf('=');
      boolean isCharset = equals > 0
          && parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("charset");
      if (isCharset) {
        return known(parameter.substring(equals + 1).strip().replace("\"", "").replace("'", ""));
      }
    }
    return null;
  }

  private static @Nullable Charset known(String name) {
    // What calls itself Latin-1 or ASCII on the web is Windows' own variant of it.
    boolean isWindows = switch (name.toLowerCase(Locale.ROOT)) {
      case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "us-ascii", "ascii" -> true;
      default -> false;
    };
    try {
      return Charset.forName(isWindows ? "windows-1252" : name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return null;
    }
  }

  private static boolean startsWith(byte[] content, int... mark) {
    if (content.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((content[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
