package dev.meanwhile.async;

/// Those who are ready for a turn, oldest first, as a [TurnOrder] sees them. Valid during the
/// call only.
public interface ReadyTurns {
  /// How many there are; at least 1.
  int count();

  /// Who the one at `index` is: a number that a task keeps for its life, and a callback of its
  /// own has too. The same program in the same order gives the same numbers in every run.
  ///
  /// @param index counted from the one that waits longest
  long identity(int index);
}
