package dev.meanwhile.feed.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import dev.meanwhile.feed.NotAFeedException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Objects;

/// The encoding of a document. The model does not name it, but it must have been read by it: a
/// name is right if the document, decoded with Java's charset of that name, says the same.
record FeedparserEncoding(FeedparserCase asked, Feed feed) implements OwnEquality {
  private static final String UNKNOWN = "Java has no charset of that name";

  @Override
  public boolean says(Object expected) {
    String decoded;
    try {
      decoded = new String(asked.body, Charset.forName(String.valueOf(expected)));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new NoCounterpart(UNKNOWN);
    }
    String undeclared = decoded
        .replaceFirst("^\ufeff", "")
        .replaceFirst("^(\\s*<\\?xml[^>]*?)\\s+encoding\\s*=\\s*(['\"])[^'\"]*\\2", "$1");
    URI base = Objects.requireNonNull(asked.hints().base());
    try {
      return feed.equals(
          Feeds.parse(undeclared.getBytes(UTF_8), FeedHints.none().withBase(base))
              .feed());
    } catch (NotAFeedException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "another text than with that encoding";
  }
}
