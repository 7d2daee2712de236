package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A picture that stands for a feed or an entry.
///
/// @param url resolved; http or https
/// @param title plain text, for those who do not see it
/// @param link where a click on it leads, resolved
/// @param width in pixels, if one above 0 is given
/// @param height in pixels, if one above 0 is given
public record Image(
    String url,
    @Nullable String title,
    @Nullable String link,
    @Nullable Integer width,
    @Nullable Integer height) {
  /// Checks that there is an address.
  public Image {
    requireNonNull(url, "url");
  }

  /// A picture of which nothing but its address is known.
  public static Image of(String url) {
    return new Image(url, null, null, null, null);
  }
}
