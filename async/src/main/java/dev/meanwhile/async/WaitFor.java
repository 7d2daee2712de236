package dev.meanwhile.async;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The work of `waitFor`: a result within a time limit.
final class WaitFor {
  private WaitFor() {}

  static <T extends @Nullable Object> T result(Awaitable<T> awaitable, Duration limit) {
    return switch (awaitable) {
      case Coroutine<T> coroutine -> ofCoroutine(coroutine, limit);
      case Task<T> task -> ofCompletion(task, limit);
      case Promise<T> promise -> ofCompletion(promise, limit);
    };
  }

  /// A coroutine runs inside the caller's task; when there is no time at all it does not begin.
  private static <T extends @Nullable Object> T ofCoroutine(
      Coroutine<T> coroutine, Duration limit) {
    if (limit.isPositive()) {
      return Blocks.timeout(limit, _ -> coroutine.await());
    }
    Task<?> self = Task.require("waitFor");
    coroutine.use();
    coroutine.drop();
    self.checkCancelled();
    throw new TimedOutException(limit, new WaitReason(WaitKind.TASK, coroutine.name()), null);
  }

  private static <T extends @Nullable Object> T ofCompletion(Completion<T> target, Duration limit) {
    Task<?> self = Task.require("waitFor");
    target.requireAwaitableBy(self);
    boolean isInTime;
    try {
      isInTime = Blocks.finishesWithin(limit, () -> target.join(self));
    } catch (CancelledError cancelled) {
      end(target, self, "its waiter was cancelled: " + cancelled.getMessage());
      throw cancelled;
    }
    if (isInTime || target.outcome() != null) {
      return target.result();
    }
    end(target, self, "timed out after " + Durations.format(limit));
    if (target.ended() instanceof Outcome.Cancelled<T>(var error)) {
      throw new TimedOutException(limit, new WaitReason(WaitKind.TASK, target.label()), error);
    }
    return target.result();
  }

  private static void end(Completion<?> target, Task<?> self, String reason) {
    Parts.cancel(target, reason);
    target.awaitEndAnyway(self);
  }
}
