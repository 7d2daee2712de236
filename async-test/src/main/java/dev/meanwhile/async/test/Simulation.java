package dev.meanwhile.async.test;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.DeadlockError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
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

  /// Runs `body` over many schedules, each run on a loop of its own, until one fails or the
  /// exploration is over. A failure that nobody looked at counts, too.
  ///
  /// The first failing run is shrunk to the fewest deviations from first-in-first-out that still
  /// fail, and shown as an interleaving.
  ///
  /// {@snippet :
  /// Simulation.explore(Exploration.random(1).runs(5_000), () -> {
  ///   Account account = new Account(100);
  ///   await(gather(async(() -> account.withdraw(100)), async(() -> account.withdraw(100))));
  ///   assertEquals(0, account.balance());
  ///   return null;
  /// });
  /// }
  ///
  /// @return what was seen, if no run failed
  /// @throws SimulationFailure with the program's own failure as its cause, if one did
  public static ExplorationReport explore(Exploration exploration, Callable<?> body) {
    Objects.requireNonNull(exploration, "exploration");
    return new Explorer(exploration, Objects.requireNonNull(body, "body"), InstantSource.system())
        .explore();
  }

  /// As [#explore(Exploration, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static ExplorationReport explore(Exploration exploration, Action body) {
    Objects.requireNonNull(body, "body");
    return explore(exploration, callable(body));
  }

  /// Runs `body` twice under each schedule of `exploration`, and compares turn by turn what
  /// happened: when, who, and what it waited for. Only what is the same both times can be
  /// replayed. Of an exhaustive exploration, and of one that cancels everywhere, only the run in
  /// first-in-first-out order is made.
  ///
  /// How the program ends is compared as well; one that fails in the same way twice passes.
  ///
  /// @return a hash of all that happened: the same again, in this JVM or another one, as long as
  ///     neither the program nor the library changes
  /// @throws AssertionError showing the first difference
  public static long checkDeterminism(Exploration exploration, Callable<?> body) {
    Objects.requireNonNull(exploration, "exploration");
    return new DeterminismCheck(exploration, Objects.requireNonNull(body, "body")).check();
  }

  /// As [#checkDeterminism(Exploration, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static long checkDeterminism(Exploration exploration, Action body) {
    Objects.requireNonNull(body, "body");
    return checkDeterminism(exploration, callable(body));
  }

  /// Runs the one run again that a [SimulationFailure] told the seed of. What it throws is thrown
  /// as [#run(Callable)] does.
  ///
  /// @throws IllegalArgumentException if no failure can have told that seed, or the run has too
  ///     many deviations for one: then use its schedule
  public static <T extends @Nullable Object> T replay(long seed, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, new Token(seed).plan(), World.PLAIN);
  }

  /// As [#replay(long, Callable)], with what surrounded the program in that exploration: its
  /// faults, its preemption and its policy for the outside.
  public static <T extends @Nullable Object> T replay(
      long seed, Exploration exploration, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, new Token(seed).plan(), exploration.world());
  }

  /// As [#replay(long, Exploration, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(long seed, Exploration exploration, Action body) {
    Objects.requireNonNull(body, "body");
    replay(seed, exploration, callable(body));
  }

  /// As [#replay(long, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(long seed, Action body) {
    Objects.requireNonNull(body, "body");
    replay(seed, callable(body));
  }

  /// Runs a schedule again, full or shrunk, as a [SimulationFailure] told it.
  ///
  /// @throws IllegalArgumentException if that is no schedule
  /// @throws IllegalStateException saying at which step, if the program has changed so that the
  ///     schedule no longer fits, and it did not fail
  public static <T extends @Nullable Object> T replay(String schedule, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, Schedule.parse(schedule).plan(), World.PLAIN);
  }

  /// As [#replay(String, Callable)], with what surrounded the program in that exploration: its
  /// faults, its preemption and its policy for the outside.
  public static <T extends @Nullable Object> T replay(
      String schedule, Exploration exploration, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, Schedule.parse(schedule).plan(), exploration.world());
  }

  /// As [#replay(String, Exploration, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(String schedule, Exploration exploration, Action body) {
    Objects.requireNonNull(body, "body");
    replay(schedule, exploration, callable(body));
  }

  /// As [#replay(String, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(String schedule, Action body) {
    Objects.requireNonNull(body, "body");
    replay(schedule, callable(body));
  }

  /// Waits until no other task can go on without time moving. To be called in a simulation.
  ///
  /// {@snippet :
  /// server.refresh();          // starts tasks of its own
  /// Simulation.settle();       // they have done what they can do now
  /// assertEquals(1, server.requests());
  /// }
  ///
  /// @throws IllegalStateException if the caller is no task on virtual time
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public static void settle() {
    EventLoop.current().settle();
  }

  /// Moves the clock by `step`: what falls due until then happens at its time, and then all
  /// [settle][#settle]. To be called in a simulation.
  ///
  /// @throws IllegalArgumentException if `step` is negative
  /// @throws IllegalStateException if the caller is no task on virtual time
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public static void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + step);
    }
    settle(); // first, so that what others begin now counts from now
    if (step.isPositive()) {
      Async.sleep(step);
      settle();
    }
  }

  /// Runs a schedule again that [SimulationFailure#saveTo] has written, with what surrounded the
  /// program in that exploration. A wait or a task more elsewhere does no harm.
  ///
  /// @throws IllegalArgumentException if the file is no schedule
  /// @throws IllegalStateException saying which of its lines no longer fit, and why, if the
  ///     program did not fail
  /// @throws UncheckedIOException if it cannot be read
  public static <T extends @Nullable Object> T replay(
      Path file, Exploration exploration, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, read(file).plan(), exploration.world());
  }

  /// As [#replay(Path, Exploration, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(Path file, Exploration exploration, Action body) {
    Objects.requireNonNull(body, "body");
    replay(file, exploration, callable(body));
  }

  /// As [#replay(Path, Exploration, Callable)], for an exploration without faults, preemption or
  /// another policy for the outside.
  public static <T extends @Nullable Object> T replay(Path file, Callable<T> body) {
    Objects.requireNonNull(body, "body");
    return Attempt.again(body, read(file).plan(), World.PLAIN);
  }

  /// As [#replay(Path, Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public static void replay(Path file, Action body) {
    Objects.requireNonNull(body, "body");
    replay(file, callable(body));
  }

  private static ScheduleFile read(Path file) {
    try {
      return ScheduleFile.parse(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the schedule in " + file, failure);
    }
  }

  private static Callable<@Nullable Void> callable(Action body) {
    return () -> {
      body.run();
      return null;
    };
  }

  private static Runner open() {
    return Attempt.options(Token.PROGRAM_SEED).open();
  }
}
