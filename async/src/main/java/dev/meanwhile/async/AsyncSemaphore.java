package dev.meanwhile.async;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// A number of permits that tasks take and give back, strictly first come, first served.
///
/// **Cancellation.** A cancelled waiter leaves the queue; a permit that it had been handed
/// already goes on to the next. **Threads.** For the tasks and callbacks of one loop: the first
/// that uses it.
public final class AsyncSemaphore {
  private final SequencedSet<Waiter> waiters = new LinkedHashSet<>();
  private int permits;

  // The loop whose tasks use it: the first that does, and another one once that is closed.
  private @Nullable Loop loop;

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
    requireLoop("AsyncSemaphore.acquire");
    self.checkCancelled();
    if (takeFree()) {
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
        giveBack();
      }
      throw thrown;
    }
  }

  /// Takes a permit if there is one and nobody waits for it.
  ///
  /// @return whether it was taken
  /// @throws IllegalStateException if the calling thread does not belong to the semaphore's loop
  public boolean tryAcquire() {
    requireLoop("AsyncSemaphore.tryAcquire");
    return takeFree();
  }

  private boolean takeFree() {
    if (permits == 0 || !waiters.isEmpty()) {
      return false;
    }
    permits--;
    return true;
  }

  /// Gives a permit back, to whoever waits longest.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the semaphore's loop
  public void release() {
    requireLoop("AsyncSemaphore.release");
    giveBack();
  }

  private void giveBack() {
    if (waiters.isEmpty()) {
      permits++;
      return;
    }
    Waiter next = waiters.removeFirst();
    next.isServed = true;
    next.task.wakeFrom(next);
  }

  private void requireLoop(String what) {
    LoopThread thread = LoopThread.currentOrNull();
    if (thread == null) {
      throw new IllegalStateException(
          what + " is for tasks and callbacks of a loop: from another thread use EventLoop.post");
    }
    Loop current = thread.loop;
    Loop known = loop;
    if (known != null && known != current && !known.isClosed()) {
      throw new IllegalStateException(what + ": the semaphore belongs to another loop ("
          + known.name() + "), whose tasks use it already");
    }
    if (known != current) {
      // Whoever waited in a loop that is closed waits no more.
      waiters.clear();
      loop = current;
    }
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
