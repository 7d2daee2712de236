package dev.meanwhile.feed.conformance;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.feed.FeedHints;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of feedparser's cases: a document with what is said about it in a comment.
final class FeedparserCase {
  private static final Pattern EXPECTATION = Pattern.compile("Expect:([^\\n]*)");
  private static final Pattern HEADER = Pattern.compile("Header:\\s*([\\w-]+):([^\\n]*)");

  /// Where feedparser's own tests serve the files.
  private static final URI SERVER = URI.create("http://127.0.0.1:8097/");

  /// Path in the folder.
  final String name;

  /// The document.
  final byte[] body;

  /// The document as far as the comment needs it.
  final String text;

  /// A Python expression, empty if there is none.
  final String expectation;

  /// What it must be thought to arrive with, by name in lower case.
  final Map<String, String> headers;

  private FeedparserCase(
      String name, byte[] body, String text, String expectation, Map<String, String> headers) {
    this.name = name;
    this.body = body;
    this.text = text;
    this.expectation = expectation;
    this.headers = headers;
  }

  static FeedparserCase of(String name, byte[] body) {
    String text = decoded(body);
    Matcher expectation = EXPECTATION.matcher(text);
    String expected = expectation.find() ? expectation.group(1) : "";
    int end = expected.indexOf("-->");
    Map<String, String> headers = new TreeMap<>();
    Matcher header = HEADER.matcher(text);
    while (header.find()) {
      headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip());
    }
    return new FeedparserCase(
        name, body, text, (end < 0 ? expected : expected.substring(0, end)).strip(), headers);
  }

  /// Finds out how wide the characters are; all that matters here is ASCII.
  private static String decoded(byte[] body) {
    int window = Math.min(body.length, 64);
    int zeros = 0;
    for (int i = 0; i < window; i++) {
      zeros += body[i] == 0 ? 1 : 0;
    }
    boolean bigEndian = window > 0 && (body[0] == 0 || body[0] == (byte) 0xfe);
    if (zeros > window * 5 / 8) {
      return new String(body, Charset.forName(bigEndian ? "UTF-32BE" : "UTF-32LE"));
    }
    if (zeros > window / 4) {
      return new String(body, bigEndian ? UTF_16BE : UTF_16LE);
    }
    return new String(body, UTF_8);
  }

  /// What a client tells the parser: it resolves Content-Location, and believes it only if it is
  /// an address of the web.
  FeedHints hints() {
    URI base = SERVER.resolve(name);
    String location = headers.get("content-location");
    if (location != null && !location.startsWith("javascript:")) {
      base = base.resolve(location);
    }
    FeedHints hints = FeedHints.none().withBase(base);
    String type = headers.get("content-type");
    return type == null ? hints : hints.withContentType(type);
  }

  /// Whether the first element of this name, outside or inside of entries, has this attribute.
  boolean has(String element, String attribute) {
    return Pattern.compile(
            "<(\\w+:)?(" + element + ")\\b[^>]*\\s" + attribute + "\\s*=", Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }
}
