package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// SEMANTICS 6.
final class AsyncConditionTest {
  private final AsyncCondition condition = new AsyncCondition();
  private final AsyncLock lock = condition.lock();
  private final List<String> log = new ArrayList<>();

  private Task<?> waiting(String name) {
    return createTask(async(
        name,
        () -> lock.with(() -> {
          condition.await();
          return log.add(name);
        })));
  }

  private void threeWait() {
    waiting("a");
    waiting("b");
    waiting("c");
    sleep(ms(1));
  }

  private void signal(int count) {
    lock.with(() -> condition.signal(count));
    sleep(ms(1));
  }

  // asyncio 2.6.3
  @Test
  void signal_wakesAsManyAsItSays_inOrder() {
    onVirtualTime(() -> {
      threeWait();
      signal(0);
      assertThat(log).isEmpty();
      signal(1);
      assertThat(log).containsExactly("a");
      assertThat(condition).hasToString("AsyncCondition[2 waiting, AsyncLock[free]]");
      signal(5);
    });

    assertThat(log).containsExactly("a", "b", "c");
  }

  // asyncio 2.6.3
  @Test
  void signalAll_wakesAllInOrder() {
    onVirtualTime(() -> {
      threeWait();
      lock.with(condition::signalAll);
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void signal_negative_isRefused() {
    onVirtualTime(() -> lock.with(() -> {
      assertThat(catchThrowable(() -> condition.signal(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    }));
  }

  // asyncio 2.6.3
  @Test
  void use_withoutTheLock_isRefused() {
    onVirtualTime(() -> {
      assertRefused(condition::await);
      assertRefused(() -> condition.awaitUntil(() -> true));
      assertRefused(condition::signal);
      assertRefused(condition::signalAll);
      createTask(() -> lock.with(() -> sleep(ms(5))));
      sleep(ms(1));
      assertRefused(condition::signal);
    });
    assertRefused(condition::signalAll);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThat(catchThrowable(call)).isInstanceOf(IllegalStateException.class);
  }

  // asyncio 2.6.3
  @Test
  void awaitUntil_testsAgainEachTimeItIsTold() {
    int[] value = new int[1];
    List<Integer> tested = new ArrayList<>();

    onVirtualTime(() -> {
      Task<?> waiter = createTask(() -> lock.with(() -> condition.awaitUntil(() -> {
        tested.add(value[0]);
        return value[0] == 2;
      })));
      for (int i = 1; i <= 2; i++) {
        sleep(ms(1));
        value[0] = i;
        lock.with(() -> condition.signal());
      }
      await(waiter);
    });

    assertThat(tested).containsExactly(0, 1, 2);
  }

  @Test
  void awaitUntil_aTestThatFails_throwsWithTheLockHeld() {
    onVirtualTime(() -> {
      lock.acquire();
      IllegalArgumentException failure = new IllegalArgumentException("planned");

      assertThat(catchThrowable(() -> condition.awaitUntil(() -> {
            throw failure;
          })))
          .isSameAs(failure);
      lock.release();
    });
  }

  // asyncio 2.6.3
  @Test
  void cancel_aWaiter_holdsTheLockOnExit() {
    onVirtualTime(() -> {
      Task<?> waiter = createTask(() -> {
        lock.acquire();
        try {
          condition.await();
        } finally {
          // Throws when it is not held.
          lock.release();
        }
      });
      sleep(ms(1));
      waiter.cancel();
      ignoreFailure(waiter::await);

      assertThat(waiter.isCancelled()).isTrue();
      assertThat(lock.isLocked()).isFalse();
    });
  }

  // asyncio 2.6.3
  @Test
  void cancel_whileTakingTheLockBack_waitsForTheLockAndThenThrows() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      Task<?> waiter = createTask(() -> lock.with(() -> {
        try {
          condition.await();
        } finally {
          events.add("holds it");
        }
      }));
      sleep(ms(1));
      lock.with(() -> {
        condition.signal();
        sleep(ms(5));
        waiter.cancel("once");
        sleep(ms(5));
        waiter.cancel("twice");
        sleep(ms(5));
      });
      ignoreFailure(waiter::await);

      assertThat(waiter.isCancelled()).isTrue();
      assertThat(lock.isLocked()).isFalse();
    });

    assertThat(events.events()).containsExactly("holds it@16ms");
  }

  // asyncio 2.6.3, SEMANTICS 6
  @Test
  void cancel_afterSignal_passesTheSignalOn() {
    onVirtualTime(() -> {
      Task<?> first = waiting("first");
      waiting("second");
      sleep(ms(1));
      lock.with(() -> {
        condition.signal();
        first.cancel();
      });
      sleep(ms(1));

      assertThat(first.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("second");
  }

  // asyncio 2.6.3, SEMANTICS 6
  @Test
  void cancel_afterSignalWhileTakingTheLockBack_passesTheSignalOn() {
    onVirtualTime(() -> {
      Task<?> first = waiting("first");
      waiting("second");
      sleep(ms(1));
      lock.with(() -> {
        condition.signal();
        sleep(ms(1));
        first.cancel();
      });
      sleep(ms(1));

      assertThat(first.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("second");
  }

  @Test
  void cancel_afterSignalToAll_wakesNobodyWhoCameLater() {
    onVirtualTime(() -> {
      Task<?> first = waiting("first");
      sleep(ms(1));
      lock.with(condition::signalAll);
      first.cancel();
      Task<?> later = waiting("later");
      sleep(ms(1));

      assertThat(log).isEmpty();
      later.cancel();
    });
  }

  // asyncio 2.6.3
  @Test
  void cancel_contested_everySignalReachesSomebodyWhoIsNotCancelled() {
    onVirtualTime(() -> {
      Task<?> a = waiting("a");
      Task<?> b = waiting("b");
      waiting("c");
      waiting("d");
      sleep(ms(1));
      lock.with(() -> {
        condition.signal(2);
        a.cancel();
        sleep(ms(1));
        b.cancel();
      });
      sleep(ms(1));
    });

    assertThat(log).containsExactly("c", "d");
  }

  // asyncio 2.6.3
  @Test
  void condition_ofAnExternalLock_sharesIt() {
    AsyncLock shared = new AsyncLock();
    AsyncCondition empty = new AsyncCondition(shared);
    AsyncCondition full = new AsyncCondition(shared);

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> shared.with(() -> {
        full.await();
        log.add("full");
        empty.signal();
      }));
      sleep(ms(1));
      shared.with(() -> {
        full.signal();
        empty.await();
        log.add("empty");
      });
      await(task);
    });

    assertThat(empty.lock()).isSameAs(shared);
    assertThat(log).containsExactly("full", "empty");
  }

  // asyncio 2.6.3
  @Test
  void condition_whoseLockBelongsToAnotherLoop_isRefused() {
    AsyncLock shared = new AsyncLock();
    try (TestLoop other = TestLoop.virtual()) {
      other.run(() -> shared.with(() -> {}));

      onVirtualTime(() -> assertThat(catchThrowable(() -> new AsyncCondition(shared).await()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another loop"));
    }
  }

  // asyncio 2.6.3
  @Test
  void timeout_aroundAWaitInTheBlock_leavesTheLockHeldUntilItsEnd() {
    onVirtualTime(() -> {
      Throwable thrown =
          catchThrowable(() -> lock.with(() -> timeout(ms(10), () -> condition.await())));

      assertThat(thrown).isInstanceOf(TimedOutException.class).hasMessageContaining("a condition");
      lock.with(() -> {
        assertThat(moveOnAfter(ms(10), () -> condition.awaitUntil(() -> false))).isFalse();
        condition.signalAll();
      });
      assertThat(lock.isLocked()).isFalse();
    });
  }

  @Test
  void await_whenTheLockIsLeftLocked_saysSo() {
    onVirtualTime(() -> {
      List<Throwable> thrown = new ArrayList<>();
      Task<?> waiter = createTask(() -> {
        lock.acquire();
        thrown.add(catchThrowable(condition::await));
      });
      sleep(ms(1));
      createTask(() -> {
        lock.acquire();
        condition.signal();
      });
      await(waiter);

      assertThat(thrown.getFirst())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("left locked");
    });
  }

  @Test
  void cancel_atEveryTurn_losesNoSignal() {
    CancelEverywhere.check(() -> {
      AsyncCondition some = new AsyncCondition();
      Deque<String> items = new ArrayDeque<>();
      int[] taken = new int[1];
      return new CancelEverywhere.Program() {
        @Override
        public List<Task<?>> start() {
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            tasks.add(createTask(() -> some.lock().with(() -> {
              some.awaitUntil(() -> !items.isEmpty());
              items.removeFirst();
              taken[0]++;
            })));
          }
          // One signal for each item: a lost one leaves a taker behind.
          EventLoop.current()
              .callLater(
                  ms(1),
                  () -> createTask(() -> {
                    for (int i = 0; i < 3; i++) {
                      some.lock().with(() -> {
                        items.add("item");
                        some.signal();
                      });
                    }
                  }));
          return tasks;
        }

        @Override
        public void verify() {
          assertThat(taken[0] + items.size()).isEqualTo(3);
          assertThat(some).hasToString("AsyncCondition[0 waiting, AsyncLock[free]]");
        }
      };
    });
  }
}
