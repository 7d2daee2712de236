package dev.meanwhile.async.test;

import dev.meanwhile.async.OutsidePolicy;
import java.util.List;

/// What surrounds the program in each run of an exploration.
///
/// @param outside what becomes of `blocking` and `offload`
/// @param faults what may go wrong
/// @param isPreemptive whether a task may lose its turn at a fault point
/// @param turns how many a run may take
record World(OutsidePolicy outside, List<Faults> faults, boolean isPreemptive, long turns) {
  private static final long DEFAULT_TURNS = 1_000_000;

  static final World PLAIN = new World(OutsidePolicy.INLINE, List.of(), false, DEFAULT_TURNS);

  World {
    faults = List.copyOf(faults);
  }

  World with(OutsidePolicy other) {
    return new World(other, faults, isPreemptive, turns);
  }

  World with(Faults... others) {
    return new World(outside, List.of(others), isPreemptive, turns);
  }

  World preemptive() {
    return new World(outside, faults, true, turns);
  }

  World with(long limit) {
    return new World(outside, faults, isPreemptive, limit);
  }

  /// Whether a task may be delayed at a fault point.
  boolean hasDelays() {
    return faults.stream().anyMatch(fault -> fault.effect() instanceof Faults.Effect.Delaying);
  }
}
