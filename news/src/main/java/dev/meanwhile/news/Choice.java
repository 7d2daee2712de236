package dev.meanwhile.news;

import org.jspecify.annotations.Nullable;

/// Which sources of a store a run reads.
///
/// @param tag only those filed under it; null for all
/// @param isForced whether also those are read that are not due yet; ones that are paused or
///     retired never are
public record Choice(@Nullable String tag, boolean isForced) {
  /// All that are due.
  public static final Choice DUE = new Choice(null, false);
}
