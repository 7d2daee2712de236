package dev.meanwhile.scrape;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// Bytes of a page to a document.
final class HtmlReader {
  private HtmlReader() {}

  /// Parses a page up to its limits; in the charset of its byte order mark, else
  /// of the Content-Type, else of its own `meta`, else UTF-8, or windows-1252 when
  /// it is not that. What says in ASCII that it is UTF-16 is UTF-8.
  static Document parse(byte[] body, @Nullable String contentType, URI base) {
    String named = charset(contentType);
    Document document = parse(body, base, named);
    if (named == null && document.charset().name().startsWith("UTF-16") && !hasMark16(body)) {
      return parse(body, base, "UTF-8");
    }
    // What calls itself Latin-1 on the web is Windows' own variant of it, and so is most of what
    // says nothing and is no UTF-8.
    boolean isLatin = document.charset().equals(StandardCharsets.ISO_8859_1);
    boolean isUnnamed = named == null
        && document.charset().equals(StandardCharsets.UTF_8)
        && document.selectFirst("meta[charset], meta[http-equiv=content-type]") == null;
    return isLatin || (isUnnamed && !isUtf8(body)) ? parse(body, base, "windows-1252") : document;
  }

  private static boolean hasMark16(byte[] body) {
    int first = body.length < 2 ? 0 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
    return first == 0xfeff || first == 0xfffe;
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static Document parse(byte[] body, URI base, @Nullable String charset) {
    Parser parser = Parser.htmlParser().setMaxDepth(Limits.DEPTH);
    int length = bounded(body);
    try {
      return Jsoup.parse(
          new ByteArrayInputStream(body, 0, length), charset, base.toString(), parser);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// How much of a page is parsed. The parser looks up the elements that are open for each tag.
  private static int bounded(byte[] body) {
    int length = Math.min(body.length, Limits.HTML);
    int tags = 0;
    for (int i = 0; i < length; i++) {
      if (body[i] == '<' && ++tags > Limits.TAGS) {
        return i;
      }
    }
    return length;
  }

  /// A body that is text and no page.
  static String text(byte[] body, @Nullable String contentType) {
    String named = charset(contentType);
    int length = Math.min(body.length, Limits.HTML);
    Charset charset =
        Charset.forName(named != null ? named : isUtf8(body) ? "UTF-8" : "windows-1252");
    String text = new String(body, 0, length, charset);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /// The charset that a Content-Type names, if there is one of that name.
  private static @Nullable String charset(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
    if (at < 0) {
      return null;
    }
    String name = contentType.substring(at + "charset=".length());
    int end = name.indexOf(';');
    name = (end < 0 ? name : name.substring(0, end))
        .replace('"', ' ')
        .replace('\'', ' ')
        .strip();
    try {
      return Charset.forName(name).equals(StandardCharsets.ISO_8859_1)
              || Charset.forName(name).equals(StandardCharsets.US_ASCII)
          ? "windows-1252"
          : Charset.forName(name).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return null;
    }
  }
}
