package dev.meanwhile.async;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// A number of permits that tasks take and give back, strictly first come, first served.
///
/// **Cancellation.** A cancelled waiter leaves the queue; a permit that it had been handed already goes
/// on to the next. **Threads.** For the tasks of one loop.
public final class AsyncSemaphore {
  private final SequencedSet<Waiter> waiters = new LinkedHashSet<>();
  private int permits;

  /// A semaphore with `permits` permits.
  ///
  /// @throws IllegalArgumentException if that is negative
  public AsyncSemaphore(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    this.permits = permits;
  }

  /// Takes a permit, waiting for one if there is none or somebody waits already.
  ///
  /// @throws CancelledError if the current scope is cancelled; no permit is taken then
  public void acquire() {
    Task<?> self = Task.require("AsyncSemaphore.acquire");
    self.checkCancelled();
    if (tryAcquire()) {
      return;
    }
    Waiter waiter = new Waiter(self);
    waiters.add(waiter);
    try {
      while (!waiter.isServed) {
        self.loop.park(self, waiter, true);
        self.throwIfCancelled();
      }
    } catch (Throwable thrown) {
      waiters.remove(waiter);
      if (waiter.isServed) {
        release();
      }
      throw thrown;
    }
  }

  /// Takes a permit if there is one and nobody waits for it.
  ///
  /// @return whether it was taken
  public boolean tryAcquire() {
    if (permits == 0 || !waiters.isEmpty()) {
      return false;
    }
    permits--;
    return true;
  }

  /// Gives a permit back, to whoever waits longest.
  public void release() {
    if (waiters.isEmpty()) {
      permits++;
      return;
    }
    Waiter next = waiters.removeFirst();
    next.isServed = true;
    next.task.wakeFrom(next);
  }

  @Override
  public String toString() {
    return "AsyncSemaphore[" + permits + " permits, " + waiters.size() + " waiting]";
  }

  private static final class Waiter implements Wait {
    private final Task<?> task;
    private boolean isServed;

    Waiter(Task<?> task) {
      this.task = task;
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, "a permit");
    }
  }
}
