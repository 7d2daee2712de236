package dev.meanwhile.async.test;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.DeadlockError;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.Runner;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Runs programs on a virtual clock: time moves only when every task waits, and then jumps to
/// the next timer. An hour of sleeping takes no time, and the order of events is the same in
/// every run.
///
/// ```java
/// @Test
/// void sleep_twoTasks_endInOrderOfTheirDeadlines() {
///   List<String> log = Simulation.run(() -> { ... sleep(Duration.ofHours(1)); ... });
/// }
/// ```
///
/// There is no outside: bodies of `blocking` and `offload` run inline and take no time, a
/// completion from a foreign thread fails the run and names the thread, and a run in which
/// nothing can happen any more ends with a [DeadlockError] that shows who waits for what.
public final class Simulation {
  /// The seed of the loop's randomness, always the same.
  private static final long SEED = 0x6d65616e7768696cL;

  private Simulation() {}

  /// Runs `body` as the main task of a new loop on virtual time, and gives its result.
  ///
  /// What it throws is thrown as [dev.meanwhile.async.Async#run] does.
  ///
  /// @throws DeadlockError if nothing can happen any more
  public static <T extends @Nullable Object> T run(Callable<T> body) {
    try (Runner runner = open()) {
      return runner.run(body);
    }
  }

  /// As [#run(Callable)], for a block without a result.
  @SuppressWarnings("overloads") // the twin for blocks that return nothing
  public static void run(Action body) {
    try (Runner runner = open()) {
      runner.run(body);
    }
  }

  private static Runner open() {
    return Runner.builder()
        .name("simulation")
        .clock(LoopClock.virtual())
        .random(new SplittableRandom(SEED))
        .open();
  }
}
