package dev.meanwhile.async;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/// The first of several failures, under which the others are shown as suppressed: never one
/// under itself, and none twice.
///
/// A cancellation gives way to the first real failure: the scope that catches it for good would
/// take what hangs under it along, and that failure would disappear.
final class FirstFailure {
  private Throwable error;

  // All that can be reached from `error`. Kept, since to collect it anew for each of a hundred
  // thousand failing tasks would take for ever.
  private final Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean hasSuppressed;

  FirstFailure(Throwable error) {
    this.error = error;
    collect(error, shown);
  }

  Throwable error() {
    return error;
  }

  /// Adds a later one.
  ///
  /// @return whether `later` can now be seen through [#error]
  boolean add(Throwable later) {
    if (error instanceof CancelledError && !(later instanceof CancelledError)) {
      Throwable cancelled = error;
      error = later;
      shown.clear();
      collect(later, shown);
      suppress(cancelled);
      return true;
    }
    return suppress(later);
  }

  /// Adds a later one, and reports it where it cannot be shown: none may disappear.
  ///
  /// @param label what failed, for the report
  void addOrReport(Throwable later, Loop loop, String label) {
    if (!add(later)) {
      loop.reportUnseen(label, later);
    }
  }

  /// Hangs `later` under the first, whatever they are.
  ///
  /// @return whether it can be seen there now
  boolean suppress(Throwable later) {
    if (shown.contains(later)) {
      return true;
    }
    Set<Throwable> below = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(later, below);
    if (below.contains(error)) {
      return false;
    }
    error.addSuppressed(later);
    if (!hasSuppressed && error.getSuppressed().length == 0) {
      return false; // its maker has switched suppression off
    }
    hasSuppressed = true;
    shown.addAll(below);
    return true;
  }

  // Not by recursion: what failed failures leave behind may be deeper than the stack.
  private static void collect(Throwable error, Set<Throwable> into) {
    Deque<Throwable> left = new ArrayDeque<>();
    left.add(error);
    while (!left.isEmpty()) {
      Throwable at = left.removeLast();
      if (into.add(at)) {
        Collections.addAll(left, at.getSuppressed());
        Throwable cause = at.getCause();
        if (cause != null) {
          left.add(cause);
        }
      }
    }
  }
}
