package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// The program that made a feed. At least one of the three is known.
///
/// @param name plain text
/// @param uri where to read about it, resolved
/// @param version as written
public record Generator(
    @Nullable String name, @Nullable String uri, @Nullable String version) {
  /// Checks that anything is known.
  public Generator {
    if (name == null && uri == null && version == null) {
      throw new IllegalArgumentException("a generator of which nothing is known");
    }
  }
}
