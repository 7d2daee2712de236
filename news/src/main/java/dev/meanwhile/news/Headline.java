package dev.meanwhile.news;

import dev.meanwhile.feed.Entry;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// An article in a list: what a person needs to decide whether to read it.
///
/// @param title plain text
/// @param link its address
/// @param published when, as far as the feed says
/// @param source the name of its source
public record Headline(
    String title, @Nullable String link, @Nullable Instant published, String source) {
  /// The newest first; those without a date come last.
  static final Comparator<Headline> NEWEST_FIRST = Comparator.comparing(
      headline -> headline.published == null ? Instant.MIN : headline.published,
      Comparator.reverseOrder());

  static Headline of(Entry entry, String source) {
    String title = entry.title() == null ? "(without a title)" : entry.title();
    Instant date = entry.published() == null ? entry.updated() : entry.published();
    return new Headline(title, entry.link(), date, source);
  }
}
