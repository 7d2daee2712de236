package dev.meanwhile.scrape;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A feed that belongs to a page.
///
/// @param uri its address
/// @param title what it is called; plain text
/// @param how what led to it
public record FoundFeed(URI uri, @Nullable String title, How how) {
  /// What leads to a feed, the surest first.
  public enum How {
    /// The address that was asked for is a feed itself.
    ITSELF,
    /// The page names it in its head.
    NAMED,
    /// The page that this one calls its original names it.
    CANONICAL,
    /// The page links to it.
    LINKED,
    /// It lies where feeds often do.
    GUESSED
  }
}
