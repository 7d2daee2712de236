package dev.meanwhile.async;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Blocks that run while something is held: a lock, a permit.
final class Held {
  private Held() {}

  /// Runs `body` and then `giveBack`, also when the body fails.
  static <T extends @Nullable Object> T during(Callable<? extends T> body, Runnable giveBack) {
    T value;
    try {
      value = Failures.refuseUnawaited(body.call());
    } catch (Throwable failure) {
      try {
        giveBack.run();
      } catch (RuntimeException misuse) {
        // The body has given it back itself: that is told, but its own failure comes first.
        Failures.suppress(failure, misuse);
      }
      throw Failures.unchecked(failure);
    }
    giveBack.run();
    return value;
  }
}
