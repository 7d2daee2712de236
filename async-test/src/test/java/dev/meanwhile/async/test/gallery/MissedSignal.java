package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncCondition;

/// A condition remembers nothing: a signal that comes before the wait is gone. What is waited
/// for must be a state, and be looked at first.
final class MissedSignal {
  static final Bug BUG = new Bug(
      "missed signal",
      "a signal that comes before the wait is gone",
      MissedSignal.class,
      MissedSignal::broken,
      MissedSignal::fixed);

  private MissedSignal() {}

  static void broken() {
    AsyncCondition ready = new AsyncCondition();
    together(
        () -> ready.lock().with(() -> ready.await()),
        () -> ready.lock().with(() -> ready.signal()));
  }

  static void fixed() {
    AsyncCondition ready = new AsyncCondition();
    boolean[] isReady = new boolean[1];
    together(
        () -> ready.lock().with(() -> ready.awaitUntil(() -> isReady[0])),
        () -> ready.lock().with(() -> {
          isReady[0] = true;
          ready.signal();
        }));
  }
}
