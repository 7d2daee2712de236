package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;

/// Reads feeds: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, in whatever state they
/// arrive.
///
/// {@snippet file="FeedExamples.java" region="parse"}
///
/// What the bytes are is decided by the bytes, never by the content type. A broken document is
/// data, not an exception: what could be read comes back together with a list of
/// [problems][ParsedFeed#problems].
///
/// **Failure.** [NotAFeedException] when the bytes are no feed at all; nothing else, for any
/// bytes.
/// **Limits.** Depth, number of entries and of tags, length of a text: everything that a hostile
/// document could inflate is bounded; what is past a limit is left out and reported. DTDs are
/// never processed.
/// **Threads.** Safe for concurrent use; nothing is shared between two calls. Never blocks.
public final class Feeds {
  private Feeds() {}

  /// Reads one feed.
  ///
  /// @param body the whole document as it came; it is read, never changed or kept
  /// @param hints what is known from outside, such as the address that the feed came from
  /// @return the feed, and what was wrong with it
  /// @throws NotAFeedException if there is no feed in these bytes, saying what they look like
  public static ParsedFeed parse(byte[] body, FeedHints hints) {
    requireNonNull(body, "body");
    requireNonNull(hints, "hints");
    Problems problems = new Problems();
    Sniffer.Guess guess = Sniffer.sniff(body);
    return switch (guess) {
      case JSON -> JsonFeeds.parse(body, hints, problems);
      case XML -> XmlFeeds.parse(body, hints, problems);
      case EMPTY, BINARY, TEXT -> throw Sniffer.notAFeed(guess);
    };
  }

  /// Opens a feed to be read entry by entry while it arrives.
  ///
  /// @param in the document; nothing is read from it before the reader is asked, and closing the
  ///     reader closes it
  /// @param hints what is known from outside, such as the address that the feed comes from
  public static FeedReader open(InputStream in, FeedHints hints) {
    return new FeedReader(requireNonNull(in, "in"), requireNonNull(hints, "hints"));
  }
}
