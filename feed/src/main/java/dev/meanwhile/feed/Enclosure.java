package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A file that belongs to an entry, such as the sound of a podcast.
///
/// @param url resolved; http or https
/// @param type media type as written
/// @param length size in bytes, if the feed gives one above 0
public record Enclosure(
    String url, @Nullable String type, @Nullable Long length) {
  /// Checks that there is an address.
  public Enclosure {
    requireNonNull(url, "url");
  }
}
