package dev.meanwhile.async;

/// A block of code without a result: what [java.util.concurrent.Callable] is, returning nothing.
@FunctionalInterface
public interface Action {
  /// Runs the block.
  ///
  /// @throws Exception if the block fails
  void run() throws Exception;
}
