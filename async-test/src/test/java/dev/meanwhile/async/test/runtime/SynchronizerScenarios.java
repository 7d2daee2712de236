package dev.meanwhile.async.test.runtime;

import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.test.runtime.Stage.check;
import static dev.meanwhile.async.test.runtime.Stage.ms;
import static dev.meanwhile.async.test.runtime.Stage.turn;

import dev.meanwhile.async.AsyncBarrier;
import dev.meanwhile.async.AsyncCondition;
import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.BarrierBrokenException;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Locks, events, conditions, semaphores, barriers, rates.
final class SynchronizerScenarios {
  static final List<Scenario> ALL = List.of(
      new Scenario("lock", SynchronizerScenarios::lock),
      new Scenario("event", SynchronizerScenarios::event),
      new Scenario("condition", SynchronizerScenarios::condition),
      new Scenario("semaphore", SynchronizerScenarios::semaphore),
      new Scenario("barrier", SynchronizerScenarios::barrier),
      new Scenario("barrier that is reset", SynchronizerScenarios::barrierReset),
      new Scenario("barrier that is aborted", SynchronizerScenarios::barrierAborted),
      new Scenario("rate limiter", SynchronizerScenarios::rateLimiter));

  private SynchronizerScenarios() {}

  /// One holder at a time; first come, first served.
  private static void lock(Stage stage) throws Exception {
    AsyncLock lock = new AsyncLock();
    List<String> asked = new ArrayList<>();
    List<String> got = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "task " + i;
      stage.task(() -> {
        for (int round = 0; round < 2; round++) {
          String turn = name + " round " + round;
          asked.add(turn);
          lock.with(() -> {
            got.add(turn);
            stage.counted(() -> {
              check(stage.active() == 1, "two hold the lock");
              turn();
              return turn;
            });
          });
        }
      });
    }

    stage.finish(() -> check(!lock.isLocked(), "nobody holds the lock, and it is locked"));

