package dev.meanwhile.async.test;

import dev.meanwhile.async.OutsidePolicy;

/// What surrounds the program in each run of an exploration.
///
/// @param outside what becomes of `blocking` and `offload`
record World(OutsidePolicy outside) {
  static final World PLAIN = new World(OutsidePolicy.INLINE);
}
