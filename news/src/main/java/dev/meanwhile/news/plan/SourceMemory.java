package dev.meanwhile.news.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is remembered of a source from one reading to the next, to plan it.
///
/// @param failing how it failed of late
/// @param move where it says that it has moved
/// @param rhythm how often it brings something
public record SourceMemory(Failing failing, Move move, Rhythm rhythm) {
  /// Of a source that was never read.
  public static final SourceMemory NONE = new SourceMemory(Failing.NOT, Move.NONE, Rhythm.UNKNOWN);

  /// Where it says that it has moved for good; null if it has not.
  public @Nullable String movedTo() {
    return move.target();
  }

  /// Whether the source is to be read at [#movedTo] from now on.
  public boolean hasMoved(Instant now) {
    return move.isBelieved(now);
  }

  /// Whether the source is gone for good.
  public boolean isGone(Instant now) {
    return failing.isGone(now);
  }
}
