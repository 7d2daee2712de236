package dev.meanwhile.async;

/// Something that the loop does at a time of its clock. Confined to whoever holds the baton.
abstract class Timer {
  /// Where it stands in the heap of [TimerQueue]; -1 outside of it.
  int index = -1;

  /// When it is due, in nanoseconds of the loop's clock.
  long deadline;

  /// Breaks ties: of two timers due at the same time the older one fires first.
  long sequence;

  /// Whether it is still to fire.
  final boolean isQueued() {
    return index >= 0;
  }

  /// Does what was to be done. Runs between turns: it makes tasks ready and must not wait.
  abstract void fire();
}
