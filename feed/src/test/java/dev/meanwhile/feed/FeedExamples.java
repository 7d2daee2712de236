package dev.meanwhile.feed;

import java.io.InputStream;
import java.net.URI;

/// The examples of the documentation: they compile and run.
final class FeedExamples {
  private FeedExamples() {}

  static String titles(byte[] body) {
    StringBuilder out = new StringBuilder();
    // @start region="parse"
    FeedHints hints = FeedHints.none()
        .withContentType("application/rss+xml; charset=utf-8")
        .withBase(URI.create("https://example.org/feed.xml"));
    ParsedFeed parsed = Feeds.parse(body, hints);
    for (Entry entry : parsed.feed().entries()) {
      out.append(entry.title()).append(" – ").append(entry.link()).append('\n');
    }
    // @end
    return out.toString();
  }

  static String arriving(InputStream in) {
    StringBuilder out = new StringBuilder();
    // @start region="open"
    try (FeedReader reader = Feeds.open(in, FeedHints.none())) {
      for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
        out.append(entry.title()).append('\n');
      }
    }
    // @end
    return out.toString();
  }
}
