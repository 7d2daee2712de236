package dev.meanwhile.async;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Tasks in the order in which they finish: what [Async#asCompleted] gives.
///
/// It can be iterated once; getting the next task waits for it. **Cancellation.** A cancelled
/// iteration leaves the tasks alone. [#close], which at the latest comes with the end of the
/// enclosing scope, cancels and awaits what `asCompleted` started, and leaves tasks alone that
/// it was given.
///
/// @param <T> the type of the results
public final class AsCompleted<T extends @Nullable Object>
    implements Iterable<Task<T>>, AutoCloseable {
  private final CancelScope enclosing;
  private final CancelScope scope;
  private final List<Task<T>> started = new ArrayList<>();
  private final Deque<Task<T>> finished = new ArrayDeque<>();
  private int left;
  private boolean isIterated;
  private final NextFinished wait = new NextFinished();

  private AsCompleted(CancelScope enclosing) {
    this.enclosing = enclosing;
    this.scope = enclosing.child(null);
  }

  static <T extends @Nullable Object> AsCompleted<T> of(
      Collection<? extends Awaitable<? extends T>> given) {
    CancelScope enclosing = Task.require("asCompleted").scope;
    given.forEach(awaitable -> Parts.refuseUnusable(enclosing.loop, awaitable));
    AsCompleted<T> result = new AsCompleted<>(enclosing);
    Parts<T> parts = Parts.start(result.scope, given);
    for (Completion<? extends T> part : parts.distinct()) {
      result.watch(result.taskOf(part));
    }
    if (result.left == 0) {
      result.scope.close();
    } else {
      enclosing.closeAtEnd(result);
    }
    return result;
  }

  @Override
  public Iterator<Task<T>> iterator() {
    if (isIterated) {
      throw new IllegalStateException("the result of asCompleted can be iterated once");
    }
    isIterated = true;
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public Task<T> next() {
        return awaitNext();
      }
    };
  }

  /// Cancels what was started and has not ended, and waits for its end, also in a cancelled
  /// scope. What does not end within 5 s is left behind with a report.
  @Override
  public void close() {
    Task<?> self = Task.require("AsCompleted.close");
    scope.cancelNow("what asCompleted started is not needed any more");
    started.removeIf(Task::isDone);
    if (!started.isEmpty()
        && !Blocks.shieldedFor(
            self, Blocks.CLOSE_GRACE, () -> started.forEach(task -> task.join(self)))) {
      started.forEach(task -> task.loop.reportLeftBehind(task, Blocks.CLOSE_GRACE));
    }
    release();
  }

  /// Nothing of it runs any more: a task that lives long must not keep it until its own end.
  private void release() {
    enclosing.forget(this);
    started.clear();
    scope.close();
  }

  private Task<T> awaitNext() {
    if (left == 0) {
      throw new NoSuchElementException("all tasks have been given out");
    }
    Task<?> self = Task.require("the next of asCompleted");
    self.checkCancelled();
    wait.waiter = self;
    while (finished.isEmpty()) {
      self.park(wait, true);
      self.throwIfCancelled();
    }
    if (--left == 0) {
      release();
    }
    return finished.removeFirst();
  }

  private void watch(Task<T> task) {
    left++;
    if (task.isDone()) {
      finished.add(task);
      return;
    }
    task.tell(_ -> {
      finished.add(task);
      Task<?> waiting = wait.waiter;
      if (waiting != null) {
        waiting.wakeFrom(wait);
      }
    });
  }

  /// A task for each: those that were given as they are, one of ours for what was a coroutine or
  /// is a promise.
  @SuppressWarnings("unchecked") // who reads a task of a subtype reads the type
  private Task<T> taskOf(Completion<? extends T> part) {
    Task<T> task = part instanceof Task<?> given
        ? (Task<T>) given
        : Task.start(scope, null, () -> part.awaitHere());
    if (task.isBelow(scope)) {
      started.add(task);
    }
    return task;
  }

  private final class NextFinished implements Wait {
    private @Nullable Task<?> waiter;

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.TASKS, "the next of " + left + " tasks");
    }
  }
}
