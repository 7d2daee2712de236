package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncCondition;
import java.util.function.BooleanSupplier;

/// A buffer of one place with one condition for both sides. A signal that is meant for a
/// consumer wakes a producer, which finds the buffer full and waits again: the signal is used
/// up. With waiters of several kinds all must be told.
final class WrongWaiterWoken {
  static final Bug BUG = new Bug(
      "wrong waiter woken",
      "a signal wakes one who has no use for it, and is used up",
      WrongWaiterWoken.class,
      WrongWaiterWoken::broken,
      WrongWaiterWoken::fixed);

  private WrongWaiterWoken() {}

  static void broken() {
    Buffer buffer = new Buffer();
    exchange(buffer, () -> buffer.changed.signal());
  }

  static void fixed() {
    Buffer buffer = new Buffer();
    exchange(buffer, () -> buffer.changed.signalAll());
  }

  private static void exchange(Buffer buffer, Action signal) {
    Action put = () -> buffer.move(() -> buffer.items == 0, 1, signal);
    Action take = () -> buffer.move(() -> buffer.items == 1, -1, signal);
    together(put, take, put, take, put, take);
  }

  private static final class Buffer {
    private final AsyncCondition changed = new AsyncCondition();
    private int items;

    void move(BooleanSupplier isPossible, int count, Action signal) {
      changed.lock().with(() -> {
        changed.awaitUntil(isPossible);
        items += count;
        signal.run();
      });
    }
  }
}
