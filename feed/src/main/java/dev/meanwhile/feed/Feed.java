package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A feed, whatever its format. What it does not say is null; no text is ever empty.
///
/// @param format what the document says it is
/// @param title plain text
/// @param link address of the site, resolved; http, https or mailto
/// @param description plain text: what the feed says about itself
/// @param language tag as written, such as `en-us`
/// @param updated when the feed says that it last changed
/// @param ttl how long the feed asks to be left alone after a fetch
/// @param hub address of its WebSub hub
/// @param entries in document order, which is usually newest first
public record Feed(
    FeedFormat format,
    @Nullable String title,
    @Nullable String link,
    @Nullable String description,
    @Nullable String language,
    @Nullable Instant updated,
    @Nullable Duration ttl,
    @Nullable String hub,
    List<Entry> entries) {
  /// Copies the list.
  public Feed {
    requireNonNull(format, "format");
    entries = List.copyOf(entries);
  }
}
