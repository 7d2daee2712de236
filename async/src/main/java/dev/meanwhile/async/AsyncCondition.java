package dev.meanwhile.async;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/// Something that may become true while a lock is given up, and those who wait to be told.
///
/// {@snippet :
/// AsyncCondition changed = new AsyncCondition();
/// // One task waits ...
/// changed.lock().with(() -> {
///   changed.awaitUntil(() -> !orders.isEmpty());
///   serve(orders.removeFirst());
/// });
/// // ... and another tells.
/// changed.lock().with(() -> {
///   orders.add(order);
///   changed.signal();
/// });
/// }
///
/// Several conditions may share a lock. Where nothing is awaited between the test and the
/// change, an [AsyncEvent] or [AsyncQueue] is simpler.
///
/// **Failure.** Everything but [#lock()] needs the lock held by the calling task and throws
/// [IllegalStateException] otherwise. **Cancellation.** A waiter holds the lock again when it
/// throws, however often it was cancelled; a signal that it had been given goes on to the next,
/// who may thus be woken for nothing: test again, as [#awaitUntil] does. Only where the lock can
/// never be had again (a [DeadlockError], or its owner ended without giving it back) does a wait
/// end without it. **Threads.** For the tasks of the lock's loop.
public final class AsyncCondition {
  private final WaitLine<Told> waiters = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the condition", waiters::clear);
  private final AsyncLock lock;

  /// A condition with a lock of its own.
  public AsyncCondition() {
    this(new AsyncLock());
  }

  /// A condition of what `lock` guards.
  public AsyncCondition(AsyncLock lock) {
    this.lock = Objects.requireNonNull(lock, "lock");
  }

  /// The lock that must be held to use it.
  public AsyncLock lock() {
    return lock;
  }

  /// Gives the lock up, waits to be told, and takes the lock again.
  ///
  /// @throws CancelledError if the current scope is cancelled; the lock is held all the same
  /// @throws IllegalStateException if the calling task does not hold the lock
  public void await() {
    Task<?> self = requireHeld("AsyncCondition.await");
    self.checkCancelled();
    awaitSignal(self);
  }

  /// Waits until `test` is true, which is called with the lock held: at once, and each time that
  /// this task is told.
  ///
  /// @throws CancelledError if the current scope is cancelled, even if `test` is true already;
  ///     the lock is held all the same
  /// @throws IllegalStateException if the calling task does not hold the lock
  public void awaitUntil(BooleanSupplier test) {
    Objects.requireNonNull(test, "test");
    Task<?> self = requireHeld("AsyncCondition.awaitUntil");
    self.checkCancelled();
    while (!test.getAsBoolean()) {
      awaitSignal(self);
    }
  }

  /// Tells the task that waits longest, if any does.
  ///
  /// @throws IllegalStateException if the calling task does not hold the lock
  public void signal() {
    signal(1);
  }

  /// Tells the `count` tasks that wait longest, or all if there are fewer.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  /// @throws IllegalStateException if the calling task does not hold the lock
  public void signal(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("signal to " + count + " tasks");
    }
    requireHeld("AsyncCondition.signal");
    for (int i = 0; i < count && !waiters.isEmpty(); i++) {
      tellNext();
    }
  }

  /// Tells all that wait.
  ///
  /// @throws IllegalStateException if the calling task does not hold the lock
  public void signalAll() {
    requireHeld("AsyncCondition.signalAll");
    waiters.serveAll();
  }

  @Override
  public String toString() {
    return "AsyncCondition[" + waiters.size() + " waiting, " + lock + "]";
  }

  private Task<?> requireHeld(String what) {
    home.requireTask(what);
    return lock.requireOwner(what);
  }

  private void tellNext() {
    Told next = waiters.first();
    if (next != null) {
      next.isTheOnlyOne = true;
      waiters.serve(next);
    }
  }

  private void awaitSignal(Task<?> self) {
    Told told = new Told(self);
    lock.handOver();
    try {
      waiters.await(told);
    } catch (Throwable thrown) {
      takeBackAfter(thrown, self);
      throw thrown;
    }
    try {
      lock.takeBack(self);
      self.throwIfCancelled();
    } catch (Throwable thrown) {
      told.passOn();
      throw thrown;
    }
  }

  private void takeBackAfter(Throwable thrown, Task<?> self) {
    try {
      lock.takeBack(self);
    } catch (Throwable neverAgain) {
      // Worse than a cancellation: the caller believes that it holds the lock.
      Failures.suppress(neverAgain, thrown);
      throw neverAgain;
    }
  }

  private final class Told extends WaitLine.Waiter {
    // Whether a signal was meant for it alone: a signal to all needs nobody in its stead.
    private boolean isTheOnlyOne;

    Told(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      if (isTheOnlyOne) {
        tellNext();
      }
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, "a condition");
    }
  }
}
