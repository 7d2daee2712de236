package dev.meanwhile.async;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that live no longer than a block of code: see [Async#taskGroup(Body)].
///
/// The first failure of a task cancels its siblings and the body; all are awaited before the
/// block ends. A task that is cancelled by hand disturbs nobody.
///
/// **Threads.** For the tasks of one loop: the body, and the group's tasks themselves.
public final class TaskGroup {
  // Two scopes: the body runs in the outer one, the tasks in the inner one, so that stop() can
  // end the tasks while the body goes on.
  private final Task<?> owner;
  private final CancelScope scope;
  private final CancelScope tasksScope;
  private final GroupOptions options;
  private final SequencedSet<Task<?>> queued = new LinkedHashSet<>();
  private final AllEnded wait = new AllEnded();
  private int running;
  private boolean isClosed;
  private @Nullable FirstFailure failure;

  private TaskGroup(Task<?> owner, GroupOptions options) {
    this.owner = owner;
    this.options = options;
    this.scope = owner.scope.child(owner);
    this.tasksScope = scope.child(null);
  }

  static <T extends @Nullable Object> T run(
      GroupOptions options, Body<? super TaskGroup, ? extends T> body) {
    Objects.requireNonNull(body, "body");
    Task<?> self = Task.require("taskGroup");
    self.checkCancelled();
    return new TaskGroup(self, options).runBody(body);
  }

  /// Starts a task in the group.
  ///
  /// @throws IllegalStateException after the group's first failure or end
  public <T extends @Nullable Object> Task<T> start(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    refuseOutside();
    refuseLate("a task");
    return launch(Task.held(tasksScope, null, body, null));
  }

  /// As [#start(Callable)], for a block without a result.
  @SuppressWarnings("overloads") // the twin for blocks that return nothing
  public Task<@Nullable Void> start(Action body) {
    Objects.requireNonNull(body, "body");
    return this.<@Nullable Void>start(Blocks.callable(body));
  }

  /// As [#start(Callable)], for a coroutine, which counts as used from now on, also when
  /// refused.
  public <T extends @Nullable Object> Task<T> start(Coroutine<T> coroutine) {
    refuseOutside();
    coroutine.use();
    if (isLate()) {
      coroutine.drop();
    }
    refuseLate(coroutine.toString());
    return launch(Task.held(tasksScope, coroutine.givenName(), coroutine::call, coroutine));
  }

  /// Cancels the group's tasks quietly: that is no failure, the body goes on, and its value is
  /// the block's. Does not wait.
  public void stop() {
    tasksScope.cancelNow("the group was stopped");
  }

  /// Waits up to `grace` for the group's tasks to end by themselves, then stops the rest.
  ///
  /// @throws CancelledError if the current scope is cancelled; the tasks are stopped then too
  public void stop(Duration grace) {
    Task<?> self = Task.require("TaskGroup.stop");
    int own = self.isBelow(tasksScope) ? 1 : 0;
    try {
      Blocks.finishesWithin(grace, () -> {
        self.checkCancelled();
        awaitAtMost(own, self, true);
      });
    } finally {
      stop();
    }
  }

  private <T extends @Nullable Object> T runBody(Body<? super TaskGroup, ? extends T> body) {
    CancelScope outer = owner.scope;
    owner.scope = scope;
    T value = null;
    try {
      value = Failures.refuseUnawaited(body.run(this));
    } catch (Throwable thrown) {
      bodyFailed(thrown);
    }
    try {
      Throwable cleanUpFailure = Blocks.closeResources(scope, null);
      if (cleanUpFailure != null) {
        bodyFailed(cleanUpFailure);
      }
      awaitAll();
    } finally {
      isClosed = true;
      owner.scope = outer;
      tasksScope.close();
      scope.close();
    }
    if (failure != null) {
      throw Failures.unchecked(failure.error());
    }
    owner.throwIfCancelled();
    if (scope.isCancelled()) {
      // Somebody cancelled the group's own scope by hand: there is no value to give.
      throw new CancelledError(scope);
    }
    return Nulls.maybe(value);
  }

  /// The body's end by an exception ends the group. A cancellation is none of its own: it comes
  /// from the group's failure, or from outside, and both are looked at afterwards.
  private void bodyFailed(Throwable thrown) {
    CancelledError cancelled = CancelledError.in(thrown);
    if (cancelled == null || !scope.isCancelled()) {
      fail(cancelled == null ? thrown : cancelled, "the body of its group failed");
    }
  }

  private <T extends @Nullable Object> Task<T> launch(Task<T> task) {
    task.tell(_ -> ended(task));
    if (running < options.limit()) {
      running++;
      task.enqueue();
    } else {
      queued.add(task);
    }
    return task;
  }

  private void ended(Task<?> task) {
    // One that was cancelled in the queue has had no place to leave to another.
    if (!queued.remove(task)) {
      if (queued.isEmpty()) {
        running--;
      } else {
        queued.removeFirst().enqueue();
      }
    }
    if (task.ended() instanceof Outcome.Failure<?>(var error) && !options.isSupervised()) {
      task.markSeen();
      fail(error, "cancelled because " + task.label() + " of its group failed");
    }
    wait.check();
  }

  private void fail(Throwable error, String reason) {
    if (failure == null) {
      failure = new FirstFailure(error);
      scope.cancelNow(reason);
    } else {
      failure.addOrReport(error, owner.loop, "a task of a group of " + owner.label());
    }
  }

  /// Waits for all tasks. What the loop throws into this wait, because nothing can happen any
  /// more or the run is lost, ends the group as a failure does; thrown a second time it ends the
  /// wait.
  private void awaitAll() {
    try {
      awaitAtMost(0, owner, false);
    } catch (Error thrown) {
      fail(thrown, "the wait for its group failed");
      awaitAtMost(0, owner, false);
    }
  }

  private void awaitAtMost(int remaining, Task<?> self, boolean cancellable) {
    while (running > remaining) {
      wait.waiters.add(self);
      try {
        self.park(wait, cancellable);
      } finally {
        wait.waiters.remove(self);
      }
      if (cancellable) {
        self.throwIfCancelled();
      }
    }
  }

  private void refuseOutside() {
    if (!owner.loop.isHeldByCurrentThread()) {
      throw new IllegalStateException("a group's tasks are started by tasks of its own loop, "
          + owner.loop.name() + ": from elsewhere use its EventLoop.post or EventLoop.call");
    }
  }

  private boolean isLate() {
    return isClosed || failure != null;
  }

  private void refuseLate(String what) {
    if (isLate()) {
      throw new IllegalStateException(what + " cannot start: its group "
          + (isClosed ? "has ended" : "is ending after a failure"));
    }
  }

  private final class AllEnded implements Wait {
    private final Deque<Task<?>> waiters = new ArrayDeque<>();

    void check() {
      // Who waits looks again whether its own condition holds; there are at most a few of them.
      if (running <= 1 && queued.isEmpty()) {
        waiters.forEach(waiter -> waiter.wakeFrom(this));
      }
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.TASKS, running + queued.size() + " tasks of its group");
    }
  }
}
