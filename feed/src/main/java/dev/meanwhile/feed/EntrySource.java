package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// A document that is read entry by entry.
interface EntrySource {
  /// The next entry, null after the last one.
  @Nullable
  EntryDraft next();

  /// What was read of the feed so far, without its entries.
  FeedDraft feed();

  /// Whether the structure had to be guessed.
  boolean isLenient();
}
