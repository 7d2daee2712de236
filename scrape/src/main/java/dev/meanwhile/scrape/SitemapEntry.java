package dev.meanwhile.scrape;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A page that a sitemap names. All texts are plain, and come from outside.
///
/// @param uri its address
/// @param modified when it was last changed
/// @param news what a news sitemap says of it
public record SitemapEntry(
    URI uri, @Nullable Instant modified, @Nullable News news) {
  /// An article in a news sitemap.
  ///
  /// @param title its title
  /// @param publication the newspaper
  /// @param language the language it is written in
  /// @param published when it was published
  public record News(
      @Nullable String title,
      @Nullable String publication,
      @Nullable String language,
      @Nullable Instant published) {}
}
