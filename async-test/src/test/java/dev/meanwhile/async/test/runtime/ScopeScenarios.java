package dev.meanwhile.async.test.runtime;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.runtime.Stage.check;
import static dev.meanwhile.async.test.runtime.Stage.ms;
import static dev.meanwhile.async.test.runtime.Stage.turn;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.ContextVar;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.FlowItems;
import dev.meanwhile.async.Flows;
import dev.meanwhile.async.GroupOptions;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;

/// Groups, timeouts, shields; promises, variables and streams.
final class ScopeScenarios {
  static final List<Scenario> ALL = List.of(
      new Scenario("group", ScopeScenarios::group),
      new Scenario("group with a limit", ScopeScenarios::groupWithLimit),
      new Scenario("group with failures", ScopeScenarios::groupFailing),
      new Scenario("supervised group", ScopeScenarios::groupSupervised),
      new Scenario("group stopped with grace", ScopeScenarios::groupStopped),
      new Scenario("timeout", ScopeScenarios::timedOut),
      new Scenario("moveOnAfter", ScopeScenarios::movedOn),
      new Scenario("shielded", ScopeScenarios::shieldedBlock),
      new Scenario("shield", ScopeScenarios::shieldedTask),
      new Scenario("promise", ScopeScenarios::promise),
      new Scenario("context variable", ScopeScenarios::contextVariable),
      new Scenario("flow", ScopeScenarios::flow),
      new Scenario("flow left early", ScopeScenarios::flowLeftEarly));

  private ScopeScenarios() {}

  private static void turns(int count) {
    for (int i = 0; i < count; i++) {
      turn();
    }
  }

  /// None outlives its group, which gives the body's value.
  private static void group(Stage stage) throws Exception {
    int[] done = new int[1];
    stage.task(() -> {
      try {
        int value = taskGroup(group -> {
          for (int i = 0; i < 3; i++) {
            int count = i;
            group.start(() -> stage.counted(() -> {
              turns(count);
              group.start(() -> stage.counted(() -> ++done[0]));
              return count;
            }));
          }
          turn();
          return 7;
        });
        check(value == 7, "gave " + value);
        check(done[0] == 3 || stage.isDisturbed(), done[0] + " of three are done");
      } finally {
        check(stage.active() == 0, stage.active() + " outlive their group");
      }
    });

    stage.finish();
  }

  private static void groupWithLimit(Stage stage) throws Exception {
    int[] done = new int[1];
    stage.task(() -> {
      taskGroup(GroupOptions.defaults().withLimit(2), group -> {
        for (int i = 0; i < 5; i++) {
          int count = i % 3;
          group.start(() -> stage.counted(() -> {
            check(stage.active() <= 2, stage.active() + " at a time");
            turns(count);
            return ++done[0];
          }));
        }
      });
      check(done[0] == 5 || stage.isDisturbed(), done[0] + " of five are done");
    });

    stage.finish();
  }

  /// The first failure is thrown, the second under it if there was one.
  private static void groupFailing(Stage stage) throws Exception {
    stage.task(() -> {
      try {
        taskGroup(group -> {
          for (String name : List.of("one", "two")) {
            group.start(() -> stage.counted(() -> {
              turn();
              throw new IllegalStateException(name);
            }));
          }
          group.start(() -> stage.counted(() -> {
            sleep(ms(1_000));
            return "late";
          }));
          turns(2);
        });
        check(stage.isDisturbed(), "it did not fail");
      } catch (IllegalStateException failure) {
        for (Throwable suppressed : failure.getSuppressed()) {
          check(suppressed instanceof IllegalStateException, "under it: " + suppressed);
          check(
              !Objects.equals(suppressed.getMessage(), failure.getMessage()),
              "a failure under itself");
        }
      } finally {
        check(stage.active() == 0, stage.active() + " outlive their group");
      }
    });

    stage.finish();
  }

  private static void groupSupervised(Stage stage) throws Exception {
    stage.task(() -> {
      List<Task<Integer>> tasks = new ArrayList<>();
      taskGroup(GroupOptions.defaults().supervised(), group -> {
        for (int i = 0; i < 3; i++) {
          int number = i;
          tasks.add(group.start(() -> stage.counted(() -> {
            turns(number);
            return 6 / number;
          })));
        }
      });
      Throwable failure = null;
      for (Task<Integer> task : tasks) {
        if (task.state() == Task.State.FAILED) {
          failure = task.exceptionNow();
        }
      }
      check(failure instanceof ArithmeticException || stage.isDisturbed(), "failed: " + failure);
    });

    stage.finish();
  }

  /// Who ends in time ends by itself, the others are stopped, and the body goes on.
  private static void groupStopped(Stage stage) throws Exception {
    int[] ended = new int[2];
    stage.task(() -> {
      String value = taskGroup(group -> {
        for (int limit : new int[] {5, 10, 1_000}) {
          group.start(() -> stage.counted(() -> {
            try {
              sleep(ms(limit));
              return ended[0]++;
            } catch (CancelledError cancelled) {
              cleanUp();
              ended[1]++;
              throw cancelled;
            }
          }));
        }
        turn();
        group.stop(ms(10));
        return "value";
      });
      check(value.equals("value"), "gave " + value);
      check(stage.active() == 0, stage.active() + " outlive their group");
      check(ended[0] >= 1 && ended[0] <= 2 || stage.isDisturbed(), ended[0] + " ended in time");
    });

    stage.finish();
  }

