package dev.meanwhile.news.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An article that is kept.
///
/// @param id its number, for ever
/// @param source number of its source
/// @param sourceName what people call that
/// @param text what it says, as its source has it; without HTML in lists
/// @param seen when it was first seen
/// @param isRead whether somebody has read it
/// @param isStarred whether somebody wants to keep it
/// @param sameAs number of the article that it repeats; null if it repeats none
/// @param story number of the article whose story it belongs to; null if to none
/// @param storyWhy why it belongs to that, for people
/// @param snippet where it has the words searched for, which stand between the characters 2 and
///     3; null if it was not searched for
public record Article(
    long id,
    long source,
    String sourceName,
    ArticleText text,
    Instant seen,
    boolean isRead,
    boolean isStarred,
    @Nullable Long sameAs,
    @Nullable Long story,
    @Nullable String storyWhy,
    @Nullable String snippet) {
  /// When it was published, or else when it was first seen; never in the future.
  public Instant date() {
    Instant published = text.published() == null ? text.updated() : text.published();
    return published == null || published.isAfter(seen) ? seen : published;
  }
}
