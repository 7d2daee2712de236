package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// Someone who wrote an entry. At least one of the three is known.
///
/// @param name plain text
/// @param email as written
/// @param uri home page, resolved
public record Author(
    @Nullable String name, @Nullable String email, @Nullable String uri) {
  /// Checks that anything is known.
  public Author {
    if (name == null && email == null && uri == null) {
      throw new IllegalArgumentException("an author of whom nothing is known");
    }
  }
}
