package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncEvent;

/// A barrier made by hand of a counter and an event. The last one to leave closes it; a fast
/// one comes back before that and finds it open from the last round. Each round needs an event
/// of its own.
final class BarrierReuse {
  static final Bug BUG = new Bug(
      "barrier used again",
      "a fast task passes the next round's barrier, which is still open from the last",
      BarrierReuse.class,
      BarrierReuse::broken,
      BarrierReuse::fixed);

  private BarrierReuse() {}

  static void broken() {
    AsyncEvent open = new AsyncEvent();
    int[] arrived = new int[1];
    twoRounds(() -> {
      if (++arrived[0] == 2) {
        open.set();
      }
      open.await();
      if (--arrived[0] == 0) {
        open.clear();
      }
    });
  }

  static void fixed() {
    AsyncEvent[] open = {new AsyncEvent()};
    int[] arrived = new int[1];
    twoRounds(() -> {
      AsyncEvent round = open[0];
      if (++arrived[0] == 2) {
        open[0] = new AsyncEvent();
        arrived[0] = 0;
        round.set();
      }
      round.await();
    });
  }

  private static void twoRounds(Action barrier) {
    int[] done = new int[2];
    together(() -> work(0, done, barrier), () -> work(1, done, barrier));
  }

  private static void work(int me, int[] done, Action barrier) throws Exception {
    for (int round = 1; round <= 2; round++) {
      io();
      done[me] = round;
      barrier.run();
      check(done[1 - me] >= round, "round " + round + " began before the other was ready");
    }
  }
}
