package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 6 and 20.
final class AsyncSemaphoreTest {
  private final AsyncSemaphore none = new AsyncSemaphore(0);
  private final List<String> log = new ArrayList<>();

  private Task<?> acquiring(String name) {
    return createTask(() -> {
      none.acquire();
      return log.add(name);
    });
  }

  // asyncio 2.6.4
  @Test
  void acquire_atMostPermitsTasksAtATime() {
    EventLog events = new EventLog();
    AsyncSemaphore two = new AsyncSemaphore(2);

    onVirtualTime(() -> taskGroup(group -> {
      for (int i = 1; i <= 4; i++) {
        int number = i;
        group.start(() -> {
          two.acquire();
          sleep(ms(10));
          events.add("task " + number);
          two.release();
        });
      }
    }));

    assertThat(events.events())
        .containsExactly("task 1@10ms", "task 2@10ms", "task 3@20ms", "task 4@20ms");
  }

  // asyncio 2.6.4
  @Test
  void permits_negative_areRefused() {
    assertThat(catchThrowable(() -> new AsyncSemaphore(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.6.4
  @Test
  void release_three_wakesThreeInOrder() {
    onVirtualTime(() -> {
      acquiring("a");
      acquiring("b");
      acquiring("c");
      sleep(ms(1));
      none.release();
      none.release();
      none.release();
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void tryAcquire_whileSomebodyWaits_doesNotBarge() {
    onVirtualTime(() -> {
      acquiring("waiter");
      sleep(ms(1));
      none.release();
      log.add("taken " + none.tryAcquire());
      sleep(ms(1));
    });

    assertThat(log).containsExactly("taken false", "waiter");
  }

  @Test
  void acquire_freePermit_keepsTheTurn() {
    onVirtualTime(() -> {
      none.release();
      createTask(() -> log.add("other"));
      none.acquire();
      log.add("acquired");
      sleep(ms(1));
    });

    assertThat(log).containsExactly("acquired", "other");
  }

  // asyncio 2.6.4
  @Test
  void cancel_aWaiterInTheMiddle_isSkipped() {
    onVirtualTime(() -> {
      acquiring("a");
      Task<?> middle = acquiring("b");
      acquiring("c");
      sleep(ms(1));
      middle.cancel();
      none.release();
      none.release();
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "c");
  }

  // asyncio 2.6.4, SEMANTICS 6
  @Test
  void cancel_aWaiterThatWasHandedThePermit_passesItOn() {
    onVirtualTime(() -> {
      Task<?> first = acquiring("a");
      acquiring("b");
      sleep(ms(1));
      none.release();
      first.cancel();
      ignoreFailure(first::await);
      sleep(ms(1));

      assertThat(first.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("b");
  }

  // SEMANTICS 6
  @Test
  void cancel_theOnlyWaiterThatWasHandedThePermit_givesItBack() {
    onVirtualTime(() -> {
      Task<?> only = acquiring("a");
      sleep(ms(1));
      none.release();
      only.cancel();
      ignoreFailure(only::await);

      assertThat(none.tryAcquire()).isTrue();
    });

    assertThat(log).isEmpty();
  }

  // SEMANTICS 20
  @Test
  void acquire_asAMethodReference_makesATask() {
    onVirtualTime(() -> {
      Task<?> task = createTask(none::acquire);
      sleep(ms(1));
      none.release();
      await(task);

      assertThat(none).hasToString("AsyncSemaphore[0 permits, 0 waiting]");
    });
  }

  // asyncio 2.6.4
  @Test
  void bounded_releasedTooOften_isRefused() {
    AsyncSemaphore bounded = AsyncSemaphore.bounded(2);

    onVirtualTime(() -> {
      assertThat(catchThrowable(bounded::release)).isInstanceOf(IllegalStateException.class);
      bounded.acquireMany(2);
      assertThat(catchThrowable(() -> bounded.acquireMany(3)))
          .isInstanceOf(IllegalArgumentException.class);
      bounded.releaseMany(2);
      assertThat(catchThrowable(bounded::release)).isInstanceOf(IllegalStateException.class);
      assertThat(bounded.availablePermits()).isEqualTo(2);
    });
  }

  // SEMANTICS 20
  @Test
  void acquireMany_atTheHead_blocksSmallerOnesBehindIt() {
    onVirtualTime(() -> {
      Task<?> many = createTask(() -> {
        none.acquireMany(3);
        return log.add("many");
      });
      acquiring("one");
      sleep(ms(1));
      assertThat(many.waitReason()).isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "3 permits"));
      none.releaseMany(2);
      log.add("free " + none.availablePermits() + ", taken " + none.tryAcquire());
      sleep(ms(1));
      none.releaseMany(2);
      sleep(ms(1));
    });

    assertThat(log).containsExactly("free 2, taken false", "many", "one");
  }

  // SEMANTICS 6
  @Test
  void cancel_aRequestForManyAtTheHead_servesThoseBehindIt() {
    onVirtualTime(() -> {
      Task<?> many = createTask(() -> none.acquireMany(3));
      acquiring("a");
      acquiring("b");
      sleep(ms(1));
      none.releaseMany(2);
      many.cancel();
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "b");
  }

  @Test
  void acquireMany_ofLessThanOne_isRefused() {
    onVirtualTime(() -> {
      assertThat(catchThrowable(() -> none.acquireMany(0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> none.tryAcquireMany(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> none.releaseMany(0)))
          .isInstanceOf(IllegalArgumentException.class);
      none.releaseMany(Integer.MAX_VALUE);
      assertThat(catchThrowable(none::release)).isInstanceOf(IllegalStateException.class);
      assertThat(none.tryAcquireMany(Integer.MAX_VALUE)).isTrue();
    });
  }

  @Test
  void with_aBodyThatFails_givesThePermitBack() {
    AsyncSemaphore one = new AsyncSemaphore(1);

    onVirtualTime(() -> {
      ignoreFailure(() -> one.with((Action) () -> {
        throw new IllegalArgumentException("planned");
      }));
      assertThat(one.with(one::availablePermits)).isZero();
      assertThat(one.availablePermits()).isEqualTo(1);
    });
  }

  @Test
  void cancel_atEveryTurn_losesNoPermit() {
    CancelEverywhere.check(() -> {
      AsyncSemaphore two = new AsyncSemaphore(2);
      return new CancelEverywhere.Program() {
        @Override
        public List<Task<?>> start() {
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            int count = 1 + i % 2;
            tasks.add(createTask(() -> {
              two.acquireMany(count);
              try {
                sleep(ms(0));
              } finally {
                two.releaseMany(count);
              }
            }));
          }
          return tasks;
        }

        @Override
        public void verify() {
          assertThat(two).hasToString("AsyncSemaphore[2 permits, 0 waiting]");
        }
      };
    });
  }
}
