package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// How something ended: with a value, a failure, or cancelled.
///
/// @param <T> the type of the value
public sealed interface Outcome<T extends @Nullable Object> {
  /// It gave a value.
  ///
  /// @param value what it gave
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /// It failed.
  ///
  /// @param error what was thrown, unwrapped: a checked exception is not hidden in another here
  record Failure<T extends @Nullable Object>(Throwable error) implements Outcome<T> {}

  /// It was cancelled.
  ///
  /// @param error the cancellation, with its reason and the place that it hit
  record Cancelled<T extends @Nullable Object>(CancelledError error) implements Outcome<T> {}
}
