package dev.meanwhile.async.test.runtime;

import static dev.meanwhile.async.Async.allTasks;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.waitUntil;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.ReturnWhen;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future.State;

/// What one run of a [Scenario] stands on: its tasks, and whether one of them was cancelled.
final class Stage {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final List<Task<?>> tasks = new ArrayList<>();
  private boolean isDisturbed;
  private boolean isOver;
  private int active;

  /// Starts a task of the scenario.
  Task<?> task(Action body) {
    Task<?> task = createTask(body);
    tasks.add(task);
    return task;
  }

  /// Runs a block and counts it as active meanwhile.
  <T> T counted(Callable<T> body) throws Exception {
    active++;
    try {
      return body.call();
    } finally {
      active--;
    }
  }

  /// How many counted blocks have begun and not ended.
  int active() {
    return active;
  }

  /// One of the tasks is about to be cancelled by somebody who has no part in the scenario.
  void disturb() {
    isDisturbed = true;
  }

  boolean isDisturbed() {
    return isDisturbed;
  }

  /// Whether [#finish] has begun to end what is left.
  boolean isOver() {
    return isOver;
  }

  /// Waits until all is quiet, then for the end of all tasks; what still waits because another
  /// was cancelled is cancelled, too. A failure of a task is thrown.
  void finish() throws Exception {
    finish(() -> {});
  }

  /// As [#finish()], with something to check while all is quiet: nobody waits for what is there.
  void finish(Action whileQuiet) throws Exception {
    waitUntil(tasks, ReturnWhen.ALL_COMPLETED, LONG);
    isOver = true;
    whileQuiet.run();
    List<Task<?>> waiting = tasks.stream().filter(task -> !task.isDone()).toList();
    check(isDisturbed || waiting.isEmpty(), "still waiting: " + waiting);
    waiting.forEach(Task::cancel);
    waitUntil(tasks, ReturnWhen.ALL_COMPLETED, LONG);
    for (Task<?> task : tasks) {
      check(task.isDone(), "did not end when it was cancelled: " + task);
      if (task.state() == State.FAILED && !isCutOff(task.exceptionNow())) {
        throw new AssertionError("a task failed", task.exceptionNow());
      }
    }
    sleep(ms(1)); // what was cancelled, and waited for by nobody, unwinds
    check(active == 0, active + " blocks still active");
    check(allTasks().size() == 1, "left over: " + allTasks());
  }

  /// Who awaits a task that somebody cancels fails with that cancellation.
  private boolean isCutOff(Throwable failure) {
    return isDisturbed && failure instanceof CancelledError;
  }

  static void turn() {
    sleep(Duration.ZERO);
  }

  static Duration ms(int count) {
    return Duration.ofMillis(count);
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
