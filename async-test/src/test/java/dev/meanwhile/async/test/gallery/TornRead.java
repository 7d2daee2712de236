package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

/// A reader reads the two halves of a value with a wait in between, and a writer changes both
/// meanwhile. Each does nothing wrong by itself. Both halves must be read together, or under
/// the writer's lock.
final class TornRead {
  static final Bug BUG = new Bug(
      "torn read",
      "half of what is read is old, the other half new",
      TornRead.class,
      TornRead::broken,
      TornRead::fixed);

  private TornRead() {}

  static void broken() {
    int[] range = {0, 10};
    together(
        () -> {
          int low = range[0];
          io();
          int high = range[1];
          check(high - low == 10, "read " + low + " to " + high);
        },
        () -> move(range));
  }

  static void fixed() {
    int[] range = {0, 10};
    together(
        () -> {
          int low = range[0];
          int high = range[1];
          io();
          check(high - low == 10, "read " + low + " to " + high);
        },
        () -> move(range));
  }

  private static void move(int[] range) {
    io(3);
    range[0] += 5;
    range[1] += 5;
  }
}
