package dev.meanwhile.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a task and a promise have in common: an outcome that is set once, and those who wait for
/// it.
///
/// Listeners are confined to whoever holds the baton; the outcome may be read by any thread.
abstract sealed class Completion<T extends @Nullable Object> permits Task, Promise {
  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Completion.class, "outcome", Outcome.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Loop loop;

  // Set once, by compare-and-set: a promise may be completed by several threads at once.
  private volatile @Nullable Outcome<T> outcome;

  // Either the only listener that is there, which needs no links then, or the first of a doubly
  // linked list of registrations, whose `previous` is the last.
  private @Nullable Listener firstListener;

  // How many threads outside the loop block in awaitOutside. Guarded by this object's monitor
  // for writing; read after the outcome is set, so that one of the two sides always sees the
  // other.
  private volatile int outsideWaiters;

  // Whether somebody looked at a failure, and what reports it if nobody does. Either side writes
  // its own field first and then reads the other's, so that a look from another thread is not
  // missed.
  private volatile boolean isSeen;
  private volatile @Nullable UnseenFailure unseen;

  Completion(Loop loop) {
    this.loop = loop;
  }

  final @Nullable Outcome<T> outcome() {
    return outcome;
  }

  /// Its outcome, which must have been set.
  final Outcome<T> ended() {
    return Objects.requireNonNull(outcome, "not done");
  }

  /// Text that names it in reports: `task loader`, `a promise`.
  abstract String label();

