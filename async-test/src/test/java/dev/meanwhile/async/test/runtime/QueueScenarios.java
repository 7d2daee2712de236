package dev.meanwhile.async.test.runtime;

import static dev.meanwhile.async.Async.waitUntil;
import static dev.meanwhile.async.test.runtime.Stage.check;
import static dev.meanwhile.async.test.runtime.Stage.turn;

import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.QueueClosedException;
import dev.meanwhile.async.ReturnWhen;
import dev.meanwhile.async.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Queues of all kinds: no item is lost or doubled.
final class QueueScenarios {
  static final List<Scenario> ALL = List.of(
      exchange("unbounded queue", AsyncQueue::unbounded),
      exchange("bounded queue", () -> AsyncQueue.bounded(1)),
      exchange("bounded queue of two", () -> AsyncQueue.bounded(2)),
      exchange("last in, first out", () -> AsyncQueue.lifo(2)),
      exchange("priority queue", () -> AsyncQueue.priority(2, Comparator.naturalOrder())),
      new Scenario("order in a queue", QueueScenarios::order),
      new Scenario("queue join", QueueScenarios::join),
      new Scenario("queue closeNow", QueueScenarios::closeNow));

  private QueueScenarios() {}

  private static Scenario exchange(String name, Supplier<AsyncQueue<Integer>> queue) {
    return new Scenario(name, stage -> exchange(stage, queue.get()));
  }

  /// Two put, two take until it is closed: what was put is what was taken and what is left.
  private static void exchange(Stage stage, AsyncQueue<Integer> queue) throws Exception {
    Set<Integer> put = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    List<Task<?>> producers = new ArrayList<>();
    for (int first : new int[] {0, 10}) {
      producers.add(stage.task(() -> {
        for (int item = first; item < first + 3; item++) {
          queue.put(item);
          put.add(item);
        }
      }));
    }
    for (int i = 0; i < 2; i++) {
      stage.task(() -> {
        for (int item : queue) {
          check(taken.add(item), "taken twice: " + item);
          turn();
        }
      });
    }
    closeAfter(stage, producers, queue);

    stage.finish(() -> check(
        queue.isEmpty() || !queue.toString().contains("taking"), "waits beside items: " + queue));

    checkAccount(put, taken, drain(queue));
  }

  /// One who takes sees the items of each who puts in their order.
  private static void order(Stage stage) throws Exception {
    AsyncQueue<Integer> queue = AsyncQueue.bounded(2);
    List<Integer> taken = new ArrayList<>();
    List<Task<?>> producers = new ArrayList<>();
    for (int first : new int[] {0, 10}) {
      producers.add(stage.task(() -> {
        for (int item = first; item < first + 4; item++) {
          queue.put(item);
        }
      }));
    }
    stage.task(() -> queue.forEach(taken::add));
    closeAfter(stage, producers, queue);

    stage.finish();

    for (boolean isSecond : new boolean[] {false, true}) {
      List<Integer> own = taken.stream().filter(item -> item >= 10 == isSecond).toList();
      check(own.equals(own.stream().sorted().toList()), "out of order: " + taken);
    }
  }

  private static void closeAfter(Stage stage, List<Task<?>> producers, AsyncQueue<Integer> queue) {
    stage.task(() -> {
      waitUntil(producers, ReturnWhen.ALL_COMPLETED);
      queue.close();
    });
  }

  /// Who joins goes on when all that was put has been dealt with.
  private static void join(Stage stage) throws Exception {
    AsyncQueue<Integer> queue = AsyncQueue.bounded(1);
    int[] counts = new int[2];
    Task<?> producer = stage.task(() -> {
      for (int item = 0; item < 4; item++) {
        queue.put(item);
        counts[0]++;
      }
    });
    for (int i = 0; i < 2; i++) {
      stage.task(() -> {
        for (int _ : queue) {
          try {
            turn();
          } finally {
            counts[1]++;
            queue.taskDone();
          }
        }
      });
    }
    stage.task(() -> {
      waitUntil(List.of(producer), ReturnWhen.ALL_COMPLETED);
      queue.join();
      check(counts[0] == counts[1], counts[1] + " of " + counts[0] + " are done");
      queue.close();
    });

    stage.finish();
  }

  /// What is dropped is told; who waits, to put or to take, is refused.
  private static void closeNow(Stage stage) throws Exception {
    AsyncQueue<Integer> queue = AsyncQueue.bounded(1);
    Set<Integer> put = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    List<Integer> dropped = new ArrayList<>();
    stage.task(() -> {
      try {
        for (int item = 0; item < 5; item++) {
          queue.put(item);
          put.add(item);
        }
      } catch (QueueClosedException _) {
        check(queue.isClosed(), "refused by an open queue");
      }
    });
    stage.task(() -> {
      for (int item : queue) {
        check(taken.add(item), "taken twice: " + item);
        turn();
      }
    });
    stage.task(() -> {
      turn();
      turn();
      dropped.addAll(queue.closeNow());
    });

    stage.finish();

    dropped.addAll(drain(queue));
    if (stage.isDisturbed()) {
      put.retainAll(taken); // one in the hand of a cancelled taker is dropped as well
      dropped.clear();
    }
    checkAccount(put, taken, dropped);
  }

  private static List<Integer> drain(AsyncQueue<Integer> queue) {
    List<Integer> left = new ArrayList<>();
    for (Integer item = queue.poll(); item != null; item = queue.poll()) {
      left.add(item);
    }
    return left;
  }

  private static void checkAccount(
      Set<Integer> put, Set<Integer> taken, Collection<Integer> others) {
    Set<Integer> accounted = new HashSet<>(taken);
    for (int item : others) {
      check(accounted.add(item), "taken, and there all the same: " + item);
    }
    check(accounted.equals(put), "put " + put + ", taken " + taken + ", left " + others);
  }
}
