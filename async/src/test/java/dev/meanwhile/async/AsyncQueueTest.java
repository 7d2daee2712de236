package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AsyncQueueTest {
  private final AsyncQueue<String> queue = AsyncQueue.unbounded();
  private final AsyncQueue<String> one = AsyncQueue.bounded(1);
  private final QueueUsers users = new QueueUsers();
  private final List<String> log = users.log;

  private static <T> List<T> drain(AsyncQueue<T> from) {
    List<T> all = new ArrayList<>();
    for (T item = from.poll(); item != null; item = from.poll()) {
      all.add(item);
    }
    return all;
  }

  private static <T> List<T> drained(AsyncQueue<T> through, List<T> items) {
    return onVirtualTime(() -> {
      items.forEach(through::offer);
      return drain(through);
    });
  }

  // asyncio 2.7.1
  @Test
  void take_givesTheItemsInTheOrderOfTheQueue() {
    List<Integer> items = List.of(2, 3, 1);

    assertThat(drained(AsyncQueue.unbounded(), items)).containsExactly(2, 3, 1);
    assertThat(drained(AsyncQueue.bounded(3), items)).containsExactly(2, 3, 1);
    assertThat(drained(AsyncQueue.lifo(3), items)).containsExactly(1, 3, 2);
    assertThat(drained(AsyncQueue.priority(3, Comparator.<Integer>naturalOrder()), items))
        .containsExactly(1, 2, 3);
  }

  @Test
  void priority_ofEqualItems_givesTheOldestFirst() {
    List<String> items = List.of("bb", "aa", "c", "cc", "a", "dd");

    assertThat(drained(AsyncQueue.priority(9, Comparator.comparing(String::length)), items))
        .containsExactly("c", "a", "bb", "aa", "cc", "dd");
  }

  @Test
  void put_whoseComparatorFails_putsNothingAndGivesTheRoomOn() {
    AsyncQueue<Object> mixed = AsyncQueue.priority(2, (a, b) -> (Integer) a - (Integer) b);

    onVirtualTime(() -> {
      mixed.put(1);
      mixed.put(2);
      Task<?> bad = createTask(() -> mixed.put("not a number"));
      Task<?> good = createTask(() -> mixed.put(3));
      sleep(ms(1));
      mixed.poll();
      await(good);

      assertThat(bad.exceptionNow()).isInstanceOf(ClassCastException.class);
      assertThat(drain(mixed)).containsExactly(2, 3);
      for (int i = 0; i < 3; i++) {
        mixed.taskDone();
      }
      mixed.join();
    });
  }

  // asyncio 2.7.1
  @Test
  void put_intoAFullQueue_waitsForATake() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      Task<?> putter = createTask(() -> {
        one.put("a");
        one.put("b");
        events.add("put b");
      });
      sleep(ms(5));
      assertThat(one.isFull()).isTrue();
      assertThat(one).hasToString("AsyncQueue[1 of 1 items, 1 putting]");
      assertThat(putter.waitReason())
          .isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "room in a queue of 1"));
      events.add(one.take());
      await(putter);
      events.add(one.take());
    });

    assertThat(events.events()).containsExactly("a@5ms", "put b@5ms", "b@5ms");
  }

  // asyncio 2.7.1
  @Test
  void take_fromAnEmptyQueue_waitsForAPut() {
    onVirtualTime(() -> {
      Task<?> taker = users.taking(queue);
      sleep(ms(5));
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue).hasToString("AsyncQueue[0 items, 1 taking]");
      assertThat(taker.waitReason()).isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "an item"));
      queue.put("a");
      await(taker);
      queue.put("b");
      assertThat(queue.size()).isEqualTo(1);
      assertThat(queue.isFull()).isFalse();
    });

    assertThat(log).containsExactly("a");
  }

  // asyncio 2.7.2
  @Test
  void offerAndPoll_neverWait() {
    onVirtualTime(() -> {
      assertThat(one.poll()).isNull();
      assertThat(one.offer("a")).isTrue();
      assertThat(one.offer("b")).isFalse();
      assertThat(one.poll()).isEqualTo("a");
    });
  }

  // asyncio 2.7.2
  @Test
  void offer_servesAWaitingTaker_andPollAWaitingPutter() {
    onVirtualTime(() -> {
      Task<?> taker = users.taking(one);
      sleep(ms(1));
      assertThat(one.offer("a")).isTrue();
      await(taker);
      one.put("b");
      Task<?> putter = users.putting(one, "c");
      sleep(ms(1));
      assertThat(one.poll()).isEqualTo("b");
      await(putter);
      assertThat(one.poll()).isEqualTo("c");
    });

    assertThat(log).containsExactly("a", "put c");
  }

  @Test
  void offer_whileAPutterIsServed_doesNotBarge() {
    onVirtualTime(() -> {
      one.put("a");
      Task<?> first = users.putting(one, "b");
      sleep(ms(1));
      one.poll();
      assertThat(one.offer("barger")).isFalse();
      users.putting(one, "c");
      await(first);
      assertThat(one.take()).isEqualTo("b");
      assertThat(one.take()).isEqualTo("c");
    });
  }

  @Test
  void poll_whileATakerWasHandedTheItem_findsNothing() {
    onVirtualTime(() -> {
      Task<?> taker = users.taking(queue);
      sleep(ms(1));
      queue.put("a");
      assertThat(queue.poll()).isNull();
      await(taker);
    });

    assertThat(log).containsExactly("a");
  }

  @Test
  void item_null_isRefused() {
    onVirtualTime(() -> {
      assertThat(catchThrowable(() -> queue.put(nothing())))
          .isInstanceOf(NullPointerException.class);
      assertThat(catchThrowable(() -> queue.offer(nothing())))
          .isInstanceOf(NullPointerException.class);
    });
  }

  private static String nothing() {
    return Nulls.maybe(null);
  }

  @Test
  void capacity_lessThanOne_isRefused() {
    assertThat(catchThrowable(() -> AsyncQueue.bounded(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> AsyncQueue.lifo(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.7.3, SEMANTICS 6
  @Test
  void cancel_aTakerThatWasHandedAnItem_givesItToTheNext() {
    onVirtualTime(() -> {
      Task<?> first = users.taking(queue);
      users.taking(queue);
      sleep(ms(1));
      queue.put("a");
      first.cancel();
      sleep(ms(1));

      assertThat(first.isCancelled()).isTrue();
      assertThat(queue).hasToString("AsyncQueue[0 items]");
    });

    assertThat(log).containsExactly("a");
  }

  // asyncio 2.7.3, SEMANTICS 6
  @Test
  void cancel_takersThatWereHandedItems_putsThemBackToTheHeadInOrder() {
    onVirtualTime(() -> {
      Task<?> first = users.taking(queue);
      Task<?> second = users.taking(queue);
      sleep(ms(1));
      for (String item : List.of("a", "b", "c", "d")) {
        queue.put(item);
      }
      first.cancel();
      second.cancel();
      sleep(ms(1));

      assertThat(drain(queue)).containsExactly("a", "b", "c", "d");
    });
  }

  // SEMANTICS 6
  @Test
  void cancel_aTakerOfAnotherOrder_putsTheItemBackToItsPlace() {
    AsyncQueue<String> newest = AsyncQueue.lifo(9);
    AsyncQueue<String> least = AsyncQueue.priority(9, Comparator.comparing(String::length));

    onVirtualTime(() -> {
      for (AsyncQueue<String> any : List.of(newest, least)) {
        Task<?> first = users.taking(any);
        Task<?> second = users.taking(any);
        sleep(ms(1));
        any.put("a");
        any.put("b");
        any.put("c");
        second.cancel();
        first.cancel();
        sleep(ms(1));
      }

      assertThat(drain(newest)).containsExactly("c", "b", "a");
      assertThat(drain(least)).containsExactly("a", "b", "c");
    });
  }

  // asyncio 2.7.3
  @Test
  void cancel_takersAndPuttersThatWait_leavesNoEntries() {
    onVirtualTime(() -> {
      one.put("a");
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasks.add(users.taking(queue));
        tasks.add(users.putting(one, "never"));
      }
      sleep(ms(1));
      tasks.forEach(Task::cancel);
      sleep(ms(1));

      assertThat(queue).hasToString("AsyncQueue[0 items]");
      assertThat(one).hasToString("AsyncQueue[1 of 1 items]");
      queue.put("b");
      assertThat(queue.take()).isEqualTo("b");
    });

    assertThat(log).isEmpty();
  }

  // asyncio 2.7.3, SEMANTICS 6
  @Test
  void cancel_aPutterThatWasGivenRoom_putsNothingAndGivesTheRoomOn() {
    onVirtualTime(() -> {
      one.put("a");
      Task<?> first = users.putting(one, "first");
      Task<?> second = users.putting(one, "second");
      sleep(ms(1));
      assertThat(one.poll()).isEqualTo("a");
      first.cancel();
      await(second);

      assertThat(first.isCancelled()).isTrue();
      assertThat(drain(one)).containsExactly("second");
    });
  }

  // SEMANTICS 6
  @Test
  void putAndTake_inACancelledScope_throwThoughTheyNeedNotWait() {
    onVirtualTime(() -> {
      queue.put("a");
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        ignoreFailure(() -> queue.put("b"));
        queue.take();
      });
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
      assertThat(drain(queue)).containsExactly("a");
    });
  }

  // SEMANTICS 4
  @Test
  void use_outsideTheLoop_isRefused() {
    assertThat(catchThrowable(() -> queue.put("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Async.run");
    assertThat(catchThrowable(queue::take)).isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(queue::poll))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EventLoop.post");
    assertThat(catchThrowable(queue::close)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cancel_atEveryTurn_losesNoItem() {
    CancelEverywhere.check(() -> new PassingItems(AsyncQueue.bounded(1)));
    CancelEverywhere.check(() -> new PassingItems(AsyncQueue.lifo(2)));
  }

  /// Three put two items each, three take what comes, until nothing comes any more.
  private static final class PassingItems implements CancelEverywhere.Program {
    private final AsyncQueue<Integer> items;
    private final List<Integer> put = new ArrayList<>();
    private final List<Integer> taken = new ArrayList<>();

    PassingItems(AsyncQueue<Integer> items) {
      this.items = items;
    }

    @Override
    public List<Task<?>> start() {
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int first = i * 2;
        tasks.add(createTask(() -> {
          items.put(first);
          put.add(first);
          items.put(first + 1);
          put.add(first + 1);
        }));
        tasks.add(createTask(() -> {
          for (int item : items) {
            taken.add(item);
          }
        }));
      }
      EventLoop.current().callLater(ms(50), items::close);
      return tasks;
    }

    @Override
    public void verify() {
      assertThat(taken).containsExactlyInAnyOrderElementsOf(put);
      assertThat(items.isEmpty()).isTrue();
    }
  }
}
