package dev.meanwhile.feed;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells from the first bytes what a document is, whatever its sender called it.
final class Sniffer {
  /// What the bytes might be. XML and JSON are promises to try, not to succeed.
  enum Guess {
    XML,
    JSON,
    EMPTY,
    BINARY,
    TEXT
  }

  /// How far into the document a feed may begin: servers put warnings, pages and white space
  /// before it.
  private static final int WINDOW = 64 * 1024;

  private static final List<byte[]> FEED_STARTS =
      List.of(ascii("<rss"), ascii("<feed"), ascii("<rdf"), ascii("<?xml"), ascii("<channel"));

  private Sniffer() {}

  static Guess sniff(byte[] body) {
    int start = firstMeaningful(body);
    if (start == body.length) {
      return Guess.EMPTY;
    }
    return switch (body[start]) {
      case '<' -> Guess.XML;
      case '{', '[' -> Guess.JSON;
      default -> sniffWindow(body, start);
    };
  }

  /// What to say of a document that is neither XML nor JSON.
  static NotAFeedException notAFeed(Guess guess) {
    return switch (guess) {
      case EMPTY -> NotAFeedException.of(NotAFeedException.Looks.EMPTY, "no bytes but white space");
      case BINARY ->
        NotAFeedException.of(NotAFeedException.Looks.BINARY, "the first bytes are no text");
      case XML, JSON, TEXT ->
        NotAFeedException.of(
            NotAFeedException.Looks.TEXT, "neither an XML tag nor a JSON object in it");
    };
  }

  /// Index of the first byte that is neither white space, part of a byte order mark nor a zero
  /// of UTF-16.
  private static int firstMeaningful(byte[] body) {
    int i = 0;
    while (i < body.length && isPadding(body[i])) {
      i++;
    }
    return i;
  }

  private static boolean isPadding(byte b) {
    return switch (b) {
      case ' ',
          '\t',
          '\r',
          '\n',
          0x0b,
          0x0c,
          0,
          (byte) 0xef,
          (byte) 0xbb,
          (byte) 0xbf,
          (byte) 0xfe,
          (byte) 0xff -> true;
      default -> false;
    };
  }

  private static Guess sniffWindow(byte[] body, int start) {
    int end = Math.min(body.length, start + WINDOW);
    int controls = 0;
    for (int i = start; i < end; i++) {
      if (body[i] == '<' && startsFeed(body, i)) {
        return Guess.XML;
      }
      if (isControl(body[i])) {
        controls++;
      }
    }
    return controls * 50 > end - start ? Guess.BINARY : Guess.TEXT;
  }

  private static boolean isControl(byte b) {
    return b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n' && b != 0x0c && b != 0x1b;
  }

  private static boolean startsFeed(byte[] body, int at) {
    for (byte[] word : FEED_STARTS) {
      if (matches(body, at, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] body, int at, byte[] lowerCaseWord) {
    if (at + lowerCaseWord.length > body.length) {
      return false;
    }
    for (int i = 0; i < lowerCaseWord.length; i++) {
      byte b = body[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCaseWord[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
