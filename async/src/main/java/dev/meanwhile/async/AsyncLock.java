package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A lock that one task owns at a time, handed on strictly first come, first served.
///
/// Code between two waits is atomic anyway. A lock is for what must stay together across waits:
///
/// {@snippet :
/// AsyncLock session = new AsyncLock();
/// String answer = session.with(() -> {
///   send(question);
///   return receive();
/// });
/// }
///
/// It is not reentrant. A free lock is taken at once; one that is given back goes straight to
/// whoever waits longest, before anybody else can take it.
///
/// **Failure.** Asking for the lock that one owns, or in a circle, is a [DeadlockError]. A task
/// that ends without giving the lock back leaves what it guarded in an unknown state: the lock
/// stays locked, and whoever waits for it or asks for it then gets an [IllegalStateException]
/// that names that task, rather than waiting for ever. **Cancellation.** A cancelled waiter
/// leaves the queue; if it had been handed the lock already, that goes on to the next.
/// **Threads.** For the tasks of one loop: the first that uses it, and once that is closed, the
/// next.
public final class AsyncLock {
  private final WaitLine<Contender> waiters = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the lock", waiters::clear);
  private final OwnersEnd ownersEnd = new OwnersEnd();

  // Nobody waits while it is null: the lock goes from hand to hand.
  private @Nullable Task<?> owner;

  /// A free lock.
  public AsyncLock() {}

  /// Takes the lock, waiting while another task owns it.
  ///
  /// @throws DeadlockError if the calling task owns it already
  /// @throws CancelledError if the current scope is cancelled; the lock is not taken then
  /// @throws IllegalStateException if the caller is no task of the lock's loop, or the owner
  ///     ended without giving the lock back
  public void acquire() {
    Task<?> self = home.requireTask("AsyncLock.acquire");
    if (owner == self) {
      throw new DeadlockError(self.label() + " asks for the lock that it holds already, and "
          + "would wait for itself: an AsyncLock is not reentrant");
    }
    self.checkCancelled();
    take(self, true);
  }

  /// Takes the lock if nobody owns it, not even the calling task itself.
  ///
  /// @return whether it was taken
  /// @throws IllegalStateException as [#acquire()] says
  public boolean tryAcquire() {
    Task<?> self = home.requireTask("AsyncLock.tryAcquire");
    Task<?> holder = owner;
    if (holder != null) {
      refuseIfLeft(holder, self);
      return false;
    }
    owner = self;
    return true;
  }

  /// Gives the lock back: to whoever waits longest, if anybody does.
  ///
  /// @throws IllegalStateException if the calling task does not own it
  public void release() {
    requireOwner("AsyncLock.release");
    handOver();
  }

  /// Whether a task owns it.
  public boolean isLocked() {
    return owner != null;
  }

  /// Runs `body` with the lock held, and gives it back when that ends.
  ///
  /// @return what `body` returned
  /// @throws CompletionException with a checked exception of `body` as its cause
  /// @throws DeadlockError as [#acquire()] says
  /// @throws CancelledError as [#acquire()] says
  /// @throws IllegalStateException as [#acquire()] says
  @SuppressWarnings("overloads") // the twin for blocks without a result
  public <T extends @Nullable Object> T with(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    acquire();
    return Held.during(body, this::release);
  }

  /// As [#with(Callable)], for a block without a result.
  @SuppressWarnings("overloads")
  public void with(Action body) {
    Objects.requireNonNull(body, "body");
    with(Blocks.callable(body));
  }

  @Override
  public String toString() {
    Task<?> holder = owner;
    return "AsyncLock["
        + (holder == null
            ? "free"
            : "held by " + holder.label() + ", " + waiters.size() + " waiting")
        + "]";
  }

  /// The calling task, which must own the lock.
  Task<?> requireOwner(String what) {
    Task<?> self = home.requireTask(what);
    Task<?> holder = owner;
    if (holder != self) {
      throw new IllegalStateException(what + " is for the task that holds the lock: that is "
          + (holder == null ? "nobody" : holder.label()) + ", not " + self.label());
    }
    return self;
  }

  /// Takes the lock back after a wait that gave it up, also in a cancelled scope.
  void takeBack(Task<?> self) {
    take(self, false);
  }

  private void take(Task<?> self, boolean cancellable) {
    Task<?> holder = owner;
    if (holder == null) {
      owner = self;
      return;
    }
    refuseIfLeft(holder, self);
    if (waiters.isEmpty()) {
      ownersEnd.watch(holder);
    }
    Contender contender = new Contender(self);
    if (cancellable) {
      waiters.await(contender);
    } else {
      waiters.awaitAnyway(contender);
    }
    if (owner != self) {
      throw leftLocked(owner);
    }
  }

  /// Makes whoever waits longest the owner.
  void handOver() {
    ownersEnd.leave();
    Contender next = waiters.first();
    if (next == null) {
      owner = null;
      return;
    }
    owner = next.task;
    waiters.serve(next);
    if (!waiters.isEmpty()) {
      ownersEnd.watch(next.task);
    }
  }

  private static void refuseIfLeft(Task<?> holder, Task<?> self) {
    if (holder.isDone() || holder.loop != self.loop) {
      throw leftLocked(holder);
    }
  }

  private static IllegalStateException leftLocked(@Nullable Task<?> holder) {
    return new IllegalStateException("the lock was left locked: "
        + (holder == null ? "its owner" : holder.label()) + " ended without giving it back");
  }

  /// Looks at the owner while somebody waits for it.
  private final class OwnersEnd extends Completion.Registration {
    void watch(Task<?> holder) {
      leave();
      enter(holder);
    }

    @Override
    public void completed(Completion<?> source) {
      // They find that the lock is not theirs.
      waiters.serveAll();
    }
  }

  private final class Contender extends WaitLine.Waiter {
    Contender(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      if (owner == task) {
        handOver();
      }
    }

    @Override
    public @Nullable Task<?> blocker() {
      Task<?> holder = owner;
      return holder == task ? null : holder;
    }

    @Override
    public WaitReason reason() {
      Task<?> holder = blocker();
      return new WaitReason(
          WaitKind.SYNCHRONIZER,
          holder == null ? "the lock" : "the lock (held by " + holder.label() + ")");
    }
  }
}
