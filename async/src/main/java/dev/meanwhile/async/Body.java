package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// A block of code that is given something to work with, such as the [TaskGroup] of
/// [Async#taskGroup(Body)].
///
/// @param <S> what the block is given
/// @param <T> what the block returns
@FunctionalInterface
public interface Body<S, T extends @Nullable Object> {
  /// Runs the block.
  ///
  /// @throws Exception if the block fails
  T run(S subject) throws Exception;
}