  /// Sets the outcome, unless it is set; listeners are not called yet.
  final boolean set(Outcome<T> ending) {
    if (!OUTCOME.compareAndSet(this, null, ending)) {
      return false;
    }
    if (outsideWaiters > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
    return true;
  }

  /// Tells the listeners. Called once, after [#set], by whoever holds the baton.
  final void announce() {
    if (ended() instanceof Outcome.Failure<T>(var error) && !isSeen) {
      UnseenFailure failure = loop.unseen.add(this, error);
      unseen = failure;
      if (isSeen) {
        failure.seen();
      }
    }
    for (Listener listener = firstListener; listener != null; listener = firstListener) {
      if (listener instanceof Registration registration) {
        registration.leave();
      } else {
        firstListener = null;
      }
      listener.completed(this);
    }
  }

  /// Has `listener` told when it is done, for good: who wants to leave again takes a
  /// [Registration].
  final void tell(Listener listener) {
    if (firstListener == null) {
      firstListener = listener;
    } else {
      new Forwarding(listener).enter(this);
    }
  }

  /// Notes that somebody looked at the failure, if it is one.
  final void markSeen() {
    if (!(outcome instanceof Outcome.Failure<T>) || isSeen) {
      return;
    }
    isSeen = true;
    UnseenFailure failure = unseen;
    if (failure != null) {
      failure.seen();
    }
  }

  /// The value, or the failure thrown. It must be done.
  final T result() {
    markSeen();
    return switch (ended()) {
      case Outcome.Success<T>(var value) -> value;
      case Outcome.Failure<T>(var error) -> throw Failures.unchecked(error);
      case Outcome.Cancelled<T>(var error) -> throw error;
    };
  }

  /// What it failed with, or was cancelled by. It must be done, and not with a value.
  final Throwable failure() {
    markSeen();
    return switch (ended()) {
      case Outcome.Failure<T>(var error) -> error;
      case Outcome.Cancelled<T>(var error) -> error;
      case Outcome.Success<T> _ -> throw new IllegalStateException(label() + " did not fail");
    };
  }

  /// Waits as a task of the same loop.
  final T awaitHere() {
    Task<?> self = Task.require("await");
    requireAwaitableBy(self);
    join(self);
    return result();
  }

  /// Waits until it is done, and looks at nothing.
  final void join(Task<?> self) {
    self.checkCancelled();
    if (outcome == null) {
      awaitEnd(self, true);
      self.throwIfCancelled();
    }
  }

  /// Waits until it is done, whatever the result, also in a cancelled scope.
  final void awaitEndAnyway(Task<?> self) {
    if (outcome == null) {
      awaitEnd(self, false);
    }
  }

  private void awaitEnd(Task<?> self, boolean cancellable) {
    Join join = new Join(self, this);
    join.enter(this);
    try {
      self.park(join, cancellable);
      awaitRest(self, join, cancellable); // a method of its own: see LoopThread.awaitBaton
    } finally {
      join.leave();
    }
  }

  private void awaitRest(Task<?> self, Join join, boolean cancellable) {
    while (outcome == null && !(cancellable && self.scope.isCancelled())) {
      self.park(join, cancellable);
    }
  }

  /// A future that ends as this does.
  final CompletableFuture<T> futureView() {
    CompletableFuture<T> future = loop.owedFuture();
    if (loop.isClosed()) {
      // Nobody is left to tell it later: it gets the outcome if there is one.
      if (outcome != null) {
        deliver(future);
      }
      future.cancel(false);
      return future;
    }
    loop.onLoop(() -> transferTo(future));
    return future;
  }

  /// Ends `future` as this ends, now or later. Counts as looking at a failure.
  final void transferTo(CompletableFuture<T> future) {
    if (outcome == null) {
      tell(_ -> transferTo(future));
      return;
    }
    try {
      // What others have hung on the future is called at once.
      loop.callOutsideTurn(ContextVar.Bindings.EMPTY, () -> deliver(future));
    } catch (Exception impossible) {
      throw new IllegalStateException("a future passed on what its dependents threw", impossible);
    }
  }

  /// Ends `future` as this has ended.
  final boolean deliver(CompletableFuture<T> future) {
    markSeen();
    return switch (ended()) {
      case Outcome.Success<T>(var value) -> future.complete(value);
      case Outcome.Failure<T>(var error) -> future.completeExceptionally(error);
      case Outcome.Cancelled<T> _ -> future.cancel(false);
    };
  }

  /// Refuses a wait that could never end: for oneself, or for something of another loop.
  final void requireAwaitableBy(Task<?> self) {
    if (self == this) {
      throw new IllegalStateException(self + " awaits itself: it can never end");
    }
    if (self.loop != loop) {
      throw new IllegalStateException(
          label() + " belongs to another loop (" + loop.name() + "): use its "
              + "EventLoop.call or post from here, and a promise of this loop for the answer");
    }
  }

  /// Blocks a thread that is no task until it is done or `deadlineNanos` of [System#nanoTime]
  /// passes.
  ///
  /// @return whether it is done
  final boolean awaitOutside(long deadlineNanos) throws InterruptedException {
    synchronized (this) {
      outsideWaiters++;
      try {
        while (outcome == null) {
          long left = deadlineNanos - loop.clock.realNanos();
          if (left <= 0) {
            return false;
          }
          // Rounded up: zero would wait for ever.
          wait(left / 1_000_000 + 1);
        }
        return true;
      } finally {
        outsideWaiters--;
      }
    }
  }

  /// Something that is told when a completion is done, between turns. It must not wait.
  @FunctionalInterface
  interface Listener {
    void completed(Completion<?> source);
  }

  /// A listener that may leave before it is told.
  abstract static class Registration implements Listener {
    private @Nullable Completion<?> source;
    private @Nullable Registration previous;
    private @Nullable Registration next;

    final void enter(Completion<?> completion) {
      source = completion;
      Registration first = firstOf(completion);
      if (first == null) {
        completion.firstListener = this;
        previous = this;
        return;
      }
      Registration last = Objects.requireNonNull(first.previous);
      last.next = this;
      previous = last;
      first.previous = this;
    }

    /// Takes it out again; nothing happens when it is not in.
    final void leave() {
      Completion<?> completion = source;
      if (completion == null || previous == null) {
        return;
      }
      Registration first = Objects.requireNonNull(firstOf(completion));
      if (first == this) {
        completion.firstListener = next;
      } else {
        previous.next = next;
      }
      if (next != null) {
        next.previous = previous;
      } else if (first != this) {
        first.previous = previous;
      }
      source = null;
      previous = null;
      next = null;
    }

    private static @Nullable Registration firstOf(Completion<?> completion) {
      Listener first = completion.firstListener;
      if (first == null || first instanceof Registration) {
        return (Registration) first;
      }
      Registration linked = new Forwarding(first);
      linked.source = completion;
      linked.previous = linked;
      completion.firstListener = linked;
      return linked;
    }
  }

  /// A listener among others.
  private static final class Forwarding extends Registration {
    private final Listener listener;

    Forwarding(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void completed(Completion<?> source) {
      listener.completed(source);
    }
  }

  /// A task that waits for one completion.
  static final class Join extends Registration implements Wait {
    private final Task<?> waiter;
    private final Completion<?> target;

    Join(Task<?> waiter, Completion<?> target) {
      this.waiter = waiter;
      this.target = target;
    }

    Completion<?> target() {
      return target;
    }

    @Override
    public void completed(Completion<?> source) {
      waiter.wake();
    }

    @Override
    public @Nullable Task<?> blocker() {
      return target instanceof Task<?> task ? task : null;
    }

    @Override
    public WaitReason reason() {
      return target instanceof Promise<?> promise
          ? promise.reason()
          : new WaitReason(WaitKind.TASK, target.label());
    }
  }
}
