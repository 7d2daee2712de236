package dev.meanwhile.async.test.runtime;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.runtime.Stage.check;
import static dev.meanwhile.async.test.runtime.Stage.ms;
import static dev.meanwhile.async.test.runtime.Stage.turn;

import dev.meanwhile.async.AsCompleted;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.Outcome;
import dev.meanwhile.async.Retry;
import dev.meanwhile.async.ReturnWhen;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.Waited;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// What runs several things at once, or one several times: none outlives the call, and each
/// failure is seen once.
final class CombinatorScenarios {
  static final List<Scenario> ALL = List.of(
      new Scenario("gather", CombinatorScenarios::gatherAll),
      new Scenario("gather with two failures", CombinatorScenarios::gatherFailing),
      new Scenario("gatherSettled", CombinatorScenarios::settled),
      new Scenario("race", CombinatorScenarios::raceForOne),
      new Scenario("race that all lose", CombinatorScenarios::raceLost),
      new Scenario("hedge", CombinatorScenarios::hedged),
      new Scenario("retry", CombinatorScenarios::retried),
      new Scenario("waitUntil", CombinatorScenarios::waited),
      new Scenario("asCompleted", CombinatorScenarios::completed),
      new Scenario("asCompleted left early", CombinatorScenarios::completedLeftEarly),
      new Scenario("waitFor", CombinatorScenarios::waitedFor));

  private CombinatorScenarios() {}

  /// A coroutine that is counted, gives up `turns` turns and ends with `end`.
  private static <T> Coroutine<T> part(Stage stage, int turns, Callable<T> end) {
    return async(() -> stage.counted(() -> {
      for (int i = 0; i < turns; i++) {
        turn();
      }
      return end.call();
    }));
  }

