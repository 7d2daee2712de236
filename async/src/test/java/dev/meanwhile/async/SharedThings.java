package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What the tasks of a [RandomProgram] share, each wait for it under a deadline: permits, a lock
/// and its condition, a queue, an event, a barrier. Nothing of it may get lost or double, however
/// they are cancelled.
final class SharedThings {
  private static final int PERMITS = 3;

  private final SplittableRandom random;
  private final ProgramAccount account;

  private final AsyncSemaphore permits = new AsyncSemaphore(PERMITS);
  private final AsyncLock lock = new AsyncLock();
  private final AsyncCondition changed = new AsyncCondition(lock);
  private final AsyncEvent event = new AsyncEvent();
  private final AsyncBarrier barrier = new AsyncBarrier(2);
  private final AsyncQueue<Integer> queue;
  private final List<Action> steps;

  private @Nullable Task<?> holder;
  private int permitsInUse;
  private int tokensMade;
  private int tokensUsed;
  private final int[] passed = new int[2];
  private final Set<Integer> put = new HashSet<>();
  private final Set<Integer> taken = new HashSet<>();
  private int items;

  SharedThings(SplittableRandom random, ProgramAccount account) {
    this.random = random;
    this.account = account;
    this.queue = switch (random.nextInt(4)) {
      case 0 -> AsyncQueue.unbounded();
      case 1 -> AsyncQueue.lifo(2);
      case 2 -> AsyncQueue.priority(2, Comparator.naturalOrder());
      default -> AsyncQueue.bounded(1);
    };
    this.steps = List.of(
        this::usePermits,
        this::useLock,
        this::makeToken,
        this::useToken,
        this::putItem,
        this::putItem,
        this::takeItem,
        this::takeItem,
        this::joinOrClose,
        this::meet,
        this::useEvent);
  }

  /// One step, of any kind. What it is refused or timed out by, it throws.
  void step() throws Exception {
    expectThatNobodyWaitsInVain();
    steps.get(random.nextInt(steps.size())).run();
  }

  private void expectThatNobodyWaitsInVain() {
    account.expect(
        queue.isEmpty() || !queue.toString().contains("taking"), "waits for an item that is there");
    account.expect(
        permits.availablePermits() < PERMITS || permits.toString().contains(" 0 waiting"),
        "waits for a permit that is there");
  }

  void checkBalance() {
    assertThat(permits.availablePermits()).as("permits").isEqualTo(PERMITS);
    assertThat(lock.isLocked()).as("lock").isFalse();
    assertThat(barrier.waiting()).as("waiting at the barrier").isZero();
    assertThat(passed[0]).as("first ones at the barrier").isLessThanOrEqualTo(passed[1]);
    assertThat(put).as("what was taken was put").containsAll(taken);
    assertThat(queue.size()).as("items left").isEqualTo(put.size() - taken.size());
    assertThat(queue).asString().doesNotContain("taking", "putting");
    assertThatObject(queue).as("room").extracting("entering", "inHand").containsExactly(0, 0);
  }

  private void usePermits() {
    int count = 1 + random.nextInt(PERMITS);
    timeout(shortTime(), () -> {
      if (random.nextInt(4) != 0) {
        permits.acquireMany(count);
      } else if (!permits.tryAcquireMany(count)) {
        return;
      }
      permitsInUse += count;
      account.expect(permitsInUse <= PERMITS, "more permits in use than there are");
      try {
        sleep(shortTime());
      } finally {
        permitsInUse -= count;
        permits.releaseMany(count);
      }
    });
  }

  private void useLock() {
    timeout(shortTime(), () -> {
      if (random.nextInt(4) != 0) {
        lock.acquire();
      } else if (!lock.tryAcquire()) {
        return;
      }
      try {
        holding(() -> sleep(shortTime()));
      } finally {
        lock.release();
      }
    });
  }

  private void makeToken() {
    timeout(
        shortTime(),
        () -> lock.with(() -> holding(() -> {
          tokensMade++;
          switch (random.nextInt(3)) {
            case 0 -> changed.signalAll();
            default -> changed.signal();
          }
          sleep(Duration.ZERO);
        })));
  }

  private void useToken() {
    timeout(
        shortTime(),
        () -> lock.with(() -> {
          try {
            changed.awaitUntil(() -> tokensMade > tokensUsed);
          } finally {
            account.expect(lock.isLocked(), "a condition came back without the lock");
          }
          holding(() -> tokensUsed++);
        }));
  }

  /// Notes who holds the lock: nobody else does.
  private void holding(Action action) throws Exception {
    account.expect(holder == null, "two tasks hold the lock");
    holder = currentTask();
    try {
      action.run();
    } finally {
      holder = null;
    }
  }

  private void putItem() {
    int item = ++items;
    unlessClosed(() -> timeout(shortTime(), () -> {
      if (random.nextInt(4) != 0) {
        queue.put(item);
      } else if (!queue.offer(item)) {
        return;
      }
      put.add(item);
    }));
  }

  private void takeItem() {
    unlessClosed(() -> timeout(shortTime(), () -> {
      Integer item = random.nextInt(4) != 0 ? queue.take() : queue.poll();
      if (item != null) {
        account.expect(taken.add(item), "an item was taken twice");
        queue.taskDone();
      }
    }));
  }

  private void joinOrClose() {
    if (random.nextInt(10) == 0) {
      queue.close();
    } else {
      timeout(shortTime(), () -> queue.join());
    }
  }

  private void unlessClosed(Runnable action) {
    try {
      action.run();
    } catch (QueueClosedException refused) {
      account.expect(queue.isClosed(), "refused by an open queue");
    }
  }

  private void meet() {
    timeout(shortTime(), () -> passed[barrier.await()]++);
  }

  private void useEvent() {
    switch (random.nextInt(3)) {
      case 0 -> event.set();
      case 1 -> event.clear();
      default -> timeout(shortTime(), () -> event.await());
    }
  }

  private Duration shortTime() {
    return ms(random.nextInt(1, 20));
  }
}
