package dev.meanwhile.async;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for every program: see [RandomProgram]. Promise 4 of the loop.
///
/// A failure names its seed; `-Dmeanwhile.seed=...` begins with that one.
final class RandomProgramTest {
  private static final int SOME = 2_000;
  private static final int MANY = 100_000;

  @Test
  void programs_ofSomeSeeds_balance() {
    checkFrom(Long.getLong("meanwhile.seed", 0), SOME);
  }

  @Test
  @Tag("stress")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void programs_ofManySeeds_balance() {
    checkFrom(Long.getLong("meanwhile.seed", System.nanoTime()), MANY);
  }

  private static void checkFrom(long first, int seeds) {
    for (long seed = first; seed < first + seeds; seed++) {
      RandomProgram.check(seed, false);
      RandomProgram.check(seed, true);
    }
  }
}
