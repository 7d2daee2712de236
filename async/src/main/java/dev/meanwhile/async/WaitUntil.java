package dev.meanwhile.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The work of `waitUntil`: it looks on, and changes nothing.
final class WaitUntil<T extends @Nullable Object> implements Wait {
  private final Task<?> self;
  private final SequencedSet<Task<T>> tasks;
  private final ReturnWhen when;
  private final List<Completion.Registration> listeners = new ArrayList<>();
  private int left;
  private boolean isOver;

  private WaitUntil(Task<?> self, SequencedSet<Task<T>> tasks, ReturnWhen when) {
    this.self = self;
    this.tasks = tasks;
    this.when = when;
    this.left = tasks.size();
  }

  static <T extends @Nullable Object> Waited<T> of(
      Collection<? extends Task<? extends T>> given, ReturnWhen when, @Nullable Duration limit) {
    Objects.requireNonNull(when, "when");
    Task<?> self = Task.require("waitUntil");
    if (given.isEmpty()) {
      throw new IllegalArgumentException("waitUntil was given no task to wait for");
    }
    SequencedSet<Task<T>> tasks = new LinkedHashSet<>();
    for (Task<? extends T> task : given) {
      Objects.requireNonNull(task, "a task is null").requireAwaitableBy(self);
      tasks.add(widen(task));
    }
    WaitUntil<T> wait = new WaitUntil<>(self, tasks, when);
    if (limit == null) {
      wait.await();
    } else {
      Blocks.finishesWithin(limit, wait::await);
    }
    return Waited.now(tasks);
  }

  @Override
  public WaitReason reason() {
    String which = switch (when) {
      case FIRST_COMPLETED -> "the first of ";
      case FIRST_EXCEPTION -> "a failure or all of ";
      case ALL_COMPLETED -> "all of ";
    };
    return new WaitReason(WaitKind.TASKS, which + tasks.size() + " tasks, " + left + " left");
  }

  private void await() {
    self.checkCancelled();
    tasks.forEach(this::watch);
    try {
      while (!isOver) {
        self.park(this, true);
        self.throwIfCancelled();
      }
    } finally {
      listeners.forEach(Completion.Registration::leave);
    }
  }

  private void watch(Task<T> task) {
    if (task.isDone()) {
      ended(task);
      return;
    }
    Completion.Registration listener = new Completion.Registration() {
      @Override
      public void completed(Completion<?> source) {
        ended(task);
      }
    };
    listeners.add(listener);
    listener.enter(task);
  }

  private void ended(Task<T> task) {
    left--;
    boolean isEnough = switch (when) {
      case FIRST_COMPLETED -> true;
      case FIRST_EXCEPTION -> task.outcome() instanceof Outcome.Failure<T>;
      case ALL_COMPLETED -> false;
    };
    if (isEnough || left == 0) {
      isOver = true;
      self.wakeFrom(this);
    }
  }

  @SuppressWarnings("unchecked") // a task only ever gives its result
  private static <T extends @Nullable Object> Task<T> widen(Task<? extends T> task) {
    return (Task<T>) task;
  }
}
