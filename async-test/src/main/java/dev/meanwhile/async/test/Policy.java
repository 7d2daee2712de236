package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;

/// Makes the choices of one run.
interface Policy {
  /// Who goes next of at least two that are ready.
  ///
  /// @param step the choice, counted from 0
  /// @return an index, counted from the one whose turn it would be by itself
  int choose(ReadyTurns ready, int step);

  /// Whether something that need not happen does.
  ///
  /// @param step the choice, counted with those of who goes next
  boolean happens(Spot spot, double probability, int step);

  /// As [#choose], for a task that may lose its turn at a fault point: it is the first one.
  default int preempt(Spot spot, ReadyTurns ready, int step) {
    return choose(ready, step);
  }

  /// Somebody has a turn, chosen or because nobody else was ready.
  default void took(long identity) {}

  /// Why what was to be chosen did not fit the run, which is over; empty if it did.
  default String misfit() {
    return "";
  }
}
