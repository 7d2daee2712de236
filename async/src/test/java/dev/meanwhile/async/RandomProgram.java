package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A program made from a seed: a tree of tasks, groups, gathers, races, retries, time limits,
/// shields, permits, cancels and failures, run on virtual time. It keeps account, and the account
/// must balance:
///
/// - every body that began ends, and no task outlives its group;
/// - every failure is shown to somebody, or reported once;
/// - every permit comes back, every resource is closed once, and no scope or timer stays behind
/// (which [TestLoop] checks).
final class RandomProgram {
  private static final int DEEPEST = 3;
  private static final int PERMITS = 2;

  private final SplittableRandom random;
  private final AsyncSemaphore permits = new AsyncSemaphore(PERMITS);
  private final List<Task<?>> tasks = new ArrayList<>();
  private final List<Task<List<Outcome<Integer>>>> settled = new ArrayList<>();
  private final Set<Throwable> thrown = identitySet();
  private final Set<Throwable> shown = identitySet();
  private int begun;
  private int ended;
  private int planned;
  private int open;

  private RandomProgram(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Runs the program of `seed`, with turns in the order of that seed too if `shuffled`.
  static void check(long seed, boolean shuffled) {
    try {
      new RandomProgram(seed).run(seed, shuffled);
    } catch (Throwable failure) {
      throw new AssertionError("seed " + seed + (shuffled ? ", shuffled" : ", in order"), failure);
    }
  }

  private void run(long seed, boolean shuffled) {
    SplittableRandom turns = new SplittableRandom(seed + 1);
    TurnOrder order = shuffled ? turns::nextInt : TurnOrder.fifo();
    List<LoopReport> reports;
    try (TestLoop loop =
        TestLoop.virtual(options -> options.order(order).random(new SplittableRandom(seed + 2)))) {
      reports = loop.reports();
      loop.run(() -> {
        try {
          body(0);
        } catch (Planned | TimedOutException | CancelledError failure) {
          show(failure);
        }
        sleep(ms(random.nextInt(30)));
      });
    }
    assertThat(reports).extracting(LoopReport::kind).containsOnly(reportable(reports));
    reports.forEach(report -> show(error(report)));
    assertThat(reports.stream().map(LoopReport::message).filter(RandomProgram::hasItsOwnName))
        .as("reported once")
        .doesNotHaveDuplicates();
    assertThat(ended).as("bodies ended").isEqualTo(begun);
    assertThat(tasks).allMatch(Task::isDone);
    assertThat(permits).hasToString("AsyncSemaphore[" + PERMITS + " permits, 0 waiting]");
    assertThat(open).as("resources left open").isZero();
    showSettled();
    thrown.removeAll(shown);
    assertThat(thrown).as("failures that disappeared").isEmpty();
  }

  private static LoopReport.Kind[] reportable(List<LoopReport> reports) {
    return reports.isEmpty()
        ? new LoopReport.Kind[0]
        : new LoopReport.Kind[] {LoopReport.Kind.UNSEEN_FAILURE};
  }

  private static boolean hasItsOwnName(String message) {
    return message.startsWith("task Task-");
  }

  private static Throwable error(LoopReport report) {
    Throwable error = report.error();
    return error == null ? new AssertionError("no error in " + report) : error;
  }

  /// The body of a task: a few steps. What it throws is the task's failure.
  private int body(int depth) {
    begun++;
    try {
      int steps = 1 + random.nextInt(4);
      for (int i = 0; i < steps; i++) {
        step(depth);
      }
      return depth;
    } finally {
      ended++;
    }
  }

  private void step(int depth) {
    int kind = random.nextInt(depth < DEEPEST ? 20 : 8);
    switch (kind) {
      case 0, 1 -> sleep(ms(random.nextInt(20)));
      case 2 -> sleep(Duration.ZERO);
      case 3 -> fail();
      case 4 -> cancelSome();
      case 5 -> withPermit();
      case 6 -> awaitSome();
      case 7 -> waitForSome();
      case 8, 9 -> caught(() -> group(depth));
      case 10 -> caught(() -> timeout(ms(random.nextInt(20)), () -> body(depth + 1)));
      case 11 ->
        caught(() -> moveOnAfter(ms(random.nextInt(20)), () -> {
          group(depth);
        }));
      case 12 ->
        caught(() -> shielded(() -> moveOnAfter(ms(random.nextInt(10)), () -> body(depth + 1))));
      case 13 -> caught(() -> await(note(gather(coroutines(depth)))));
      case 14 -> settled(depth);
      case 15 -> completed(depth);
      case 16, 17 -> raced(depth);
      case 18 -> retried(depth);
      default -> note(createTask(() -> body(depth + 1)));
    }
  }

  private void fail() {
    Planned failure = new Planned(++planned);
    thrown.add(failure);
    throw failure;
  }

  private void cancelSome() {
    if (!tasks.isEmpty()) {
      tasks.get(random.nextInt(tasks.size())).cancel();
    }
  }

  private void withPermit() {
    caught(() -> timeout(ms(random.nextInt(1, 30)), () -> {
      permits.acquire();
      try {
        sleep(ms(random.nextInt(10)));
      } finally {
        permits.release();
      }
    }));
  }

  private void awaitSome() {
    if (tasks.isEmpty()) {
      return;
    }
    Task<?> task = tasks.get(random.nextInt(tasks.size()));
    if (task != currentTask()) {
      // Under a deadline, or tasks might wait for each other in a circle.
      caught(() -> moveOnAfter(ms(random.nextInt(20)), () -> {
        Task<?> waitedFor = random.nextBoolean() ? task : shield(task);
        await(waitedFor);
      }));
    }
  }

  private void waitForSome() {
    List<Task<?>> chosen = tasks.stream()
        .filter(task -> task != currentTask() && random.nextInt(3) == 0)
        .toList();
    if (chosen.isEmpty()) {
      return;
    }
    ReturnWhen when = ReturnWhen.values()[random.nextInt(3)];
    caught(() -> {
      Waited<Object> waited = Async.<Object>waitUntil(chosen, when, ms(random.nextInt(20)));
      for (Task<?> task : waited.done()) {
        if (task.state() == Future.State.FAILED) {
          show(task.exceptionNow());
        }
      }
    });
  }

  private void raced(int depth) {
    List<Throwable> failures = new ArrayList<>();
    int number = 1 + random.nextInt(3);
    caught(() -> {
      Resource won;
      if (random.nextBoolean()) {
        won = hedge(() -> contender(depth, failures), number, ms(random.nextInt(10)));
      } else {
        List<Coroutine<Resource>> contenders = new ArrayList<>();
        for (int i = 0; i < number; i++) {
          contenders.add(async(() -> contender(depth, failures)));
        }
        won = race(contenders);
      }
      // That others failed is no news where one has won.
      failures.forEach(this::show);
      won.close();
    });
  }

  private Resource contender(int depth, List<Throwable> failures) {
    noting(failures, () -> body(depth + 1));
    return new Resource();
  }

  private void retried(int depth) {
    List<Throwable> failures = new ArrayList<>();
    Retry policy = Retry.attempts(1 + random.nextInt(3)).backoff(ms(random.nextInt(5)), ms(10));
    caught(() -> {
      try {
        retry(policy, () -> noting(failures, () -> body(depth + 1)));
      } catch (Planned | TimedOutException gaveUp) {
        failures.clear();
        throw gaveUp;
      } finally {
        // Who succeeds in the end, or is cancelled, tells of no failure before.
        failures.forEach(this::show);
      }
    });
  }

  private static int noting(List<Throwable> failures, IntSupplier body) {
    try {
      return body.getAsInt();
    } catch (Planned | TimedOutException failure) {
      failures.add(failure);
      throw failure;
    }
  }

  private void group(int depth) {
    int[] alive = new int[1];
    try {
      GroupOptions options = random.nextBoolean()
          ? GroupOptions.defaults()
          : GroupOptions.defaults().withLimit(1 + random.nextInt(2));
      taskGroup(random.nextInt(4) == 0 ? options.supervised() : options, group -> {
        int children = 1 + random.nextInt(4);
        for (int i = 0; i < children; i++) {
          note(group.start(() -> {
            alive[0]++;
            try {
              return body(depth + 1);
            } finally {
              alive[0]--;
            }
          }));
        }
        switch (random.nextInt(4)) {
          case 0 -> group.stop(ms(random.nextInt(20)));
          case 1 -> step(depth + 1);
          default -> {}
        }
      });
    } finally {
      assertThat(alive[0]).as("tasks that outlive their group").isZero();
    }
  }

  private List<Coroutine<Integer>> coroutines(int depth) {
    List<Coroutine<Integer>> coroutines = new ArrayList<>();
    int number = 1 + random.nextInt(3);
    for (int i = 0; i < number; i++) {
      coroutines.add(async(() -> body(depth + 1)));
    }
    return coroutines;
  }

  private void settled(int depth) {
    Task<List<Outcome<Integer>>> all = note(gatherSettled(coroutines(depth)));
    settled.add(all);
    caught(() -> await(all));
  }

  /// A gather has looked at the failures that it gives, whether or not somebody looks at its
  /// list.
  private void showSettled() {
    for (Task<List<Outcome<Integer>>> all : settled) {
      if (all.state() == Future.State.SUCCESS) {
        for (Outcome<Integer> outcome : all.resultNow()) {
          if (outcome instanceof Outcome.Failure<Integer>(var error)) {
            show(error);
          }
        }
      }
    }
  }

  private void completed(int depth) {
    caught(() -> {
      try (AsCompleted<Integer> results = asCompleted(coroutines(depth))) {
        for (Task<Integer> task : results) {
          caught(task::await);
          if (random.nextBoolean()) {
            break;
          }
        }
      }
    });
  }

  /// Most failures are caught and looked at, some pass. A cancellation passes, but for a few.
  private void caught(Action action) {
    try {
      action.run();
    } catch (CancelledError cancelled) {
      show(cancelled);
      if (random.nextInt(4) != 0) {
        throw cancelled;
      }
    } catch (TimedOutException timedOut) {
      show(timedOut);
    } catch (Planned failure) {
      if (random.nextInt(3) == 0) {
        throw failure;
      }
      show(failure);
    } catch (Exception other) {
      throw new AssertionError("nothing else is thrown", other);
    }
  }

  private <T extends @Nullable Object> Task<T> note(Task<T> task) {
    tasks.add(task);
    return task;
  }

  /// Notes all that can be seen through `error`: by now, since an error that several tasks share
  /// may have got more under it since it was shown first.
  private void show(Throwable error) {
    Set<Throwable> seen = identitySet();
    collect(error, seen);
    shown.addAll(seen);
  }

  private static void collect(Throwable error, Set<Throwable> into) {
    for (Throwable at = error; at != null && into.add(at); at = at.getCause()) {
      for (Throwable suppressed : at.getSuppressed()) {
        collect(suppressed, into);
      }
    }
  }

  private static Set<Throwable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /// Something that whoever is given it must close, once.
  private final class Resource implements AutoCloseable {
    private boolean isOpen = true;

    Resource() {
      open++;
    }

    @Override
    public void close() {
      assertThat(isOpen).as("open when it is closed").isTrue();
      isOpen = false;
      open--;
    }
  }

  private static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Planned(int number) {
      super("planned failure " + number);
    }
  }
}
