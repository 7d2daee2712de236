package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import java.util.ArrayDeque;
import java.util.Deque;

/// A semaphore made by hand. Its waiter is handed a permit and cancelled before its next turn,
/// so it leaves with the permit that it never used. Such a one must hand it on.
final class SwallowedPermit {
  static final Bug BUG = new Bug(
      "swallowed permit",
      "a waiter that is cancelled after it was served takes the permit to its grave",
      SwallowedPermit.class,
      SwallowedPermit::broken,
      SwallowedPermit::fixed);

  private SwallowedPermit() {}

  static void broken() {
    Permits permits = new Permits();
    useAndCancel(permits, () -> {
      Promise<String> place = permits.join();
      try {
        await(place);
      } catch (CancelledError cancelled) {
        permits.waiting.remove(place);
        throw cancelled;
      }
      permits.release();
    });
  }

  static void fixed() {
    Permits permits = new Permits();
    useAndCancel(permits, () -> {
      Promise<String> place = permits.join();
      try {
        await(place);
      } catch (CancelledError cancelled) {
        if (!permits.waiting.remove(place)) {
          permits.release(); // it had been served
        }
        throw cancelled;
      }
      permits.release();
    });
  }

  /// One holds the permit, one waits for it and is cancelled.
  private static void useAndCancel(Permits permits, Action waiting) {
    Task<?> waiter = createTask(waiting);
    together(
        () -> {
          io(2);
          permits.release();
        },
        () -> {
          io(5);
          waiter.cancel();
        });
    await(gatherSettled(waiter));
    check(permits.free == 1, permits.free + " permits are left of 1");
  }

  /// One permit, which somebody holds at first.
  private static final class Permits {
    private final Deque<Promise<String>> waiting = new ArrayDeque<>();
    private int free;

    Promise<String> join() {
      Promise<String> place = EventLoop.current().createPromise();
      waiting.add(place);
      return place;
    }

    void release() {
      Promise<String> next = waiting.poll();
      if (next == null) {
        free++;
      } else {
        next.complete("a permit");
      }
    }
  }
}