  private static Callable<Integer> failure(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  private static void gatherAll(Stage stage) throws Exception {
    stage.task(() -> {
      Task<List<Integer>> all = gather(
          part(stage, 3, () -> 1), part(stage, 0, () -> 2), createTask(part(stage, 1, () -> 3)));
      List<Integer> values = await(all);
      check(values.equals(List.of(1, 2, 3)), "gathered " + values);
    });

    stage.finish();
  }

  private static void gatherFailing(Stage stage) throws Exception {
    stage.task(() -> {
      try {
        await(gather(
            part(stage, 2, failure("one")),
            part(stage, 20, () -> 0),
            part(stage, 2, failure("two"))));
        check(false, "it did not fail");
      } catch (IllegalStateException failure) {
        checkFailure(stage, failure, Set.of("one", "two"));
      }
      check(stage.active() == 0, stage.active() + " outlive their gather");
    });

    stage.finish();
  }

  /// It and those under it are among `messages`, none twice.
  private static void checkFailure(Stage stage, Throwable failure, Set<String> messages) {
    List<Throwable> failures = new ArrayList<>(List.of(failure.getSuppressed()));
    failures.add(failure);
    if (stage.isDisturbed()) {
      failures.removeIf(CancelledError.class::isInstance);
    }
    List<String> seen = failures.stream().map(Throwable::getMessage).toList();
    check(messages.containsAll(seen), "failed with " + seen);
    check(new HashSet<>(seen).size() == seen.size(), "seen twice: " + seen);
  }

  private static void settled(Stage stage) throws Exception {
    stage.task(() -> {
      List<Outcome<Integer>> outcomes = await(gatherSettled(
          part(stage, 2, () -> 1), part(stage, 1, failure("two")), part(stage, 0, () -> 3)));
      check(
          stage.isDisturbed()
              || (outcomes.get(0) instanceof Outcome.Success<Integer>(var one)
                  && one == 1
                  && outcomes.get(1) instanceof Outcome.Failure<Integer>
                  && outcomes.get(2) instanceof Outcome.Success<Integer>(var three)
                  && three == 3),
          "settled as " + outcomes);
      check(stage.active() == 0, stage.active() + " outlive their gather");
    });

    stage.finish();
  }

  /// Something that must be closed, once.
  private static final class Resource implements AutoCloseable {
    private final int[] open;
    private boolean isClosed;

    Resource(int[] open) {
      this.open = open;
      open[0]++;
    }

    @Override
    public void close() {
      check(!isClosed, "closed twice");
      isClosed = true;
      open[0]--;
    }
  }

  private static void raceForOne(Stage stage) throws Exception {
    int[] open = new int[1];
    stage.task(() -> {
      try (Resource _ = race(
          part(stage, 2, () -> new Resource(open)),
          part(stage, 2, () -> new Resource(open)),
          part(stage, 1, () -> {
            throw new IllegalStateException("out");
          }))) {
        check(open[0] == 1, open[0] + " are open after the race");
        check(stage.active() == 0, stage.active() + " outlive their race");
      }
    });

    stage.finish();

    check(open[0] == 0, open[0] + " were won by nobody and not closed");
  }

  private static void raceLost(Stage stage) throws Exception {
    stage.task(() -> {
      try {
        race(part(stage, 2, failure("one")), part(stage, 1, failure("two")));
        check(false, "somebody has won");
      } catch (IllegalStateException failure) {
        checkFailure(stage, failure, Set.of("one", "two"));
        check(failure.getSuppressed().length == 1 || stage.isDisturbed(), "one failure is lost");
      }
    });

    stage.finish();
  }

  private static void hedged(Stage stage) throws Exception {
    int[] open = new int[1];
    int[] attempts = new int[1];
    stage.task(() -> {
      Callable<Resource> attempt = () -> stage.counted(() -> {
        attempts[0]++;
        sleep(ms(20));
        turn();
        return new Resource(open);
      });
      try (Resource _ = hedge(attempt, 3, ms(10))) {
        check(open[0] == 1, open[0] + " are open after the hedge");
        check(stage.active() == 0, stage.active() + " outlive their hedge");
      }
      check(attempts[0] >= 2 && attempts[0] <= 3, attempts[0] + " attempts");
    });

    stage.finish();

    check(open[0] == 0, open[0] + " were won by nobody and not closed");
  }

  private static void retried(Stage stage) throws Exception {
    int[] attempts = new int[1];
    boolean[] isCancelled = new boolean[1];
    stage.task(() -> {
      try {
        int value = retry(Retry.attempts(4).backoff(ms(10), ms(100)), () -> {
          check(!isCancelled[0], "a cancelled one was tried again");
          attempts[0]++;
          try {
            turn();
          } catch (Error cancelled) {
            isCancelled[0] = true;
            throw cancelled;
          }
          if (attempts[0] < 3) {
            throw new IllegalStateException("attempt " + attempts[0]);
          }
          return attempts[0];
        });
        check(value == 3, "the value of attempt " + value);
      } finally {
        check(attempts[0] <= 3, attempts[0] + " attempts");
      }
    });

    stage.finish();
  }

  /// Cancels nothing, and tells of each once.
  private static void waited(Stage stage) throws Exception {
    List<Task<Integer>> tasks = new ArrayList<>();
    stage.task(() -> {
      for (int i = 0; i < 3; i++) {
        tasks.add(createTask(part(stage, i + 1, () -> 1)));
      }
      Waited<Integer> first = waitUntil(tasks, ReturnWhen.FIRST_COMPLETED);
      check(!first.done().isEmpty(), "none is done");
      check(first.done().size() + first.pending().size() == 3, "of three: " + first);
      waitUntil(tasks, ReturnWhen.ALL_COMPLETED, ms(100));
      check(tasks.stream().allMatch(Task::isDone), "not done: " + tasks);
    });

    stage.finish();
  }

  private static void completed(Stage stage) throws Exception {
    Set<Task<Integer>> seen = new HashSet<>();
    stage.task(() -> {
      for (Task<Integer> task : asCompleted(
          List.of(part(stage, 2, () -> 1), part(stage, 0, () -> 2), part(stage, 1, () -> 3)))) {
        check(task.isDone(), "not done: " + task);
        check(seen.add(task), "seen twice: " + task);
        turn();
      }
      check(seen.size() == 3, "seen " + seen);
    });

    stage.finish();
  }

  private static void completedLeftEarly(Stage stage) throws Exception {
    stage.task(() -> {
      try (AsCompleted<Integer> parts =
          asCompleted(List.of(part(stage, 1, () -> 1), part(stage, 9, () -> 2)))) {
        await(parts.iterator().next());
      }
      check(stage.active() == 0, stage.active() + " outlive their block");
    });

    stage.finish();
  }

  /// In the moment of the deadline either is right; but what was given up has ended.
  private static void waitedFor(Stage stage) throws Exception {
    stage.task(() -> {
      Task<Integer> task = createTask(() -> stage.counted(() -> {
        sleep(ms(10));
        turn();
        return 1;
      }));
      try {
        check(waitFor(task, ms(10)) == 1, "another value");
        check(task.isDone(), "a value of a task that has none");
      } catch (TimedOutException _) {
        check(task.isCancelled(), "given up and not cancelled: " + task);
      }
      check(stage.active() == 0, "it outlives its waitFor");
    });

    stage.finish();
  }
}
