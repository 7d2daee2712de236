package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.Task;
import java.util.ArrayList;
import java.util.List;

/// Who shuts down waits until the queue is empty and cancels the worker. Empty means that the
/// last item was taken, not that it was dealt with. A queue that is closed lets its worker come
/// to its end.
final class ShutdownDropsItem {
  static final Bug BUG = new Bug(
      "shutdown drops an item",
      "an empty queue is taken for finished work",
      ShutdownDropsItem.class,
      ShutdownDropsItem::broken,
      ShutdownDropsItem::fixed);

  private ShutdownDropsItem() {}

  static void broken() {
    AsyncQueue<Integer> queue = AsyncQueue.unbounded();
    List<Integer> stored = new ArrayList<>();
    Task<?> worker = createTask(() -> work(queue, stored));
    queue.put(1);
    queue.put(2);
    while (!queue.isEmpty()) {
      io(3);
    }
    worker.cancel();
    await(gatherSettled(worker));
    check(stored.size() == 2, stored + " was stored of two");
  }

  static void fixed() {
    AsyncQueue<Integer> queue = AsyncQueue.unbounded();
    List<Integer> stored = new ArrayList<>();
    Task<?> worker = createTask(() -> work(queue, stored));
    queue.put(1);
    queue.put(2);
    queue.close();
    await(worker);
    check(stored.size() == 2, stored + " was stored of two");
  }

  private static void work(AsyncQueue<Integer> queue, List<Integer> stored) {
    for (int item : queue) {
      io();
      stored.add(item);
    }
  }
}
