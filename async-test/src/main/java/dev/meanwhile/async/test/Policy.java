package dev.meanwhile.async.test;

import dev.meanwhile.async.ReadyTurns;

/// Makes the choices of one run.
interface Policy {
  /// Who goes next of at least two that are ready.
  ///
  /// @param step the choice, counted from 0
  /// @return an index, counted from the one that waits longest
  int choose(ReadyTurns ready, int step);

  /// Why what was to be chosen did not fit the run, which is over; empty if it did.
  default String misfit() {
    return "";
  }
}
