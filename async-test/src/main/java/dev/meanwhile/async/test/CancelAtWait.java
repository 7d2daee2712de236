package dev.meanwhile.async.test;

import dev.meanwhile.async.Task;
import dev.meanwhile.async.TurnObserver;
import dev.meanwhile.async.WaitReason;
import org.jspecify.annotations.Nullable;

/// Counts the waits of a run, and cancels the task that begins a certain one.
final class CancelAtWait implements TurnObserver {
  private final int cancelAt;
  private final @Nullable Interleaving shown;
  private int waits;
  private boolean isOver;

  CancelAtWait(int cancelAt, @Nullable Interleaving shown) {
    this.cancelAt = cancelAt;
    this.shown = shown;
  }

  @Override
  public void waits(Task<?> task, WaitReason reason) {
    if (isOver) {
      return;
    }
    waits++;
    if (shown != null) {
      shown.waits(task, reason);
    }
    if (waits == cancelAt) {
      if (shown != null) {
        shown.happens(task, "is cancelled there");
      }
      task.cancel(task.name() + " was cancelled at wait " + waits + " of the run");
    }
  }

  @Override
  public void ends(Task<?> task) {
    if (shown != null && !isOver) {
      shown.ends(task);
    }
  }

  /// The program has ended: what follows is clean-up.
  void end() {
    isOver = true;
  }

  /// How many waits the program had.
  int waits() {
    return waits;
  }
}
