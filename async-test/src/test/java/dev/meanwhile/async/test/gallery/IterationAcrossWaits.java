package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import java.util.ArrayList;
import java.util.List;

/// Listeners are told one after the other, which waits. One that is added meanwhile breaks the
/// iteration. What is iterated over with waits in between must be a copy.
final class IterationAcrossWaits {
  static final Bug BUG = new Bug(
      "iteration across waits",
      "a collection is changed while a task waits within a loop over it",
      IterationAcrossWaits.class,
      IterationAcrossWaits::broken,
      IterationAcrossWaits::fixed);

  private IterationAcrossWaits() {}

  static void broken() {
    List<String> listeners = new ArrayList<>(List.of("first", "second"));
    together(
        () -> {
          for (String _ : listeners) {
            io(); // tells it
          }
        },
        () -> add(listeners));
  }

  static void fixed() {
    List<String> listeners = new ArrayList<>(List.of("first", "second"));
    together(
        () -> {
          for (String _ : List.copyOf(listeners)) {
            io();
          }
        },
        () -> add(listeners));
  }

  private static void add(List<String> listeners) {
    io(5);
    listeners.add("third");
  }
}
