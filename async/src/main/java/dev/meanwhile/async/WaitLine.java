package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// Tasks that wait for the same thing, first come, first served: the heart of every
/// synchronisation object.
///
/// Confined to whoever holds the baton.
///
/// @param <W> what waits here, and what it is served with
final class WaitLine<W extends WaitLine.Waiter> {
  /*
   * The life of a waiter:
   *
   *                     serve                task's turn
   *   await ──▶ in line ─────▶ served, ready ───────────▶ await returns
   *                │                 │
   *                │ cancelled       │ cancelled before its turn
   *                ▼                 ▼
   *             left()            passOn()                 await throws
   *
   * Whoever has something to give (a permit, the lock, an item) hands it to first() by noting it in the
   * object and in the waiter, and then calls serve: from there on it is the waiter's, although its task
   * has not had its turn. So nobody who comes in between can take it (no barging), and a cancelled waiter
   * knows whether it holds something that must go on. Nothing is ever "announced to all, and the fastest
   * takes it", except where that is meant: serveAll.
   *
   * The links are intrusive and a waiter is its own Wait: one object per wait, and leaving from the middle
   * is O(1), so that a million cancelled waiters cost no more than a million served ones.
   */
  private @Nullable W first;
  private @Nullable W last;
  private int size;

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  /// Who waits longest; null when nobody does.
  @Nullable
  W first() {
    return first;
  }

  /// Has the waiter's task, which is the running one, wait at the end of the line until it is
  /// served. The caller has looked at the task's scope before: [Task#checkCancelled].
  ///
  /// @throws CancelledError if its scope is cancelled; whatever it was handed has gone on
  void await(W waiter) {
    await(waiter, true);
  }

  /// As [#await], also in a cancelled scope: for what must be had before a cancellation may be
  /// thrown.
  void awaitAnyway(W waiter) {
    await(waiter, false);
  }

  private void await(W waiter, boolean cancellable) {
    Waiter entry = waiter;
    Task<?> task = entry.task;
    append(waiter);
    try {
      task.park(entry, cancellable);
      awaitRest(task, entry, cancellable); // a method of its own: see LoopThread.awaitBaton
    } catch (Throwable thrown) {
      if (entry.isServed) {
        entry.passOn();
      } else {
        remove(waiter);
        entry.left();
      }
      throw thrown;
    }
  }

  private static void awaitRest(Task<?> task, Waiter entry, boolean cancellable) {
    while (true) {
      if (cancellable) {
        task.throwIfCancelled();
      }
      if (entry.isServed) {
        return;
      }
      task.park(entry, cancellable);
    }
  }

  /// Takes a waiter out of the line and lets its task go on. What it is served with has been
  /// noted before.
  void serve(W waiter) {
    remove(waiter);
    Waiter entry = waiter;
    entry.isServed = true;
    entry.task.wakeFrom(entry);
  }

  /// Serves all who wait now.
  void serveAll() {
    for (W waiter = first; waiter != null; waiter = first) {
      serve(waiter);
    }
  }

  /// Takes the first waiter to the end of another line, where it goes on waiting.
  void moveFirstTo(WaitLine<W> other) {
    W waiter = first;
    if (waiter != null) {
      remove(waiter);
      other.append(waiter);
    }
  }

  /// Forgets all who wait: tasks of a loop that is closed, which never run again.
  void clear() {
    while (first != null) {
      remove(first);
    }
  }

  private void append(W waiter) {
    Waiter entry = waiter;
    W before = last;
    entry.line = this;
    entry.previous = before;
    if (before == null) {
      first = waiter;
    } else {
      ((Waiter) before).next = waiter;
    }
    last = waiter;
    size++;
  }

  @SuppressWarnings("unchecked") // who is linked with a waiter of this line is in this line
  private void remove(W waiter) {
    Waiter entry = waiter;
    WaitLine<?> line = entry.line;
    if (line == null) {
      return;
    }
    if (line != this) {
      // It has been moved.
      ((WaitLine<W>) line).remove(waiter);
      return;
    }
    W before = (W) entry.previous;
    W after = (W) entry.next;
    if (before == null) {
      first = after;
    } else {
      ((Waiter) before).next = after;
    }
    if (after == null) {
      last = before;
    } else {
      ((Waiter) after).previous = before;
    }
    entry.line = null;
    entry.previous = null;
    entry.next = null;
    size--;
  }

  /// One task that waits in a line, for the length of one wait.
  abstract static class Waiter implements Wait {
    final Task<?> task;
    private @Nullable WaitLine<?> line;
    private @Nullable Waiter previous;
    private @Nullable Waiter next;

    /// Whether it has been handed what it waits for, though its task may not have gone on yet.
    boolean isServed;

    Waiter(Task<?> task) {
      this.task = task;
    }

    /// Gives what it was served with to the next, or back: it was cancelled between that and
    /// its turn.
    abstract void passOn();

    /// Called when it has left the line without being served.
    void left() {}
  }

  /// A task that waits for something that is for all who wait, so that it hands nothing on.
  static final class Onlooker extends Waiter {
    private final String subject;

    Onlooker(Task<?> task, String subject) {
      super(task);
      this.subject = subject;
    }

    @Override
    void passOn() {
      // The others have been served too.
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, subject);
    }
  }
}
