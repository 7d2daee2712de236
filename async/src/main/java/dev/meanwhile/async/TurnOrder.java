package dev.meanwhile.async;

/// Chooses which of the tasks and callbacks that are ready has the next turn. Simulations use it
/// to try other orders; a program's own order is [#fifo()].
///
/// With an order of its own a loop does not keep to its passes: whoever is ready may go next.
/// Timers that are due still join when those who were ready before have had their turn.
@FunctionalInterface
public interface TurnOrder {
  /// Which of those who are ready goes next.
  ///
  /// Called on the loop, at every turn; it must not wait.
  ///
  /// @return an index from 0 to `ready.count() - 1`, counted from the one that waits longest
  int choose(ReadyTurns ready);

  /// First in, first out.
  static TurnOrder fifo() {
    return ready -> 0;
  }
}
