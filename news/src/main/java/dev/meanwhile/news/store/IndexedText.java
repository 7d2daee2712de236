package dev.meanwhile.news.store;

import java.util.Objects;

/// The words of an article, for searching.
///
/// @param article which one
/// @param title plain text
/// @param text plain text: what it says
public record IndexedText(long article, String title, String text) {
  /// Checks that nothing is missing.
  public IndexedText {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
