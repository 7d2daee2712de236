package dev.meanwhile.async;

import java.util.IdentityHashMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The rules for throwing what was caught elsewhere.
final class Failures {
  private Failures() {}

  /// What to throw for `failure`: unchecked exceptions and errors as they are, a cancellation that
  /// came back wrapped as itself, a checked exception wrapped once. Errors are thrown by this method.
  static RuntimeException unchecked(Throwable failure) {
    CancelledError cancelled = CancelledError.in(failure);
    if (cancelled != null) {
      throw cancelled;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
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
    IdentityHashMap<Throwable, Boolean> seen = new IdentityHashMap<>();
    collect(first, seen);
    if (seen.containsKey(later)) {
      return true;
    }
    collect(later, seen);
    if (reaches(later, first)) {
      return false;
    }
    int before = first.getSuppressed().length;
    first.addSuppressed(later);
    return first.getSuppressed().length > before;
  }

  /// A block whose value is a coroutine that nobody awaited has forgotten to: that is an error, not a
  /// result.
  static <T extends @Nullable Object> T refuseUnawaited(T value) {
    if (value instanceof Coroutine<?> coroutine && !coroutine.isUsed()) {
      throw new IllegalStateException(
          "the block returned " + coroutine + " without running it: return await(" + coroutine.name() + ") instead");
    }
    return value;
  }

  private static boolean reaches(Throwable from, Throwable target) {
    IdentityHashMap<Throwable, Boolean> seen = new IdentityHashMap<>();
    collect(from, seen);
    return seen.containsKey(target);
  }

  private static void collect(Throwable error, IdentityHashMap<Throwable, Boolean> into) {
    for (Throwable at = error; at != null && into.putIfAbsent(at, true) == null; at = at.getCause()) {
      for (Throwable suppressed : at.getSuppressed()) {
        collect(suppressed, into);
      }
    }
  }
}
