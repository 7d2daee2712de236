package dev.meanwhile.feed;

import java.util.List;

/// What [Feeds#parse] read: the feed, and what was wrong with the document.
///
/// @param feed what could be read, always there
/// @param problems what was wrong, in the order found, at most 100; empty for a good feed
/// @param lenient whether the document was not well-formed, so that its structure had to be
///     guessed
public record ParsedFeed(Feed feed, List<FeedProblem> problems, boolean lenient) {
  /// Copies the list.
  public ParsedFeed {
    problems = List.copyOf(problems);
  }
}
