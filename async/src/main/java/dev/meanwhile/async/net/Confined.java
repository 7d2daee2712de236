package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.currentTask;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.EventLoop;
import java.time.Duration;

/// What every call of something that belongs to one loop checks first.
final class Confined {
  private Confined() {}

  /// Refuses threads that do not run `loop`.
  static void require(EventLoop loop, String what) {
    if (EventLoop.current() != loop) {
      throw new IllegalStateException(what + ": it belongs to another loop, " + loop
          + ": use that one's post or call from here");
    }
  }

  /// Refuses threads that run no task of `loop`, callbacks included.
  static void requireTask(EventLoop loop, String what) {
    require(loop, what);
    currentTask();
  }

  /// What a wait does first, also when it need not wait: in a cancelled scope it throws.
  static void checkCancelled() {
    if (CancelScope.current().isCancelled()) {
      sleep(Duration.ZERO);
    }
  }
}
