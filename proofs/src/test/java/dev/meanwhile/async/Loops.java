package dev.meanwhile.async;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Loops that are opened and never run: what other threads do to their objects ends in the
/// inbox.
final class Loops {
  private Loops() {}

  static Loop idle(List<LoopReport> reports) {
    Duration second = Duration.ofSeconds(1);
    return new Loop(new RunnerOptions(
        false,
        "proof",
        second,
        second,
        second,
        LoopClock.system(),
        Carrier.SHARED,
        null,
        null,
        null,
        new SplittableRandom(1),
        OutsidePolicy.INLINE,
        Long.MAX_VALUE,
        reports::add,
        null,
        second,
        false));
  }
}
