package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.EventLoop;
import java.time.Duration;

/// An unimportant task holds the lock and waits for the only worker, which a long computation
/// of middling importance has. So the important task, which needs nothing but the lock, waits
/// for that computation. What is held while waiting for something scarce must be nothing others
/// need.
final class PriorityInversion {
  static final Bug BUG = new Bug(
      "priority inversion",
      "an important task waits for an unimportant one, which waits for a long computation",
      PriorityInversion.class,
      PriorityInversion::broken,
      PriorityInversion::fixed);

  private PriorityInversion() {}

  static void broken() {
    AsyncLock lock = new AsyncLock();
    AsyncSemaphore worker = new AsyncSemaphore(1);
    together(
        () -> lock.with(() -> worker.with(() -> sleep(ms(10)))),
        () -> important(lock),
        () -> computation(worker));
  }

  static void fixed() {
    AsyncLock lock = new AsyncLock();
    AsyncSemaphore worker = new AsyncSemaphore(1);
    together(
        () -> worker.with(() -> lock.with(() -> sleep(ms(10)))),
        () -> important(lock),
        () -> computation(worker));
  }

  private static void computation(AsyncSemaphore worker) {
    worker.with(() -> sleep(ms(1_000)));
  }

  private static void important(AsyncLock lock) {
    sleep(ms(1));
    Duration asked = EventLoop.current().time();
    lock.with(() -> {
      Duration waited = EventLoop.current().time().minus(asked);
      check(waited.compareTo(ms(100)) <= 0, "it waited " + waited.toMillis() + " ms");
    });
  }
}
