package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Runs a small program again and again, and each time cancels one of its tasks at another point:
/// before each turn of the loop, so before, while and after each of the task's waits is served.
/// Whatever the point, the cancelled task ends, all others end as if it had never been there, and
/// the program's own account balances.
final class CancelEverywhere {
  private final Supplier<? extends Program> programs;

  private CancelEverywhere(Supplier<? extends Program> programs) {
    this.programs = programs;
  }

  /// A program, for one run.
  interface Program {
    /// Starts its tasks. It runs as the main task, which is never cancelled.
    List<Task<?>> start();

    /// Called when all are done.
    void verify();
  }

  static void check(Supplier<? extends Program> programs) {
    new CancelEverywhere(programs).check();
  }

  private void check() {
    int victims = 1;
    for (int victim = 0; victim < victims; victim++) {
      int turns = 1;
      for (int turn = 1; turn <= turns; turn++) {
        Run run = new Run(programs.get(), victim, turn);
        try {
          run.run();
        } catch (Throwable failure) {
          throw new AssertionError(
              "task " + victim + " was cancelled before turn " + turn, failure);
        }
        victims = run.tasks.size();
        turns = run.turns;
      }
    }
    assertThat(victims).as("tasks to cancel").isGreaterThan(1);
  }

  private static final class Run {
    private final Program program;
    private final int victim;
    private final int turn;
    private final List<Task<?>> tasks = new ArrayList<>();
    private int turns;

    Run(Program program, int victim, int turn) {
      this.program = program;
      this.victim = victim;
      this.turn = turn;
    }

    void run() {
      try (TestLoop loop = TestLoop.virtual(options -> options.order(this::choose))) {
        loop.run(() -> {
          tasks.addAll(program.start());
          boolean isOver = moveOnAfter(ms(10_000), () -> {
            for (Task<?> task : tasks) {
              ignoreFailure(task::await);
              // A time limit that ends the wait is no failure of the task.
              sleep(ms(0));
            }
          });
          assertThat(isOver).as("all ended: " + tasks).isTrue();
          for (int i = 0; i < tasks.size(); i++) {
            if (i != victim) {
              // Throws its failure.
              tasks.get(i).resultNow();
            }
          }
          program.verify();
        });
      }
    }

    private int choose(ReadyTurns ready) {
      turns++;
      if (turns == turn && victim < tasks.size()) {
        tasks.get(victim).cancel();
      }
      return 0;
    }
  }
}
