package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No permit, lock, item, signal or place is lost, whoever is cancelled when, and nobody
/// overtakes: SEMANTICS 6, for every kind of object.
final class RandomWaitsTest {
  private static final int SEEDS = 500;

  record Kind(String name, LongFunction<RandomWaits> programs) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind("lock", Locks::new),
        new Kind("semaphore", Semaphores::new),
        new Kind("condition", Conditions::new),
        new Kind("barrier", Barriers::new),
        new Kind("queue", Queues::new),
        new Kind("rate limiter", Rates::new));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void programs_ofSomeSeeds_balance(Kind kind) {
    RandomWaits.check(0, SEEDS, kind.programs());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @Tag("stress")
  void programs_ofManySeeds_balance(Kind kind) {
    RandomWaits.checkMany(kind.programs());
  }

  private static final class Locks extends RandomWaits {
    private final AsyncLock lock = new AsyncLock();
    private int inside;

    Locks(long seed) {
      super(seed);
    }

    @Override
    void start() {
      for (int i = random.nextInt(2, 6); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 4); round > 0; round--) {
            lockOnce();
          }
        });
      }
    }

    private void lockOnce() {
      boolean[] isHeld = new boolean[1];
      try {
        served(() -> {
          lock.acquire();
          isHeld[0] = true;
        });
        if (isHeld[0]) {
          assertThat(++inside).isEqualTo(1);
          try {
            pause();
          } finally {
            inside--;
          }
        }
      } finally {
        if (isHeld[0]) {
          lock.release();
        }
      }
    }

    @Override
    void verifyQuiet() {
      assertThat(tasks).allMatch(Task::isDone);
    }

    @Override
    void verifyEnd() {
      assertThat(lock).hasToString("AsyncLock[free]");
    }
  }

  private static final class Semaphores extends RandomWaits {
    private static final int PERMITS = 3;
    private final AsyncSemaphore semaphore = AsyncSemaphore.bounded(PERMITS);
    private int taken;

    Semaphores(long seed) {
      super(seed);
    }

    @Override
    void start() {
      for (int i = random.nextInt(2, 7); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 4); round > 0; round--) {
            take(random.nextInt(1, PERMITS + 1));
          }
        });
      }
    }

    private void take(int count) {
      boolean[] isHeld = new boolean[1];
      try {
        served(() -> {
          semaphore.acquireMany(count);
          isHeld[0] = true;
          taken += count;
        });
        assertThat(taken).isLessThanOrEqualTo(PERMITS);
        pause();
      } finally {
        if (isHeld[0]) {
          taken -= count;
          semaphore.releaseMany(count);
        }
      }
    }

    @Override
    void verifyQuiet() {
      assertThat(tasks).allMatch(Task::isDone);
    }

    @Override
    void verifyEnd() {
      assertThat(semaphore).hasToString("AsyncSemaphore[3 permits, 0 waiting]");
    }
  }

  /// One signal for each item: who waits although there is one has lost a signal.
  private static final class Conditions extends RandomWaits {
    private final AsyncCondition condition = new AsyncCondition();
    private int put;
    private int taken;

    Conditions(long seed) {
      super(seed);
    }

    @Override
    void start() {
      for (int i = random.nextInt(2, 6); i > 0; i--) {
        task(() -> condition.lock().with(() -> {
          // Not served(): who takes the lock back meanwhile may take the item first.
          condition.awaitUntil(() -> taken < put);
          taken++;
          pauseMaybe();
        }));
        task(() -> {
          pause();
          condition.lock().with(() -> {
            put++;
            condition.signal();
            pauseMaybe();
          });
        });
      }
    }

    private void pauseMaybe() {
      if (random.nextBoolean()) {
        pause();
      }
    }

    @Override
    void verifyQuiet() {
      boolean isSomebodyWaiting = !condition.toString().startsWith("AsyncCondition[0 waiting");
      assertThat(isSomebodyWaiting && taken < put)
          .as("%s, %s put, %s taken", condition, put, taken)
          .isFalse();
    }

    @Override
    void verifyEnd() {
      assertThat(taken).isLessThanOrEqualTo(put);
      assertThat(condition).hasToString("AsyncCondition[0 waiting, AsyncLock[free]]");
    }
  }

  private static final class Barriers extends RandomWaits {
    private final int parties = random.nextInt(1, 4);
    private final AsyncBarrier barrier = new AsyncBarrier(parties);
    private final List<Integer> indexes = new ArrayList<>();
    private int uncounted;
    private boolean wasAborted;

    Barriers(long seed) {
      super(seed);
    }

    @Override
    void start() {
      for (int i = random.nextInt(2, 7); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 4); round > 0; round--) {
            come();
            if (random.nextBoolean()) {
              pause();
            }
          }
        });
      }
      if (random.nextInt(3) == 0) {
        task(() -> {
          pause();
          wasAborted = true;
          barrier.abort();
          pause();
          barrier.reset();
        });
      }
    }

    private void come() {
      boolean isCounted = false;
      try {
        // Not served(): the last one goes on before those whom it lets in.
        indexes.add(barrier.await());
        isCounted = true;
      } catch (BarrierBrokenException broken) {
        isCounted = true;
      } finally {
        uncounted += isCounted ? 0 : 1;
      }
    }

    @Override
    void verifyQuiet() {
      if (!barrier.isBroken()) {
        assertThat(barrier.waiting()).isLessThan(parties);
        assertThat(barrier.toString()).endsWith(" waiting]");
      }
    }

    @Override
    void verifyEnd() {
      long[] counts = new long[parties];
      indexes.forEach(index -> counts[index]++);
      long rounds = 0;
      long missing = 0;
      for (long count : counts) {
        rounds = Math.max(rounds, count);
      }
      for (long count : counts) {
        missing += rounds - count;
      }
      // Of a round that was aborted half-drained some have gone; else only the cancelled miss.
      if (!wasAborted) {
        assertThat(missing).isLessThanOrEqualTo(uncounted);
      }
      assertThat(barrier.waiting()).isZero();
    }
  }

  private static final class Queues extends RandomWaits {
    private final AsyncQueue<Integer> queue = anyQueue();
    private final List<Integer> put = new ArrayList<>();
    private final List<Integer> taken = new ArrayList<>();
    private int items;

    Queues(long seed) {
      super(seed);
    }

    private AsyncQueue<Integer> anyQueue() {
      int capacity = random.nextInt(1, 4);
      return switch (random.nextInt(4)) {
        case 0 -> AsyncQueue.lifo(capacity);
        case 1 -> AsyncQueue.priority(capacity, Comparator.<Integer>reverseOrder());
        case 2 -> AsyncQueue.unbounded();
        default -> AsyncQueue.bounded(capacity);
      };
    }

    @Override
    void start() {
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 5); round > 0; round--) {
            int item = items++;
            queue.put(item);
            put.add(item);
            if (random.nextBoolean()) {
              pause();
            }
          }
        });
      }
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 6); round > 0; round--) {
            served(() -> taken.add(queue.take()));
            if (random.nextBoolean()) {
              pause();
            }
          }
        });
      }
    }

    @Override
    void verifyQuiet() {
      String state = queue.toString();
      assertThat(state.contains("taking") && !queue.isEmpty()).as(state).isFalse();
      assertThat(state.contains("putting") && !queue.isFull()).as(state).isFalse();
    }

    @Override
    void verifyEnd() {
      List<Integer> all = new ArrayList<>(taken);
      all.addAll(queue.closeNow());
      assertThat(all).containsExactlyInAnyOrderElementsOf(put);
      for (int i = 0; i < taken.size(); i++) {
        queue.taskDone();
      }
      queue.join();
    }
  }

  private static final class Rates extends RandomWaits {
    private static final long INTERVAL = 2_000_000;
    private final int burst = random.nextInt(1, 4);
    private final RateLimiter limiter = RateLimiter.perSecond(500).withBurst(burst);
    private final List<Long> passed = new ArrayList<>();

    Rates(long seed) {
      super(seed);
    }

    @Override
    void start() {
      for (int i = random.nextInt(2, 7); i > 0; i--) {
        task(() -> {
          for (int round = random.nextInt(1, 4); round > 0; round--) {
            long asked = now();
            long before = tokenAt();
            int passedBefore = passed.size();
            served(() -> {
              limiter.acquire();
              if (passed.size() == passedBefore) {
                assertThat(now()).as("no time is lost").isEqualTo(Math.max(asked, before));
              }
              passed.add(now());
            });
            pause();
          }
        });
      }
    }

    private static long now() {
      return EventLoop.current().time().toNanos();
    }

    /// When the bucket has a token again, from who has passed so far.
    private long tokenAt() {
      long fullAt = Long.MIN_VALUE / 2;
      for (long time : passed) {
        fullAt = Math.max(fullAt, time) + INTERVAL;
      }
      return fullAt - (burst - 1) * INTERVAL;
    }

    @Override
    void verifyQuiet() {
      assertThat(tasks).allMatch(Task::isDone);
    }

    @Override
    void verifyEnd() {
      for (int i = 0; i + burst < passed.size(); i++) {
        for (int j = i + burst; j < passed.size(); j++) {
          assertThat(passed.get(j) - passed.get(i))
              .isGreaterThanOrEqualTo((j - i + 1 - burst) * INTERVAL);
        }
      }
      assertThat(limiter.toString()).endsWith("0 waiting]");
    }
  }
}
