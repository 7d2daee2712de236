package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncQueue;

/// Producer and consumer are equally fast, as long as they take turns. Whenever the consumer
/// falls behind, the queue grows, and nothing holds the producer. A bound does.
final class UnboundedQueue {
  static final Bug BUG = new Bug(
      "unbounded queue",
      "a queue without a bound grows whenever its consumer falls behind",
      UnboundedQueue.class,
      UnboundedQueue::broken,
      UnboundedQueue::fixed);

  private UnboundedQueue() {}

  private static final int ENOUGH = 4;

  static void broken() {
    produceAndConsume(AsyncQueue.unbounded());
  }

  static void fixed() {
    produceAndConsume(AsyncQueue.bounded(ENOUGH));
  }

  private static void produceAndConsume(AsyncQueue<Integer> queue) {
    together(
        () -> {
          for (int i = 0; i < 12; i++) {
            queue.put(i);
            check(queue.size() <= ENOUGH, queue.size() + " items in the queue");
            io();
          }
          queue.close();
        },
        () -> {
          for (int _ : queue) {
            io();
          }
        });
  }
}
