package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

/// `total += size()` reads the total first, then calls `size()`, which waits. What others add
/// meanwhile is overwritten. What waits must be called before the total is read.
final class ReadModifyWrite {
  static final Bug BUG = new Bug(
      "read-modify-write across a wait",
      "`total += size()` reads the total before `size()` waits",
      ReadModifyWrite.class,
      ReadModifyWrite::broken,
      ReadModifyWrite::fixed);

  private ReadModifyWrite() {}

  static void broken() {
    int[] total = new int[1];
    together(() -> total[0] += size(), () -> {
      io(2);
      total[0] += size();
    });
    check(total[0] == 20, "the total is " + total[0]);
  }

  static void fixed() {
    int[] total = new int[1];
    together(
        () -> {
          int size = size();
          total[0] += size;
        },
        () -> {
          io(2);
          int size = size();
          total[0] += size;
        });
    check(total[0] == 20, "the total is " + total[0]);
  }

  private static int size() {
    io();
    return 10;
  }
}
