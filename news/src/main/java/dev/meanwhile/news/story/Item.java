package dev.meanwhile.news.story;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entry of a source, as [Stories] looks at it.
///
/// @param id the caller's number for it, not used twice
/// @param source the caller's number for the source
/// @param guid what the source calls it, if it says
/// @param canonical its address as [CanonicalAddress] writes it
/// @param title plain text; may be empty
/// @param text plain text; may be empty; only its beginning is looked at
/// @param published when it was published, else when it was first seen
public record Item(
    long id,
    long source,
    @Nullable String guid,
    @Nullable String canonical,
    String title,
    String text,
    Instant published) {
  /// Checks that nothing is missing.
  public Item {
    requireNonNull(title, "title");
    requireNonNull(text, "text");
    requireNonNull(published, "published");
  }
}
