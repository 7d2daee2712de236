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
import java.util.function.Consumer;
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
    try {
      run(body, choices, programSeed, outside, observer, report -> {
        Throwable error = report.error();
        if (error != null && isFailure(report.kind())) {
          reported.add(error);
        }
      });
    } catch (Throwable failure) {
      return new Attempt(choices, failure);
    }
    return new Attempt(choices, reported.isEmpty() ? null : reported.getFirst());
  }

  static <T extends @Nullable Object> T run(
      Callable<T> body,
      Choices choices,
      long programSeed,
      OutsidePolicy outside,
      @Nullable TurnObserver observer,
      Consumer<LoopReport> reports) {
    Runner.Builder options = Runner.builder()
        .name("simulation")
        .clock(LoopClock.virtual())
        .random(new SplittableRandom(programSeed))
        .order(choices)
        .outside(outside)
        .reports(reports);
    if (observer != null) {
      options.observer(observer);
    }
    try (Runner runner = options.open()) {
      return runner.run(body);
    }
  }

  private static boolean isFailure(LoopReport.Kind kind) {
    return kind == LoopReport.Kind.UNSEEN_FAILURE || kind == LoopReport.Kind.CALLBACK_FAILURE;
  }
}
