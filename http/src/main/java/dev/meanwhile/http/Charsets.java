package dev.meanwhile.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which charset a body is in, as browsers decide it: the byte order mark, else what the
/// Content-Type says, else what the content says of itself in an XML declaration or a `meta` of
/// HTML, else UTF-8, and where it is not that, Windows' Western charset. A name that is not known
/// counts as none.
final class Charsets {
  /// As far as browsers look for a `meta`.
  private static final int PRESCAN = 1_024;

  private static final Charset WESTERN = charset("windows-1252", StandardCharsets.ISO_8859_1);

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
    Charset charset = named(contentType);
    if (charset == null) {
      charset = declared(content, contentType);
    }
    return charset == null ? guessed(content) : new String(content, charset);
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

  private static String guessed(byte[] content) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content))
          .toString();
    } catch (CharacterCodingException _) {
      return new String(content, WESTERN);
    }
  }

  // --- what the content says of itself ---

  private static @Nullable Charset declared(byte[] content, String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.contains("html") && !type.contains("xml")) {
      return null;
    }
    String start = new String(
            content, 0, Math.min(content.length, PRESCAN), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
    String name = null;
    if (start.stripLeading().startsWith("<?xml")) {
      int end = start.indexOf("?>");
      name = valueAfter(end < 0 ? start : start.substring(0, end), "encoding");
    }
    for (int at = start.indexOf("<meta"); name == null && at >= 0; ) {
      int end = start.indexOf('>', at);
      name = valueAfter(start.substring(at, end < 0 ? start.length() : end), "charset");
      at = start.indexOf("<meta", at + 1);
    }
    Charset charset = name == null ? null : known(name);
    // It was read as one byte a letter, so it is not what it says.
    return charset != null && charset.name().startsWith("UTF-16")
        ? StandardCharsets.UTF_8
        : charset;
  }

  /// What follows `name=`, in quotes or up to the next blank.
  private static @Nullable String valueAfter(String text, String name) {
    int at = text.indexOf(name);
    int equals = at < 0 ? -1 : text.indexOf('=', at + name.length());
    if (equals < 0 || !text.substring(at + name.length(), equals).isBlank()) {
      return null;
    }
    String rest = text.substring(equals + 1).stripLeading();
    if (rest.startsWith("\"") || rest.startsWith("'")) {
      rest = rest.substring(1);
    }
    int end = 0;
    while (end < rest.length() && "\"' \t\r\n;/>?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.substring(0, end);
  }

  // --- names ---

  private static @Nullable Charset known(String name) {
    // As on the web, where names mean the larger charset that Windows made of them.
    String meant = switch (name.toLowerCase(Locale.ROOT)) {
      case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "us-ascii", "ascii" -> "windows-1252";
      case "iso-8859-9", "latin5" -> "windows-1254";
      case "gb2312", "gb_2312-80", "gbk", "x-gbk" -> "GB18030";
      case "shift_jis", "shift-jis", "sjis", "x-sjis" -> "windows-31j";
      case "euc-kr", "ks_c_5601-1987", "korean" -> "x-windows-949";
      case "big5" -> "Big5-HKSCS";
      case "utf8", "unicode-1-1-utf-8" -> "UTF-8";
      case "utf-16", "unicode", "ucs-2" -> "UTF-16LE";
      default -> name;
    };
    try {
      return Charset.forName(meant);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return null;
    }
  }

  private static Charset charset(String name, Charset otherwise) {
    return Charset.isSupported(name) ? Charset.forName(name) : otherwise;
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
