package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;

/// A resource notes that it is closed when its close has come to its end. Who closes it
/// meanwhile closes it a second time. It must be noted before the first wait.
final class DoubleClose {
  static final Bug BUG = new Bug(
      "double close",
      "two tasks find a thing open and both close it",
      DoubleClose.class,
      DoubleClose::broken,
      DoubleClose::fixed);

  private DoubleClose() {}

  static void broken() {
    boolean[] isClosed = new boolean[1];
    int[] closes = new int[1];
    Action close = () -> {
      if (!isClosed[0]) {
        io(2); // flushes
        isClosed[0] = true;
        closes[0]++;
      }
    };
    together(close, () -> afterItsUse(close));
    check(closes[0] == 1, "closed " + closes[0] + " times");
  }

  static void fixed() {
    boolean[] isClosed = new boolean[1];
    int[] closes = new int[1];
    Action close = () -> {
      if (!isClosed[0]) {
        isClosed[0] = true;
        io(2);
        closes[0]++;
      }
    };
    together(close, () -> afterItsUse(close));
    check(closes[0] == 1, "closed " + closes[0] + " times");
  }

  private static void afterItsUse(Action close) throws Exception {
    io(4);
    close.run();
  }
}
