package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A number of permits that tasks take and give back, strictly first come, first served.
///
/// {@snippet :
/// AsyncSemaphore atMostThree = new AsyncSemaphore(3);
/// String page = atMostThree.with(() -> fetch(address));
/// }
///
/// Who asks for many waits until all of them are there, and those who came later wait behind it,
/// even for a single permit that is free: so it gets its turn.
///
/// **Failure.** A permit taken need not be given back by the same task, nor be given back at all.
/// More may be given back than were taken, unless it was made by [#bounded]. **Cancellation.** A
/// cancelled waiter leaves the queue; permits that it had been handed already go on to the next.
/// **Threads.** For the tasks and callbacks of one loop: the first that uses it, and once that is
/// closed, the next.
public final class AsyncSemaphore {
  private final WaitLine<Request> waiters = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the semaphore", waiters::clear);
  private final int max;
  private int permits;

  /// A semaphore with `permits` permits.
  ///
  /// @throws IllegalArgumentException if that is negative
  public AsyncSemaphore(int permits) {
    this(permits, Integer.MAX_VALUE);
  }

  private AsyncSemaphore(int permits, int max) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    this.permits = permits;
    this.max = max;
  }

  /// A semaphore that never has more than the `permits` it starts with: giving back one that
  /// nobody took is refused.
  ///
  /// @throws IllegalArgumentException if `permits` is negative
  public static AsyncSemaphore bounded(int permits) {
    return new AsyncSemaphore(permits, permits);
  }

  /// Takes a permit, waiting for one if there is none or somebody waits already.
  ///
  /// @throws CancelledError if the current scope is cancelled; no permit is taken then
  /// @throws IllegalStateException if the caller is no task of the semaphore's loop
  public void acquire() {
    acquire(1, "AsyncSemaphore.acquire");
  }

  /// Takes `count` permits at once, waiting until there are as many and nobody waits before.
  ///
  /// @throws IllegalArgumentException if `count` is less than 1, or more than a [#bounded] one
  ///     ever has
  /// @throws CancelledError if the current scope is cancelled; no permit is taken then
  /// @throws IllegalStateException if the caller is no task of the semaphore's loop
  public void acquireMany(int count) {
    requireCount(count);
    acquire(count, "AsyncSemaphore.acquireMany");
  }

  private void acquire(int count, String what) {
    Task<?> self = home.requireTask(what);
    self.checkCancelled();
    if (!takeFree(count)) {
      waiters.await(new Request(self, count));
    }
  }

  /// Takes a permit if there is one and nobody waits for it.
  ///
  /// @return whether it was taken
  /// @throws IllegalStateException if the calling thread does not belong to the semaphore's loop
  public boolean tryAcquire() {
    home.requireLoop("AsyncSemaphore.tryAcquire");
    return takeFree(1);
  }

  /// Takes `count` permits if there are as many and nobody waits.
  ///
  /// @return whether they were taken: all or none
  /// @throws IllegalArgumentException as [#acquireMany] says
  /// @throws IllegalStateException if the calling thread does not belong to the semaphore's loop
  public boolean tryAcquireMany(int count) {
    requireCount(count);
    home.requireLoop("AsyncSemaphore.tryAcquireMany");
    return takeFree(count);
  }

  /// Gives a permit back, to whoever waits longest.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the semaphore's
  ///     loop, or there would be more permits than there may be
  public void release() {
    home.requireLoop("AsyncSemaphore.release");
    giveBack(1);
  }

  /// Gives `count` permits back, to those who wait longest.
  ///
  /// @throws IllegalArgumentException as [#acquireMany] says
  /// @throws IllegalStateException as [#release()] says
  public void releaseMany(int count) {
    requireCount(count);
    home.requireLoop("AsyncSemaphore.releaseMany");
    giveBack(count);
  }

  /// Runs `body` with a permit, which is given back when it ends.
  ///
  /// @return what `body` returned
  /// @throws CompletionException with a checked exception of `body` as its cause
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the caller is no task of the semaphore's loop
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

  /// How many permits are free. While somebody waits for many, nobody who comes later gets them.
  public int availablePermits() {
    return permits;
  }

  @Override
  public String toString() {
    return "AsyncSemaphore[" + permits + " permits, " + waiters.size() + " waiting]";
  }

  private void requireCount(int count) {
    if (count < 1 || count > max) {
      throw new IllegalArgumentException(count + " permits of " + this + " at once");
    }
  }

  private boolean takeFree(int count) {
    if (permits < count || !waiters.isEmpty()) {
      return false;
    }
    permits -= count;
    return true;
  }

  private void giveBack(int count) {
    if (count > max - permits) {
      throw new IllegalStateException(
          "releasing " + count + " more: " + this + " can have " + max + " permits at most");
    }
    permits += count;
    serve();
  }

  private void serve() {
    for (Request next = waiters.first();
        next != null && next.count <= permits;
        next = waiters.first()) {
      permits -= next.count;
      waiters.serve(next);
    }
  }

  private final class Request extends WaitLine.Waiter {
    private final int count;

    Request(Task<?> task, int count) {
      super(task);
      this.count = count;
    }

    @Override
    void passOn() {
      permits += count;
      serve();
    }

    @Override
    void left() {
      // Those behind may need less.
      serve();
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(WaitKind.SYNCHRONIZER, count == 1 ? "a permit" : count + " permits");
    }
  }
}
