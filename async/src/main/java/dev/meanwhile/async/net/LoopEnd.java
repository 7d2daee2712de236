package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sees to it that what was left open does not outlive its loop.
final class LoopEnd {
  private LoopEnd() {}

  /// Calls `action` once: when the future is completed, or else when the loop closes, on the
  /// thread that does it.
  static CompletableFuture<@Nullable Void> call(EventLoop loop, Runnable action) {
    // A loop that closes cancels the futures of promises that nobody has completed.
    CompletableFuture<@Nullable Void> end =
        loop.<@Nullable Void>createPromise().toCompletableFuture();
    end.whenComplete((_, _) -> action.run());
    return end;
  }
}
