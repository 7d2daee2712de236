package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// Where an entry is talked about. At least one of the three is known.
///
/// @param link page with the comments, resolved
/// @param feed feed of the comments, resolved
/// @param count how many there were when the feed was written
public record Comments(
    @Nullable String link, @Nullable String feed, @Nullable Integer count) {
  /// Checks that anything is known.
  public Comments {
    if (link == null && feed == null && count == null) {
      throw new IllegalArgumentException("comments of which nothing is known");
    }
  }
}
