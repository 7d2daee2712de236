package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncLock;

/// A value has expired. All who ask for it while it is loaded load it as well, just when
/// loading is slow. The first must leave word that it is at it.
final class CacheStampede {
  static final Bug BUG = new Bug(
      "cache stampede",
      "all who find a value expired load it at once",
      CacheStampede.class,
      CacheStampede::broken,
      CacheStampede::fixed);

  private CacheStampede() {}

  static void broken() {
    int[] loads = new int[1];
    boolean[] isFresh = new boolean[1];
    Action ask = () -> {
      if (!isFresh[0]) {
        loads[0]++;
        io();
        isFresh[0] = true;
      }
    };
    askThreeTimes(ask);
    check(loads[0] <= 2, "loaded " + loads[0] + " times at once");
  }

  static void fixed() {
    int[] loads = new int[1];
    boolean[] isFresh = new boolean[1];
    AsyncLock loading = new AsyncLock();
    Action ask = () -> loading.with(() -> {
      if (!isFresh[0]) {
        loads[0]++;
        io();
        isFresh[0] = true;
      }
    });
    askThreeTimes(ask);
    check(loads[0] <= 2, "loaded " + loads[0] + " times at once");
  }

  private static void askThreeTimes(Action ask) {
    together(() -> askAfter(0, ask), () -> askAfter(3, ask), () -> askAfter(5, ask));
  }

  private static void askAfter(int waits, Action ask) throws Exception {
    io(waits);
    ask.run();
  }
}