  /// Cleans up: the scope is cancelled, so this waits under a shield.
  private static void cleanUp() {
    shielded(() -> turns(10));
  }

  /// Value or timeout; afterwards the scope is as before.
  private static void timedOut(Stage stage) throws Exception {
    for (int limit : new int[] {9, 10, 11}) {
      stage.task(() -> {
        try {
          int value = timeout(
              ms(limit),
              () -> stage.counted(() -> {
                sleep(ms(10));
                turn();
                return 1;
              }));
          check(value == 1 && limit >= 10, "in time by " + limit + " ms");
        } catch (TimedOutException _) {
          check(limit <= 10, "too late by " + limit + " ms");
        }
        check(stage.isDisturbed() || !CancelScope.current().isCancelled(), "still cancelled");
        turn();
      });
    }

    stage.finish();
  }

  /// The inner deadline ends the inner block only, the outer one both.
  private static void movedOn(Stage stage) throws Exception {
    stage.task(() -> {
      boolean[] isInnerDone = new boolean[1];
      Optional<String> outer = moveOnAfter(ms(20), () -> {
        isInnerDone[0] = moveOnAfter(ms(10), () -> sleep(ms(1_000)));
        sleep(ms(10));
        return "value";
      });
      check(!isInnerDone[0], "a second in ten milliseconds");
      check(outer.isEmpty() || outer.get().equals("value"), "gave " + outer);
      turn();
    });

    stage.finish();
  }

  /// The block comes to its end, and the next wait throws.
  private static void shieldedBlock(Stage stage) throws Exception {
    int[] steps = new int[2];
    Task<?> task = stage.task(() -> {
      shielded(() -> {
        steps[0]++;
        turns(3);
        steps[1]++;
      });
      turns(5);
    });
    EventLoop.current().callSoon(task::cancel);

    stage.finish();

    check(steps[0] == steps[1], "a shielded block was cut off");
  }

  /// Cancelling the one who waits leaves the task alone.
  private static void shieldedTask(Stage stage) throws Exception {
    Task<?> inner = stage.task(() -> stage.counted(() -> {
      turns(4);
      return 1;
    }));
    Task<?> waiter = stage.task(() -> {
      await(shield(inner));
    });
    EventLoop.current().callSoon(waiter::cancel);

    stage.finish();

    check(stage.isDisturbed() || !inner.isCancelled(), "the shield let the cancel through");
  }

  /// The first to complete it counts; all who wait get that.
  private static void promise(Stage stage) throws Exception {
    Promise<Integer> promise = EventLoop.current().createPromise();
    List<Integer> accepted = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      int value = i;
      stage.task(() -> {
        int got = await(promise);
        check(accepted.equals(List.of(got)), "got " + got + " of " + accepted);
      });
      stage.task(() -> {
        turn();
        if (promise.complete(value)) {
          accepted.add(value);
        }
      });
    }

    stage.finish();

    check(accepted.size() <= 1, "completed with " + accepted);
  }

  /// A task starts with its parent's values; what it sets is its own.
  private static void contextVariable(Stage stage) throws Exception {
    ContextVar<String> variable = ContextVar.of("none");
    for (String name : List.of("a", "b")) {
      stage.task(() -> {
        variable.set(name);
        taskGroup(group -> {
          group.start(() -> {
            turn();
            check(variable.get().equals(name), "the child of " + name + " sees " + variable.get());
            variable.set(name + name);
            turn();
            check(variable.get().equals(name + name), "its own is " + variable.get());
          });
          turn();
          EventLoop.current()
              .callSoon(() -> check(variable.get().equals(name), "a callback of " + name));
        });
        check(variable.get().equals(name), name + " sees " + variable.get());
      });
    }

    stage.finish();

    check(variable.get().equals("none"), "main sees " + variable.get());
  }

  /// All that is emitted comes, in order, and never more than was asked for.
  private static void flow(Stage stage) throws Exception {
    int[] emitted = new int[1];
    List<Integer> received = new ArrayList<>();
    stage.task(() -> {
      try (FlowItems<Integer> items = Flows.items(numbers(stage, emitted), 2)) {
        for (int item : items) {
          received.add(item);
          check(emitted[0] <= received.size() + 2, emitted[0] + " emitted, " + received);
          turn();
        }
      }
    });

    stage.finish();

    List<Integer> all = List.of(1, 2, 3, 4, 5);
    check(received.equals(all.subList(0, received.size())), "received " + received);
    check(received.size() == 5 || stage.isDisturbed(), "received " + received);
  }

  /// Who leaves ends the one who emits.
  private static void flowLeftEarly(Stage stage) throws Exception {
    int[] emitted = new int[1];
    stage.task(() -> {
      try (FlowItems<Integer> items = Flows.items(numbers(stage, emitted), 1)) {
        check(items.iterator().next() == 1, "not the first");
      }
    });

    stage.finish();
  }

  private static Flow.Publisher<Integer> numbers(Stage stage, int[] emitted) {
    return Flows.publisher(emitter -> stage.counted(() -> {
      for (int i = 1; i <= 5; i++) {
        emitter.emit(i);
        emitted[0]++;
      }
      return emitted[0];
    }));
  }
}
