package dev.meanwhile.async;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The rules for throwing what was caught elsewhere.
final class Failures {
  private Failures() {}

  /// What to throw for `failure`: unchecked exceptions and errors as they are, a cancellation
  /// that came back wrapped as itself, a checked exception wrapped once. Errors are thrown by
  /// this method.
  static RuntimeException unchecked(Throwable failure) {
    CancelledError cancelled = CancelledError.in(failure);
    if (cancelled != null) {
      throw cancelled;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new CompletionException(failure);
  }

  /// Throws `failure` as it was caught, for a block whose task keeps the raw failure.
  static Exception raw(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof Exception exception ? exception : new CompletionException(failure);
  }

  /// Hangs `later` under `first`, unless that would show something under itself or twice.
  ///
  /// @return whether `later` can now be seen through `first`
  static boolean suppress(Throwable first, Throwable later) {
    return new FirstFailure(first).suppress(later);
  }

  /// A block whose value is a coroutine that nobody awaited has forgotten to: that is an error,
  /// not a result.
  static <T extends @Nullable Object> T refuseUnawaited(T value) {
    if (value instanceof Coroutine<?> coroutine && !coroutine.isUsed()) {
      throw new IllegalStateException("the block returned " + coroutine
          + " without running it: return await(" + coroutine.name() + ") instead");
    }
    return value;
  }
}
