package dev.meanwhile.async.test;

import dev.meanwhile.async.Task;
import dev.meanwhile.async.TurnObserver;
import dev.meanwhile.async.WaitReason;
import org.jspecify.annotations.Nullable;

/// Counts the waits of a run, and cancels the task that begins a certain one.
final class CancelAtWait implements TurnObserver {
  private final int cancelAt;
  private final @Nullable Witness shown;
  private final @Nullable Turns turns;
  private final Policy policy;
  private ScheduleFile.@Nullable Line line;
  private int waits;
  private boolean isOver;

  CancelAtWait(Plan plan, @Nullable Turns turns, @Nullable Witness shown) {
    this.cancelAt = plan.cancelAt();
    this.policy = plan.policy();
    this.turns = turns;
    this.shown = shown;
  }

  @Override
  public void created(Task<?> task, @Nullable Task<?> creator) {
    if (turns != null) {
      turns.created(task, creator);
    }
  }

  @Override
  public void registered(long identity, @Nullable Task<?> by) {
    if (turns != null) {
      turns.registered(identity, by);
    }
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
    int wait = turns == null ? 0 : turns.waits(task.identity());
    boolean isTold =
        policy instanceof Remembered remembered && remembered.cancels(task.identity(), wait);
    if (waits == cancelAt || isTold) {
      if (turns != null) {
        line = new ScheduleFile.Line.Cancel(turns.name(task.identity()), wait);
      }
      if (shown != null) {
        shown.happens(task, "is cancelled");
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

  /// The cancel, told by who was concerned; null if there was none or nobody wanted to know.
  ScheduleFile.@Nullable Line line() {
    return line;
  }

  /// How many waits the program had.
  int waits() {
    return waits;
  }
}
