package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/// A program made from a seed, in which tasks wait for one synchronisation object and are
/// cancelled at any time. Turns are in order, so that who is served first is known; what must
/// hold in any order is checked with shuffled turns too.
abstract class RandomWaits {
  final SplittableRandom random;
  final List<Task<?>> tasks = new ArrayList<>();

  // Who asks for something and has not got it yet, oldest first.
  private final Map<Object, Task<?>> asking = new LinkedHashMap<>();
  private boolean isShuffled;

  RandomWaits(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Starts the tasks, with [#task].
  abstract void start();

  /// Called when all is quiet, before what still waits is cancelled: nobody may wait for what is
  /// there.
  abstract void verifyQuiet();

  /// Called when all have ended.
  abstract void verifyEnd();

  /// Runs the programs of `count` seeds, all in one loop: each leaves it as it found it.
  static void check(long first, int count, LongFunction<RandomWaits> programs) {
    for (boolean isShuffled : new boolean[] {false, true}) {
      SplittableRandom turns = new SplittableRandom(first);
      TurnOrder order = isShuffled ? ready -> turns.nextInt(ready.count()) : TurnOrder.fifo();
      try (TestLoop loop = TestLoop.virtual(options -> options.order(order))) {
        for (long seed = first; seed < first + count; seed++) {
          RandomWaits program = programs.apply(seed);
          program.isShuffled = isShuffled;
          try {
            loop.run(program::run);
            assertThat(loop.loop().timers.isEmpty()).as("no timers left").isTrue();
          } catch (Throwable failure) {
            String how = isShuffled ? ", shuffled, from seed " + first : "";
            throw new AssertionError("seed " + seed + how, failure);
          }
        }
      }
    }
  }

  /// `-Dmeanwhile.seed=...` begins with that seed; a failure names its own.
  static void checkMany(LongFunction<RandomWaits> programs) {
    check(Long.getLong("meanwhile.seed", System.nanoTime()), 20_000, programs);
  }

  private void run() {
    start();
    cancelSome();
    sleep(ms(1_000));
    verifyQuiet();
    tasks.forEach(Task::cancel);
    sleep(ms(1_000));
    assertThat(tasks).allMatch(Task::isDone);
    for (Task<?> task : tasks) {
      if (!task.isCancelled()) {
        // Throws its failure.
        task.resultNow();
      }
    }
    verifyEnd();
  }

  final void task(Action body) {
    tasks.add(createTask(body));
  }

  /// Gives a task that does something else in between; sometimes it only gives up its turn.
  final void pause() {
    sleep(random.nextBoolean() ? Duration.ZERO : ms(random.nextInt(1, 4)));
  }

  /// Waits by `wait`, for at most a few milliseconds now and then, and checks that nobody was
  /// overtaken.
  ///
  /// @return whether it was served in time
  final boolean served(Action wait) {
    Object asked = new Object();
    asking.put(asked, currentTask());
    try {
      if (random.nextInt(4) == 0) {
        return moveOnAfter(ms(random.nextInt(4)), () -> {
          wait.run();
          checkTurn(asked);
        });
      }
      wait.run();
      checkTurn(asked);
      return true;
    } catch (CancelledError cancelled) {
      throw cancelled;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    } finally {
      asking.remove(asked);
    }
  }

  private void checkTurn(Object asked) {
    if (isShuffled) {
      return;
    }
    for (Map.Entry<Object, Task<?>> earlier : asking.entrySet()) {
      if (earlier.getKey() == asked) {
        return;
      }
      assertThat(hasItsTurnBehindIt(earlier.getValue()))
          .as("overtaken: %s by %s", earlier.getValue(), currentTask())
          .isTrue();
    }
  }

  private static boolean hasItsTurnBehindIt(Task<?> task) {
    return task.scope.isCancelled()
        || (task.currentWait() instanceof WaitLine.Waiter waiter && waiter.isServed);
  }

  private void cancelSome() {
    int cancels = random.nextInt(4);
    for (int i = 0; i < cancels; i++) {
      Task<?> victim = tasks.get(random.nextInt(tasks.size()));
      Duration when = ms(random.nextInt(8));
      if (random.nextBoolean()) {
        EventLoop.current().callLater(when, victim::cancel);
      } else {
        createTask(() -> {
          sleep(when);
          for (int turns = random.nextInt(6); turns > 0; turns--) {
            sleep(Duration.ZERO);
          }
          victim.cancel();
          ignoreFailure(victim::await);
        });
      }
    }
  }
}
