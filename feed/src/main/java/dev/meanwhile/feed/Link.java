package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// An address with what it is for.
///
/// @param href resolved; http, https or mailto
/// @param rel what is behind it, in lower case: `alternate` (a page of it), `self`, `next`,
///     `replies`, `via`, `license` and so on; of IANA's addresses for these, the last part
/// @param type media type as written
/// @param title plain text
/// @param language of what is behind it, as written
/// @param length size in bytes, if one above 0 is given
public record Link(
    String href,
    String rel,
    @Nullable String type,
    @Nullable String title,
    @Nullable String language,
    @Nullable Long length) {
  /// Checks that there is an address and a relation.
  public Link {
    requireNonNull(href, "href");
    requireNonNull(rel, "rel");
  }

  /// An address of which nothing but its purpose is known.
  public static Link of(String rel, String href) {
    return new Link(href, rel, null, null, null, null);
  }
}
