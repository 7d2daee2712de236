package dev.meanwhile.async.test;

import dev.meanwhile.async.OutsidePolicy;
import java.util.List;

/// What surrounds the program in each run of an exploration.
///
/// @param outside what becomes of `blocking` and `offload`
/// @param faults what may go wrong
/// @param isPreemptive whether a task may lose its turn at a fault point
record World(OutsidePolicy outside, List<Faults> faults, boolean isPreemptive) {
  static final World PLAIN = new World(OutsidePolicy.INLINE, List.of(), false);

  World {
    faults = List.copyOf(faults);
  }
}
