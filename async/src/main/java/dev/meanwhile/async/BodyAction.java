package dev.meanwhile.async;

/// A [Body] without a result.
///
/// @param <S> what the block is given
@FunctionalInterface
public interface BodyAction<S> {
  /// Runs the block.
  ///
  /// @throws Exception if the block fails
  void run(S subject) throws Exception;
}
