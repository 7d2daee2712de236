package dev.meanwhile.async;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Thrown by a wait whose [CancelScope] is cancelled.
///
/// It is an [Error] so that `catch (Exception e)` does not swallow it. Do not absorb it: clean
/// up and let it pass; the scope that it belongs to catches it. Whoever does swallow it meets it
/// again at the next wait, since cancellation is a state and not an event.
public final class CancelledError extends Error {
  private static final long serialVersionUID = 1L;

  private final transient CancelScope scope;

  CancelledError(CancelScope scope) {
    super(scope.reasonInForce());
    this.scope = scope;
  }

  /// The cancelled scope nearest to the wait at the time it was thrown.
  CancelScope scope() {
    return scope;
  }

  /// The cancellation that `error` is or merely wraps, as reflection and futures do; else null.
  static @Nullable CancelledError in(Throwable error) {
    if (error instanceof CancelledError cancelled) {
      return cancelled;
    }
    boolean wrapper = error instanceof InvocationTargetException
        || error instanceof CompletionException
        || error instanceof ExecutionException;
    return wrapper && error.getCause() instanceof CancelledError cause ? cause : null;
  }
}
