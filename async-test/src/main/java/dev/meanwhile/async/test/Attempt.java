package dev.meanwhile.async.test;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.test.world.WorldTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One run of a program, on a loop of its own.
///
/// A failure that nobody looked at, or of a callback, counts as the program's. Where waits are
/// cancelled, what is left behind counts too, and a cancellation that comes out does not.
final class Attempt<T extends @Nullable Object> {
  private final Callable<T> body;
  private final Plan plan;
  private final World world;
  private final Choices choices;
  private final CancelAtWait waits;
  private final FaultPoints faults;
  private final WorldTimers timers = new WorldTimers();

  // To be told of every turn costs more than the turn.
  private final boolean isWatched;
  private final List<LoopReport> reported = new CopyOnWriteArrayList<>();
  private @Nullable Throwable failure;

  private Attempt(Callable<T> body, Plan plan, World world, @Nullable Witness shown) {
    this.body = body;
    this.plan = plan;
    this.world = world;
    Turns turns = turns(plan, world, shown);
    this.choices = new Choices(plan.policy(), turns);
    this.waits = new CancelAtWait(plan, turns, shown);
    this.faults = new FaultPoints(world, choices, plan.programSeed(), turns, shown);
    this.isWatched = shown != null || turns != null || isCancelling();
  }

  /// Names are kept only where they are asked for: they take time.
  private static @Nullable Turns turns(Plan plan, World world, @Nullable Witness shown) {
    if (plan.policy() instanceof Remembered remembered) {
      return remembered.turns();
    }
    return shown == null && !world.hasDelays() ? null : new Turns();
  }

  /// Runs `body` and keeps what it fails with.
  ///
  /// @throws IllegalStateException if the calling thread is interrupted, which ends the program
  ///     for no reason of its own; the interrupt stays
  static Attempt<?> of(Callable<?> body, Plan plan, World world, @Nullable Witness shown) {
    Attempt<?> attempt = new Attempt<>(body, plan, world, shown);
    try {
      attempt.run();
    } catch (Throwable failure) {
      if (!attempt.isExpected(failure)) {
        attempt.failure = failure;
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException(
          "the thread that runs the simulation was interrupted", attempt.failure);
    }
    return attempt;
  }

  /// Runs `body` once more; what it fails with is thrown.
  ///
  /// @throws IllegalStateException if the plan did not fit the run
  static <T extends @Nullable Object> T again(Callable<T> body, Plan plan, World world) {
    Attempt<T> attempt = new Attempt<>(body, plan, world, null);
    T value = attempt.run();
    String misfit = attempt.misfit();
    if (!misfit.isEmpty()) {
      throw new IllegalStateException("the schedule no longer fits: " + misfit);
    }
    return value;
  }

  private String misfit() {
    return plan.cancelAt() != Plan.CANCEL_TOLD && plan.cancelAt() > waits.waits()
        ? "the run ended before wait " + plan.cancelAt()
        : plan.policy().misfit();
  }

  /// What was chosen.
  Choices choices() {
    return choices;
  }

  /// How many waits there were.
  int waits() {
    return waits.waits();
  }

  /// The run as a file tells it, if it is one that is shown.
  ScheduleFile file() {
    List<ScheduleFile.Line> lines = new ArrayList<>(choices.lines());
    ScheduleFile.Line cancel = waits.line();
    if (cancel != null) {
      lines.add(cancel);
    } else if (isCancelling()) {
      lines.add(new ScheduleFile.Line.Cancel("nobody", 0));
    }
    return new ScheduleFile(plan.programSeed(), lines);
  }

  /// What the program failed with; null if it did not.
  @Nullable
  Throwable failure() {
    return failure;
  }

  private T run() {
    Callable<T> ending;
    Runner.Builder options = options(plan.programSeed())
        .order(choices)
        .outside(world.outside())
        .turnLimit(world.turns())
        .reports(reported::add);
    if (isWatched) {
      options.observer(waits);
    }
    if (world.isPreemptive() || !world.faults().isEmpty()) {
      options.faults(faults);
    }
    try (Runner runner = options.open()) {
      ending = runMain(runner);
      waits.end();
      if (isCancelling()) {
        Leaks.check(runner, timers);
      }
    }
    throwReported();
    try {
      return ending.call();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Runs the main task.
  ///
  /// @return what gives its value, or throws its cancellation
  private Callable<T> runMain(Runner runner) {
    try {
      T value = runner.run(() -> {
        timers.use();
        return body.call();
      });
      return () -> value;
    } catch (CancelledError cancelled) {
      if (!isExpected(cancelled)) {
        throw cancelled;
      }
      return () -> {
        throw cancelled;
      };
    } finally {
      faults.end();
    }
  }

  private void throwReported() {
    for (LoopReport report : reported) {
      Throwable error = report.error();
      if (report.kind() == LoopReport.Kind.LEFT_BEHIND && isCancelling()) {
        throw new AssertionError(report.message(), error);
      }
      if (error == null || !isFailure(report.kind()) || isExpected(error)) {
        continue;
      }
      if (error instanceof Error unchecked) {
        throw unchecked;
      }
      throw error instanceof RuntimeException unchecked
          ? unchecked
          : new CompletionException(error);
    }
  }

  private static boolean isFailure(LoopReport.Kind kind) {
    return kind == LoopReport.Kind.UNSEEN_FAILURE || kind == LoopReport.Kind.CALLBACK_FAILURE;
  }

  private boolean isCancelling() {
    return plan.cancelAt() != Schedule.NO_CANCEL;
  }

  /// Whether it is the cancellation that this run is about.
  private boolean isExpected(Throwable thrown) {
    return plan.cancelAt() > 0
        && (thrown instanceof CancelledError
            || (thrown instanceof CompletionException
                && thrown.getCause() instanceof CancelledError));
  }

  /// What all loops of simulations have in common.
  static Runner.Builder options(long programSeed) {
    return Runner.builder()
        .name("simulation")
        .clock(LoopClock.virtual())
        .random(new SplittableRandom(programSeed));
  }
}
