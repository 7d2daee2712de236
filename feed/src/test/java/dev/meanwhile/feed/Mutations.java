package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Damages documents, the same for the same seed.
final class Mutations {
  /// What parsers trip over.
  private static final List<byte[]> WORDS = List.of(
          "<",
          ">",
          "</",
          "/>",
          "&",
          "&amp;",
          "&#0;",
          "&#x110000;",
          "&unknown;",
          "<![CDATA[",
          "]]>",
          "<!--",
          "-->",
          "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
          "<?x ?>",
          "<!DOCTYPE x [",
          "<!ENTITY a \"&a;&a;\">",
          "]>",
          "\"",
          "'",
          "=",
          "xmlns:a=\"",
          "xml:base=\"//\"",
          "<item>",
          "</item>",
          "<entry>",
          "</entry>",
          "<channel>",
          "</channel>",
          "<rss>",
          "</rss>",
          "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
          "<source>",
          "<link href=\"javascript:x\"/>",
          "<content type=\"xhtml\">",
          "<content type=\"application/x\">AAAA",
          "<author>",
          "<image>",
          "<media:group>",
          "<geo:lat>1e999</geo:lat>",
          "<pubDate>99999999999999</pubDate>",
          "<title>",
          "</title>",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"items\":",
          "\\u0000",
          "\\ud800",
          "null",
          "1e999",
          "\0",
          "\u0001",
          "\ufeff",
          "\uffff",
          "é",
          "😀",
          "\n",
          "\r\n",
          " ")
      .stream()
      .map(word -> word.getBytes(UTF_8))
      .toList();

  private final SplittableRandom random;

  Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// A document with one to eight kinds of damage, of which some come from another document.
  byte[] damaged(byte[] document, byte[] other) {
    byte[] damaged = document;
    int rounds = random.nextInt(1, 9);
    for (int i = 0; i < rounds; i++) {
      damaged = once(damaged, other);
    }
    return damaged;
  }

  private byte[] once(byte[] document, byte[] other) {
    int at = random.nextInt(document.length + 1);
    int end = Math.min(document.length, at + length());
    return switch (random.nextInt(8)) {
      case 0 -> flipped(document, at);
      case 1 -> Arrays.copyOf(document, at);
      case 2 -> replaced(document, at, end, new byte[0]);
      case 3 -> replaced(document, at, at, Arrays.copyOfRange(document, at, end));
      case 4, 5 -> replaced(document, at, at, WORDS.get(random.nextInt(WORDS.size())));
      case 6 -> replaced(document, at, end, part(other));
      default -> replaced(document, at, at, repeated(WORDS.get(random.nextInt(WORDS.size()))));
    };
  }

  private int length() {
    return 1 << random.nextInt(13);
  }

  private byte[] part(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + length()));
  }

  private byte[] repeated(byte[] word) {
    int times = random.nextInt(2_000);
    byte[] all = new byte[word.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(word, 0, all, i * word.length, word.length);
    }
    return all;
  }

  private byte[] flipped(byte[] document, int at) {
    byte[] copy = document.clone();
    if (at < copy.length) {
      copy[at] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static byte[] replaced(byte[] document, int from, int to, byte[] by) {
    byte[] copy = new byte[document.length - (to - from) + by.length];
    System.arraycopy(document, 0, copy, 0, from);
    System.arraycopy(by, 0, copy, from, by.length);
    System.arraycopy(document, to, copy, from + by.length, document.length - to);
    return copy;
  }
}
