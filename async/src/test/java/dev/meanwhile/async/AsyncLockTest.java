package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// SEMANTICS 6 and 26.
final class AsyncLockTest {
  private final AsyncLock lock = new AsyncLock();
  private final List<String> log = new ArrayList<>();

  /// Takes the lock, keeps it for 10 ms and gives it back.
  private Task<?> locking(String name) {
    return createTask(async(name, () -> {
      lock.acquire();
      log.add(name);
      sleep(ms(10));
      lock.release();
      return name;
    }));
  }

  // asyncio 2.6.1
  @Test
  void release_withWaiters_handsTheLockOverInOrder() {
    EventLog events = new EventLog();

    onVirtualTime(() -> taskGroup(group -> {
      for (String name : List.of("a", "b", "c")) {
        group.start(() -> lock.with(() -> {
          events.add(name);
          sleep(ms(10));
        }));
      }
    }));

    assertThat(events.events()).containsExactly("a@0ms", "b@10ms", "c@20ms");
    assertThat(lock).hasToString("AsyncLock[free]");
  }

  @Test
  void release_withAWaiter_letsNobodyBarge() {
    onVirtualTime(() -> {
      lock.acquire();
      Task<?> waiter = locking("waiter");
      sleep(ms(1));
      lock.release();
      log.add("barged " + lock.tryAcquire());
      lock.acquire();
      log.add("again");
      lock.release();
      await(waiter);
    });

    assertThat(log).containsExactly("barged false", "waiter", "again");
  }

  // asyncio 2.6.1
  @Test
  void cancel_theFirstWaiter_leavesTheLockToTheSecond() {
    onVirtualTime(() -> {
      lock.acquire();
      Task<?> first = locking("first");
      Task<?> second = locking("second");
      sleep(ms(1));
      first.cancel();
      lock.release();
      await(second);

      assertThat(first.isCancelled()).isTrue();
      assertThat(lock.isLocked()).isFalse();
    });

    assertThat(log).containsExactly("second");
  }

  // asyncio 2.6.1, SEMANTICS 6
  @Test
  void cancel_aWaiterThatWasHandedTheLock_passesItOn() {
    onVirtualTime(() -> {
      lock.acquire();
      Task<?> first = locking("first");
      Task<?> second = locking("second");
      sleep(ms(1));
      lock.release();
      first.cancel();
      await(second);

      assertThat(first.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("second");
  }

  // asyncio 2.6.1
  @Test
  void cancel_theOnlyWaiterThatWasHandedTheLock_leavesItFree() {
    onVirtualTime(() -> {
      lock.acquire();
      Task<?> only = locking("only");
      sleep(ms(1));
      lock.release();
      only.cancel();
      ignoreFailure(only::await);

      assertThat(lock.tryAcquire()).isTrue();
      lock.release();
    });

    assertThat(log).isEmpty();
  }

  // SEMANTICS 6
  @Test
  void acquire_inACancelledScope_throwsThoughItIsFree() {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        lock.acquire();
      });
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
      assertThat(lock.isLocked()).isFalse();
    });
  }

  // asyncio 2.6.1
  @Test
  void release_ofAFreeLock_isRefused() {
    onVirtualTime(() -> assertThat(catchThrowable(lock::release))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody"));
  }

  // SEMANTICS 26
  @Test
  void release_ofAnothersLock_isRefusedAndNamesTheOwner() {
    onVirtualTime(() -> {
      Task<?> owner = locking("owner");
      sleep(ms(1));

      assertThat(catchThrowable(lock::release))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("task owner");
      assertThat(lock).hasToString("AsyncLock[held by task owner, 0 waiting]");
      await(owner);
    });
  }

  // SEMANTICS 26
  @Test
  void acquire_ofOnesOwnLock_isADeadlock() {
    onVirtualTime(() -> {
      lock.acquire();

      assertThat(catchThrowable(lock::acquire)).isInstanceOf(DeadlockError.class);
      assertThat(lock.tryAcquire()).isFalse();
      lock.release();
      assertThat(lock.isLocked()).isFalse();
    });
  }

  // asyncio 2.6.1
  @Test
  void with_aBodyThatFails_givesTheLockBack() {
    onVirtualTime(() -> {
      IOException failure = new IOException("planned");
      Throwable thrown = catchThrowable(() -> lock.with((Action) () -> {
        throw failure;
      }));

      assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
      assertThat(lock.isLocked()).isFalse();
      assertThat(lock.with(() -> "value")).isEqualTo("value");
    });
  }

  @Test
  void with_aBodyThatGaveTheLockBackItself_saysSo() {
    onVirtualTime(() -> {
      IllegalStateException own = new IllegalStateException("own");

      assertThat(catchThrowable(() -> lock.with(() -> lock.release())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nobody");
      assertThat(catchThrowable(() -> lock.with(() -> {
            lock.release();
            throw own;
          })))
          .isSameAs(own)
          .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    });
  }

  // SEMANTICS 26
  @Test
  void wait_forTheLock_namesItsOwnerAndDependsOnIt() {
    onVirtualTime(() -> {
      Task<?> owner = locking("owner");
      Task<?> waiter = locking("waiter");
      sleep(ms(1));

      assertThat(waiter.waitReason())
          .isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "the lock (held by task owner)"));
      assertThat(Objects.requireNonNull(waiter.currentWait()).blocker()).isSameAs(owner);
      await(waiter);
    });
  }

  @Test
  void owner_thatEndsWithoutRelease_failsThoseWhoWaitAndThoseWhoAsk() {
    List<Throwable> thrown = new ArrayList<>();

    onVirtualTime(() -> {
      Task<?> owner = createTask(async("owner", () -> {
        lock.acquire();
        sleep(ms(10));
        return "left locked";
      }));
      for (int i = 0; i < 2; i++) {
        createTask(() -> thrown.add(catchThrowable(lock::acquire)));
      }
      await(owner);
      thrown.add(catchThrowable(lock::acquire));
      thrown.add(catchThrowable(lock::tryAcquire));
    });

    assertThat(thrown)
        .hasSize(4)
        .allSatisfy(error -> assertThat(error)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("task owner ended without giving it back"));
  }

  @Test
  void owner_thatIsCancelledWhileOthersWait_releasesInItsCleanUp() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> lock.with(() -> sleep(ms(1_000))));
      Task<?> waiter = locking("waiter");
      sleep(ms(1));
      owner.cancel();
      await(waiter);
    });

    assertThat(log).containsExactly("waiter");
  }

  // SEMANTICS 4
  @Test
  void acquire_inACallback_isRefused() {
    List<Throwable> thrown = new ArrayList<>();

    onVirtualTime(() -> {
      EventLoop.current().callSoon(() -> thrown.add(catchThrowable(lock::acquire)));
      sleep(ms(1));
    });

    assertThat(thrown)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("callback");
  }

  @Test
  void cancel_atEveryTurn_losesNoLock() {
    CancelEverywhere.check(() -> {
      AsyncLock contended = new AsyncLock();
      return new CancelEverywhere.Program() {
        @Override
        public List<Task<?>> start() {
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            tasks.add(createTask(() -> {
              for (int round = 0; round < 2; round++) {
                contended.with(() -> sleep(ms(0)));
              }
            }));
          }
          return tasks;
        }

        @Override
        public void verify() {
          assertThat(contended).hasToString("AsyncLock[free]");
        }
      };
    });
  }
}
