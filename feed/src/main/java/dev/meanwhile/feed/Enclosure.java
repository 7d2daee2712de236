package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A file that belongs to an entry, such as the sound of a podcast.
///
/// @param url resolved; http or https
/// @param type media type as written
/// @param length size in bytes, if the feed gives one above 0
/// @param medium what it is in one word (`image`, `audio`, `video`, `document`, `executable`), if
///     the feed says so
/// @param title plain text
/// @param duration how long it plays, if one above zero is given
/// @param width in pixels, if one above 0 is given
/// @param height in pixels, if one above 0 is given
public record Enclosure(
    String url,
    @Nullable String type,
    @Nullable Long length,
    @Nullable String medium,
    @Nullable String title,
    @Nullable Duration duration,
    @Nullable Integer width,
    @Nullable Integer height) {
  /// Checks that there is an address.
  public Enclosure {
    requireNonNull(url, "url");
  }

  /// A file as an RSS enclosure describes it.
  public static Enclosure of(String url, @Nullable String type, @Nullable Long length) {
    return new Enclosure(url, type, length, null, null, null, null, null);
  }
}
