package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncLock;

/// Two transfers take the locks of the same two accounts, each its own first. Each gets one and
/// waits for the other's. All must take the locks in the same order.
final class LockOrder {
  static final Bug BUG = new Bug(
      "deadlock by lock order",
      "two tasks take two locks, each in another order",
      LockOrder.class,
      LockOrder::broken,
      LockOrder::fixed);

  private LockOrder() {}

  static void broken() {
    AsyncLock mine = new AsyncLock();
    AsyncLock yours = new AsyncLock();
    together(() -> transfer(mine, yours), () -> {
      io(4);
      transfer(yours, mine);
    });
  }

  static void fixed() {
    AsyncLock mine = new AsyncLock();
    AsyncLock yours = new AsyncLock();
    together(() -> transfer(mine, yours), () -> {
      io(4);
      transfer(mine, yours);
    });
  }

  private static void transfer(AsyncLock first, AsyncLock second) {
    first.with(() -> {
      io();
      second.with(() -> io());
    });
  }
}
