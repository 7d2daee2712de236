package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who waits for whom, as far as that is one task: finds those that wait for each other in a
/// circle, and ends their waits.
final class WaitGraph {
  /*
   * An edge leads from a task to the one on whose doing alone its wait ends (Wait.blocker), unless a
   * deadline ends that wait as well. Each task has at most one edge, so a circle is found by following
   * edges. Only a wait that begins can close a circle, or a deadline that goes away with the block it
   * belongs to: so the waits begun since the last look are kept, those that lost a deadline too, and a
   * look follows the edges from those alone, each task once.
   *
   * Confined to whoever holds the baton.
   */
  private static final int FIRST_PRUNING = 256;

  private final Loop loop;
  private List<Suspect> suspects = new ArrayList<>();
  private int pruneAt = FIRST_PRUNING;

  private record Suspect(Task<?> waiter, Wait reason) {
    boolean stillWaits() {
      return waiter.currentWait() == reason;
    }
  }

  WaitGraph(Loop loop) {
    this.loop = loop;
  }

  /// Notes a wait that begins, if another task is to end it.
  void began(Task<?> waiter, Wait wait) {
    if (wait.blocker() == null) {
      return;
    }
    if (suspects.size() >= pruneAt) {
      suspects.removeIf(suspect -> !suspect.stillWaits());
      pruneAt = Math.max(FIRST_PRUNING, 2 * suspects.size());
    }
    suspects.add(new Suspect(waiter, wait));
  }

  /// Notes the waits below `scope`, which has lost a deadline.
  void lostDeadline(CancelScope scope) {
    for (CancelScope below = scope; below != null; below = below.next(scope)) {
      Task<?> task = below.task;
      Wait wait = task == null || task.scope != below ? null : task.currentWait();
      if (task != null && wait != null) {
        began(task, wait);
      }
    }
  }

  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /// Has every wait throw that is part of a circle. For a loop in which nothing is ready.
  ///
  /// @return whether there was one
  boolean breakCircles() {
    List<Suspect> looked = suspects;
    suspects = new ArrayList<>();
    IdentityHashMap<Task<?>, Suspect> walkThatPassed = new IdentityHashMap<>();
    boolean found = false;
    for (Suspect suspect : looked) {
      if (suspect.stillWaits()) {
        Task<?> meeting = walk(suspect, walkThatPassed);
        if (meeting != null) {
          breakCircle(circleFrom(meeting));
          found = true;
        }
      }
    }
    return found;
  }

  /// Follows the edges up to a task that was passed before.
  ///
  /// @return that task, if this very walk had passed it: then it is part of a circle
  private static @Nullable Task<?> walk(
      Suspect start, IdentityHashMap<Task<?>, Suspect> walkThatPassed) {
    for (Task<?> task = start.waiter(); task != null; task = blockerOf(task)) {
      Suspect passedBy = walkThatPassed.putIfAbsent(task, start);
      if (passedBy != null) {
        // By identity: a wait may be suspected twice, and the second walk is none in a circle.
        return passedBy == start ? task : null;
      }
    }
    return null;
  }

  private static @Nullable Task<?> blockerOf(Task<?> task) {
    Wait wait = task.currentWait();
    Task<?> blocker = wait == null ? null : wait.blocker();
    if (blocker == null || blocker.isDone()) {
      return null;
    }
    boolean endsByItself = task.isWaitCancellable() && task.scope.deadline().isPresent();
    return endsByItself ? null : blocker;
  }

  private static List<Task<?>> circleFrom(Task<?> first) {
    List<Task<?>> circle = new ArrayList<>();
    for (Task<?> task = first; task != null; task = blockerOf(task)) {
      circle.add(task);
      if (blockerOf(task) == first) {
        break;
      }
    }
    return circle;
  }

  private void breakCircle(List<Task<?>> circle) {
    StringBuilder message =
        new StringBuilder("deadlock in ").append(loop.name()).append(": tasks wait for each other");
    for (Task<?> task : circle) {
      message.append("\n  ").append(task.name()).append(" waits for ").append(task.waitReason());
    }
    // One error for each: an error that several throw would show the stack of one.
    circle.forEach(task -> task.inject(new DeadlockError(message.toString())));
  }
}
