package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// Something whose result can be waited for: a [Coroutine], a [Task] or a [Promise].
///
/// @param <T> the type of the result
public sealed interface Awaitable<T extends @Nullable Object> permits Coroutine, Task, Promise {
  /// Waits for the result, letting other tasks of the loop run.
  ///
  /// An unchecked exception or an [Error] is thrown as it is, a checked one as the cause of a
  /// [java.util.concurrent.CompletionException]. A cancelled wait leaves a task or promise
  /// alone.
  ///
  /// @throws CancelledError if the current scope is cancelled, or what is awaited was
  /// @throws IllegalStateException if this thread is not a task of the awaited thing's loop
  T await();
}
