package dev.meanwhile.async;

import java.time.Instant;
import java.time.InstantSource;

/// The time that a loop lives by: the machine's, or a virtual one for tests and demonstrations.
///
/// Virtual time moves only when every task waits, and then jumps to the next timer, so an hour
/// of sleeping takes no time at all and always ends in the same order. There is no outside then:
/// bodies of `blocking` and `offload` run inline and take no time, a completion from a foreign
/// thread fails the run, and a run in which nothing can happen any more ends with a
/// [DeadlockError].
public abstract sealed class LoopClock permits SystemClock, VirtualClock {
  LoopClock() {}

  /// The machine's clock.
  public static LoopClock system() {
    return new SystemClock();
  }

  /// A virtual clock that starts at the first instant of 2025 in UTC. For one loop.
  public static LoopClock virtual() {
    return virtual(Instant.parse("2025-01-01T00:00:00Z"));
  }

  /// A virtual clock that starts at `start`. For one loop.
  public static LoopClock virtual(Instant start) {
    return new VirtualClock(start);
  }

  /// Nanoseconds since the clock was made; never goes back.
  abstract long nanos();

  /// The time of day as programs of the loop should see it.
  abstract InstantSource instants();

  abstract boolean isVirtual();

  /// Moves a virtual clock on to `nanos`.
  abstract void jump(long nanos);

  /// The machine's monotonic clock, for threads outside the loop.
  long realNanos() {
    return System.nanoTime();
  }
}
