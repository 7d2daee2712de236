package dev.meanwhile.news.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the last reading of a source left behind.
///
/// @param title what the feed calls itself
/// @param site address of the site
/// @param etag opaque, empty if there is none
/// @param lastModified opaque, empty if there is none
/// @param bodyHash of the last body that was parsed, empty if there is none
/// @param articles how many articles the feed held
/// @param health what is kept of failures and moves, for whoever plans the next reading
/// @param readAt when it was read; null if it never was
/// @param outcome how that ended
/// @param error why it failed, for people; null if it did not
/// @param dueAt when it is read next
/// @param dueWhy why then, for people
public record SourceState(
    @Nullable String title,
    @Nullable String site,
    String etag,
    String lastModified,
    String bodyHash,
    int articles,
    String health,
    @Nullable Instant readAt,
    @Nullable String outcome,
    @Nullable String error,
    Instant dueAt,
    String dueWhy) {
  /// Of a source that was never read.
  public static final SourceState NONE = new SourceState(
      null, null, "", "", "", 0, "", null, null, null, Instant.EPOCH, "it was never read");
}