    asked.retainAll(got);
    check(got.equals(asked), "asked in the order " + asked + ", got in the order " + got);
  }

  /// Who waits when it is set goes on, even if it is cleared at once; who comes later does not.
  private static void event(Stage stage) throws Exception {
    AsyncEvent event = new AsyncEvent();
    boolean[] isCleared = new boolean[1];
    for (int i = 0; i < 3; i++) {
      int pauses = i;
      stage.task(() -> {
        for (int n = 0; n < pauses; n++) {
          turn();
        }
        boolean isEarly = !isCleared[0];
        boolean isTold = moveOnAfter(ms(100), () -> event.await());
        check(
            isTold == isEarly || (isEarly && stage.isDisturbed()),
            "came " + (isEarly ? "before" : "after") + " it, told " + isTold);
      });
    }
    stage.task(() -> {
      turn();
      event.set();
      event.clear();
      isCleared[0] = true;
    });

    stage.finish();
  }

  /// A buffer of one place: nobody waits for what is there, and every wait ends with the lock.
  private static void condition(Stage stage) throws Exception {
    AsyncLock lock = new AsyncLock();
    AsyncCondition filled = new AsyncCondition(lock);
    AsyncCondition emptied = new AsyncCondition(lock);
    int[] buffer = new int[1];
    int[] moved = new int[2];
    int[] waiting = new int[2];
    for (int i = 0; i < 3; i++) {
      stage.task(() -> lock.with(() -> {
        awaitChange(emptied, buffer, 0, waiting);
        buffer[0]++;
        moved[0]++;
        filled.signal();
      }));
      stage.task(() -> lock.with(() -> {
        awaitChange(filled, buffer, 1, waiting);
        buffer[0]--;
        moved[1]++;
        emptied.signal();
      }));
    }

    stage.finish(() -> check(waiting[buffer[0]] == 0, "waits for what is there"));

    check(moved[0] - moved[1] == buffer[0], "put " + moved[0] + ", took " + moved[1]);
    check(!lock.isLocked(), "nobody holds the lock, and it is locked");
  }

  private static void awaitChange(AsyncCondition changed, int[] buffer, int wanted, int[] waiting) {
    waiting[wanted]++;
    try {
      changed.awaitUntil(() -> buffer[0] == wanted);
    } finally {
      waiting[wanted]--;
      check(changed.lock().isLocked(), "came back without the lock");
    }
  }

  /// Permits are neither lost nor doubled.
  private static void semaphore(Stage stage) throws Exception {
    int all = 3;
    AsyncSemaphore permits = AsyncSemaphore.bounded(all);
    int[] inUse = new int[1];
    for (int count : new int[] {1, 3, 2, 1, 2}) {
      stage.task(() -> {
        permits.acquireMany(count);
        inUse[0] += count;
        try {
          check(inUse[0] <= all, inUse[0] + " permits in use");
          turn();
        } finally {
          inUse[0] -= count;
          permits.releaseMany(count);
        }
      });
    }
    stage.task(() -> {
      turn();
      if (permits.tryAcquire()) {
        permits.release();
      }
      permits.with(() -> turn());
    });

    stage.finish(() -> check(permits.availablePermits() == all, "permits lost: " + permits));

    check(permits.availablePermits() == all, "permits lost: " + permits);
  }

  /// Nobody goes on before the other has come, round for round, and each is counted once.
  private static void barrier(Stage stage) throws Exception {
    AsyncBarrier barrier = new AsyncBarrier(2);
    int[] done = new int[2];
    Set<String> places = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      int me = i;
      stage.task(() -> {
        for (int round = 1; round <= 3; round++) {
          turn();
          done[me] = round;
          int place = barrier.await();
          check(done[1 - me] >= round, "went on alone in round " + round);
          check(places.add(place + " of round " + round), "two have place " + place);
        }
      });
    }

    stage.finish();

    check(barrier.waiting() == 0, "somebody waits: " + barrier);
  }

  /// Who has come by then is told; who comes later belongs to the next round.
  private static void barrierReset(Stage stage) throws Exception {
    AsyncBarrier barrier = new AsyncBarrier(3);
    int[] counts = new int[2];
    for (int i = 0; i < 2; i++) {
      stage.task(() -> counts[meet(barrier) ? 0 : 1]++);
    }
    stage.task(() -> {
      turn();
      turn();
      int waiting = barrier.waiting();
      barrier.reset();
      check(!barrier.isBroken() && barrier.waiting() == 0, "after " + waiting + ": " + barrier);
    });

    stage.finish();

    check(counts[0] == 0, "three have met where there were two");
  }

  /// Who waits and who comes is told, until it is reset.
  private static void barrierAborted(Stage stage) throws Exception {
    AsyncBarrier barrier = new AsyncBarrier(2);
    stage.task(() -> check(!meet(barrier), "nobody else has come"));
    stage.task(() -> {
      turn();
      barrier.abort();
      check(!meet(barrier), "passed a broken barrier");
    });

    stage.finish();

    barrier.reset();
    stage.task(() -> meet(barrier));
    stage.task(() -> meet(barrier));
    stage.finish();
    check(barrier.waiting() == 0 && !barrier.isBroken(), "not as new: " + barrier);
  }

  /// Waits for others for at most a second.
  ///
  /// @return whether they came
  private static boolean meet(AsyncBarrier barrier) {
    try {
      return moveOnAfter(ms(1_000), () -> {
        barrier.await();
      });
    } catch (BarrierBrokenException _) {
      return false;
    }
  }

  /// Never faster than allowed; a cancelled one gives its place to the next.
  private static void rateLimiter(Stage stage) throws Exception {
    RateLimiter rate = RateLimiter.perSecond(10);
    List<Duration> passed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      stage.task(() -> {
        for (int n = 0; n < 2; n++) {
          rate.acquire();
          passed.add(EventLoop.current().time());
        }
      });
    }

    stage.finish();

    for (int i = 1; i < passed.size(); i++) {
      Duration gap = passed.get(i).minus(passed.get(i - 1));
      check(gap.compareTo(ms(100)) >= 0, "too fast: " + passed);
    }
    check(
        stage.isDisturbed() || passed.getLast().equals(ms(500)), "slower than it could: " + passed);
  }
}
