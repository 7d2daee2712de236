package dev.meanwhile.async;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What holds for every program: see [RandomProgram]. Promise 4 of the loop.
final class RandomProgramTest {
  @Test
  void programs_ofSomeSeeds_balance() {
    for (long seed = 0; seed < 150; seed++) {
      RandomProgram.check(seed, false);
      RandomProgram.check(seed, true);
    }
  }

  /// `-Dmeanwhile.seed=...` begins with that seed; a failure names its own.
  @Test
  @Tag("stress")
  void programs_ofManySeeds_balance() {
    long first = Long.getLong("meanwhile.seed", System.nanoTime());
    for (long seed = first; seed < first + 20_000; seed++) {
      RandomProgram.check(seed, false);
      RandomProgram.check(seed, true);
    }
  }
}
