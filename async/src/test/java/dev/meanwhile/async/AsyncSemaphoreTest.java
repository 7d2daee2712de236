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

  @Test
  void permits_negative_areRefused() {
    assertThat(catchThrowable(() -> new AsyncSemaphore(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

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

  // SEMANTICS 6
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
}
