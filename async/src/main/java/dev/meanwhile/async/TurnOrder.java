package dev.meanwhile.async;

/// Chooses which of the tasks and callbacks that are ready in the loop's current pass has the
/// next turn. Simulations use it to try other orders; a program's own order is [#fifo()].
@FunctionalInterface
public interface TurnOrder {
  /// Which of `ready` candidates goes next, counted from the one that waits longest.
  ///
  /// Called on the loop, at every turn; it must not wait.
  ///
  /// @param ready how many there are, at least 1
  /// @return a number from 0 to `ready - 1`
  int choose(int ready);

  /// First in, first out.
  static TurnOrder fifo() {
    return ready -> 0;
  }
}
