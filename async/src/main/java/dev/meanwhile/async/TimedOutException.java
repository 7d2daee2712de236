package dev.meanwhile.async;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown when a time limit is over. The message names the limit and what was waited for.
public final class TimedOutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration limit;

  TimedOutException(Duration limit, @Nullable WaitReason waitedFor, @Nullable Throwable cause) {
    super(
        "timed out after " + Durations.format(limit)
            + (waitedFor == null ? "" : ", waiting for " + waitedFor),
        cause);
    this.limit = limit;
  }

  /// The limit that was exceeded.
  public Duration limit() {
    return limit;
  }
}
