package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How a queue ends: join, close and loops over it.
final class AsyncQueueCloseTest {
  private final AsyncQueue<String> queue = AsyncQueue.unbounded();
  private final AsyncQueue<String> one = AsyncQueue.bounded(1);
  private final QueueUsers users = new QueueUsers();
  private final List<String> log = users.log;

  // asyncio 2.7.4
  @Test
  void join_waitsUntilEveryItemIsDone() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      for (int i = 0; i < 3; i++) {
        queue.put("item");
      }
      createTask(() -> {
        for (int i = 0; i < 3; i++) {
          queue.take();
          sleep(ms(5));
          queue.taskDone();
        }
      });
      queue.join();
      events.add("joined");
    });

    assertThat(events.events()).containsExactly("joined@15ms");
  }

  // asyncio 2.7.4
  @Test
  void join_ofAnEmptyQueue_returnsAndOneDoneTooManyIsRefused() {
    onVirtualTime(() -> {
      queue.join();
      queue.put("a");
      queue.taskDone();
      queue.join();

      assertThat(catchThrowable(queue::taskDone)).isInstanceOf(IllegalStateException.class);
    });
  }

  // asyncio 2.7.5
  @Test
  void close_anEmptyQueue_endsTakersAndRefusesPuts() {
    onVirtualTime(() -> {
      users.taking(queue);
      users.taking(queue);
      sleep(ms(1));
      queue.close();
      queue.close();
      sleep(ms(1));
      users.taking(queue);
      users.putting(queue, "a");
      sleep(ms(1));

      assertThat(queue.isClosed()).isTrue();
      assertThat(queue.poll()).isNull();
      assertThat(catchThrowable(() -> queue.offer("b")))
          .isInstanceOf(QueueClosedException.class)
          .hasMessageContaining("AsyncQueue[0 items, closed]");
      queue.join();
    });

    assertThat(log).containsExactly("closed", "closed", "closed", "refused a");
  }

  // asyncio 2.7.5
  @Test
  void close_withItems_letsThemBeTaken() {
    onVirtualTime(() -> {
      one.put("a");
      users.putting(one, "b");
      sleep(ms(1));
      one.close();
      sleep(ms(1));
      users.taking(one);
      users.taking(one);
      sleep(ms(1));

      assertThat(moveOnAfter(ms(1), one::join)).isFalse();
      one.taskDone();
      one.join();
    });

    assertThat(log).containsExactly("refused b", "a", "closed");
  }

  // asyncio 2.7.5
  @Test
  void close_whenAPutterWasJustGivenRoom_refusesIt() {
    onVirtualTime(() -> {
      one.put("a");
      Task<?> putter = users.putting(one, "b");
      sleep(ms(1));
      assertThat(one.take()).isEqualTo("a");
      one.close();
      await(putter);
      assertThat(one.isEmpty()).isTrue();
    });

    assertThat(log).containsExactly("refused b");
  }

  // asyncio 2.7.5, SEMANTICS 6
  @Test
  void close_whileACancelledTakerHoldsAnItem_losesItNot() {
    onVirtualTime(() -> {
      Task<?> first = users.taking(queue);
      users.taking(queue);
      sleep(ms(1));
      queue.put("a");
      queue.close();
      users.taking(queue);
      first.cancel();
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "closed");
  }

  // asyncio 2.7.5
  @Test
  void closeNow_dropsTheItemsAndReleasesJoin() {
    onVirtualTime(() -> {
      queue.put("a");
      queue.put("b");
      Task<?> joiner = createTask(queue::join);
      sleep(ms(1));
      assertThat(queue.closeNow()).containsExactly("a", "b");
      await(joiner);
      users.taking(queue);
      sleep(ms(1));
    });

    assertThat(log).containsExactly("closed");
  }

  // asyncio 2.7.5
  @Test
  void closeNow_withUnfinishedItems_joinStillWaitsForThose() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      one.put("a");
      users.putting(one, "b");
      sleep(ms(1));
      one.take();
      sleep(ms(1));
      createTask(() -> {
        sleep(ms(5));
        one.taskDone();
      });
      assertThat(one.closeNow()).containsExactly("b");
      one.join();
      events.add("joined");
    });

    assertThat(events.events()).containsExactly("joined@7ms");
  }

  // SEMANTICS 6
  @Test
  void closeNow_anItemThatACancelledTakerHeld_isDroppedAndDone() {
    onVirtualTime(() -> {
      Task<?> taker = users.taking(queue);
      sleep(ms(1));
      queue.put("a");
      assertThat(queue.closeNow()).isEmpty();
      taker.cancel();
      queue.join();

      assertThat(taker.isCancelled()).isTrue();
      assertThat(queue.isEmpty()).isTrue();
    });
  }

  @Test
  void iteration_waitsForItemsAndEndsWithTheQueue() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> {
        try (queue) {
          for (String item : List.of("a", "b")) {
            sleep(ms(5));
            queue.put(item);
          }
          sleep(ms(5));
        }
      });
      for (String item : queue) {
        events.add(item);
      }
      events.add("end");
      assertThat(queue.iterator().hasNext()).isFalse();
    });

    assertThat(events.events()).containsExactly("a@5ms", "b@10ms", "end@15ms");
  }

  @Test
  void iteration_byTwoTasks_givesEachItemToOne() {
    onVirtualTime(() -> taskGroup(group -> {
      for (String name : List.of("x", "y")) {
        group.start(() -> {
          for (String item : queue) {
            log.add(name + item);
            sleep(ms(1));
          }
        });
      }
      for (int i = 0; i < 4; i++) {
        queue.put("" + i);
      }
      queue.close();
    }));

    assertThat(log).containsExactlyInAnyOrder("x0", "y1", "x2", "y3");
  }
}
