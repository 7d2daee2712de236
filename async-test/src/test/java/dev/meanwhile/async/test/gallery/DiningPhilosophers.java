package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncLock;
import java.util.List;

/// Three philosophers, three forks; each takes the left one first (Dijkstra). When each has
/// one, all wait for their neighbours. It is enough that one of them begins with the right one.
final class DiningPhilosophers {
  static final Bug BUG = new Bug(
      "dining philosophers",
      "each holds one fork and waits for the neighbour's",
      DiningPhilosophers.class,
      DiningPhilosophers::broken,
      DiningPhilosophers::fixed);

  private DiningPhilosophers() {}

  static void broken() {
    List<AsyncLock> forks = List.of(new AsyncLock(), new AsyncLock(), new AsyncLock());
    together(
        () -> dine(0, forks.get(0), forks.get(1)),
        () -> dine(1, forks.get(1), forks.get(2)),
        () -> dine(2, forks.get(2), forks.get(0)));
  }

  static void fixed() {
    List<AsyncLock> forks = List.of(new AsyncLock(), new AsyncLock(), new AsyncLock());
    together(
        () -> dine(0, forks.get(0), forks.get(1)),
        () -> dine(1, forks.get(1), forks.get(2)),
        () -> dine(2, forks.get(0), forks.get(2)));
  }

  private static void dine(int number, AsyncLock first, AsyncLock second) {
    io(3 * number); // thinks
    first.with(() -> {
      io();
      second.with(() -> io());
    });
  }
}
