package dev.meanwhile.news.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which articles to list; each condition narrows the choice.
///
/// @param isUnread only those that nobody has read
/// @param isStarred only those that somebody wants to keep
/// @param seenSince only those first seen then or later
/// @param publishedSince only those published then or later
/// @param tag only those of sources filed under it
/// @param source only those of that source
/// @param after only those with a higher number, which arrived later than that one
/// @param limit how many at most
public record ArticleQuery(
    boolean isUnread,
    boolean isStarred,
    @Nullable Instant seenSince,
    @Nullable Instant publishedSince,
    @Nullable String tag,
    @Nullable Long source,
    @Nullable Long after,
    int limit) {
  /// The newest ones.
  public static ArticleQuery newest(int limit) {
    return new ArticleQuery(false, false, null, null, null, null, null, limit);
  }

  /// Only those that nobody has read.
  public ArticleQuery unread() {
    return new ArticleQuery(true, isStarred, seenSince, publishedSince, tag, source, after, limit);
  }

  /// Only those that somebody wants to keep.
  public ArticleQuery starred() {
    return new ArticleQuery(isUnread, true, seenSince, publishedSince, tag, source, after, limit);
  }

  /// Only those first seen then or later.
  public ArticleQuery seenSince(@Nullable Instant since) {
    return new ArticleQuery(isUnread, isStarred, since, publishedSince, tag, source, after, limit);
  }

  /// Only those published then or later.
  public ArticleQuery publishedSince(@Nullable Instant since) {
    return new ArticleQuery(isUnread, isStarred, seenSince, since, tag, source, after, limit);
  }

  /// Only those of sources filed under it.
  public ArticleQuery tagged(@Nullable String only) {
    return new ArticleQuery(
        isUnread, isStarred, seenSince, publishedSince, only, source, after, limit);
  }

  /// Only those of that source.
  public ArticleQuery of(@Nullable Long only) {
    return new ArticleQuery(
        isUnread, isStarred, seenSince, publishedSince, tag, only, after, limit);
  }

  /// Only those that arrived later than the one of that number.
  public ArticleQuery after(@Nullable Long last) {
    return new ArticleQuery(
        isUnread, isStarred, seenSince, publishedSince, tag, source, last, limit);
  }
}
