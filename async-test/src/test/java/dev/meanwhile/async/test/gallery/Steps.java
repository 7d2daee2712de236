package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.Action;
import java.time.Duration;

/// What the programs of the gallery are written with, beside the library.
final class Steps {
  private Steps() {}

  /// Stands for a wait of any kind that lets others run: a query, a request, a write.
  static void io() {
    sleep(Duration.ZERO);
  }

  /// Several of them in a row.
  static void io(int times) {
    for (int i = 0; i < times; i++) {
      io();
    }
  }

  /// Runs all at once, and waits for them.
  static void together(Action... bodies) {
    taskGroup(group -> {
      for (Action body : bodies) {
        group.start(body);
      }
    });
  }

  static Duration ms(int count) {
    return Duration.ofMillis(count);
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
