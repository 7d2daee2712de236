package dev.meanwhile.async.test;

import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.OutsidePolicy;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.TurnObserver;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One run of a program, on a loop of its own.
///
/// @param choices what was chosen
/// @param failure what the program failed with; null if it did not
record Attempt(Choices choices, @Nullable Throwable failure) {
  /// Runs `body`. A failure that nobody looked at, or of a callback, counts as the program's.
  static Attempt of(
      Callable<?> body,
      Policy policy,
      long programSeed,
      OutsidePolicy outside,
      @Nullable TurnObserver observer) {
    Choices choices = new Choices(policy);
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    Runner.Builder options = options(programSeed)
        .order(choices)
        .outside(outside)
        .reports(report -> {
          Throwable error = report.error();
          if (error != null && isFailure(report.kind())) {
            reported.add(error);
          }
        });
    if (observer != null) {
      options.observer(observer);
    }
    try (Runner runner = options.open()) {
      runner.run(body);
    } catch (Throwable failure) {
      return new Attempt(choices, failure);
    }
    return new Attempt(choices, reported.isEmpty() ? null : reported.getFirst());
  }

  /// Runs `body` once more; what it throws is thrown.
  static <T extends @Nullable Object> T again(Callable<T> body, Policy policy, long programSeed) {
    try (Runner runner = options(programSeed).order(new Choices(policy)).open()) {
      return runner.run(body);
    }
  }

  /// What all loops of simulations have in common.
  static Runner.Builder options(long programSeed) {
    return Runner.builder()
        .name("simulation")
        .clock(LoopClock.virtual())
        .random(new SplittableRandom(programSeed));
  }

  private static boolean isFailure(LoopReport.Kind kind) {
    return kind == LoopReport.Kind.UNSEEN_FAILURE || kind == LoopReport.Kind.CALLBACK_FAILURE;
  }
}
