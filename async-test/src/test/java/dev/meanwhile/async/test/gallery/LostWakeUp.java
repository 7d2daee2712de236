package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/// A consumer looks, waits for something else, and only then says whom to wake. An item that is
/// added in between wakes nobody. Who may have to be woken must be known before looking.
final class LostWakeUp {
  static final Bug BUG = new Bug(
      "lost wake-up",
      "what is added between looking and lying down wakes nobody",
      LostWakeUp.class,
      LostWakeUp::broken,
      LostWakeUp::fixed);

  private LostWakeUp() {}

  static void broken() {
    Deque<String> items = new ArrayDeque<>();
    Deque<Promise<String>> sleepers = new ArrayDeque<>();
    together(
        () -> {
          if (items.isEmpty()) {
            io(); // "nothing to do" goes to the log
            Promise<String> wakeUp = EventLoop.current().createPromise();
            sleepers.add(wakeUp);
            await(wakeUp);
          }
          items.remove();
        },
        () -> add(items, sleepers));
  }

  static void fixed() {
    Deque<String> items = new ArrayDeque<>();
    Deque<Promise<String>> sleepers = new ArrayDeque<>();
    together(
        () -> {
          if (items.isEmpty()) {
            Promise<String> wakeUp = EventLoop.current().createPromise();
            sleepers.add(wakeUp);
            io();
            await(wakeUp);
          }
          items.remove();
        },
        () -> add(items, sleepers));
  }

  private static void add(Deque<String> items, Deque<Promise<String>> sleepers) {
    io(3);
    items.add("item");
    sleepers.forEach(sleeper -> sleeper.complete("wake up"));
  }
}
