package dev.meanwhile.async;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets tasks pass at a limited rate, strictly first come, first served.
///
/// {@snippet :
/// RateLimiter polite = RateLimiter.perSecond(10);
/// for (String address : addresses) {
///   polite.acquire();
///   createTask(() -> fetch(address));
/// }
/// }
///
/// It is a token bucket: a bucket with room for `burst` tokens, full at the beginning, gets one
/// every `interval` (the period divided by the permits, rounded up to a nanosecond), and who
/// passes takes one. So in any time `t` at most `burst + t / interval` pass. With a burst of 1,
/// which is the default, two never pass closer together than the interval; a loop that is late
/// then loses what it was late by, while a larger burst makes up for it.
///
/// **Failure.** There is none of its own. **Cancellation.** A cancelled waiter takes no token:
/// those behind it move up and wait no longer for it. **Threads.** For the tasks and callbacks of
/// one loop, on whose clock it runs: the first that uses it. Once that is closed the next, for
/// which it begins anew.
public final class RateLimiter {
  // Time is in nanoseconds of the loop's clock. Instead of a level that would have to be counted
  // up, one point in time says how full the bucket is (the "generic cell rate algorithm"):
  // `fullAt`, when it will be full again. It holds a token while that is no more than burst - 1
  // intervals ahead, and taking one moves it by one interval.
  private final WaitLine<Caller> waiters = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the rate limiter", this::beginAnew);
  private final int permits;
  private final Duration period;
  private final int burst;
  private final long interval;
  private final long slack;
  private long fullAt = -Durations.FOREVER;

  // Runs while somebody waits: until there is a token for the first.
  private @Nullable NextToken timer;

  private RateLimiter(int permits, Duration period, int burst) {
    this.permits = permits;
    this.period = period;
    this.burst = burst;
    this.interval = Math.ceilDiv(Durations.nanos(period), (long) permits);
    this.slack = interval > Durations.FOREVER / burst ? Durations.FOREVER : interval * (burst - 1);
  }

  /// At most `permits` a second, evenly spaced.
  ///
  /// @throws IllegalArgumentException if `permits` is less than 1
  public static RateLimiter perSecond(int permits) {
    return of(permits, Duration.ofSeconds(1));
  }

  /// At most `permits` in each `period`, evenly spaced.
  ///
  /// @throws IllegalArgumentException if `permits` is less than 1, or `period` is not positive
  public static RateLimiter of(int permits, Duration period) {
    Objects.requireNonNull(period, "period");
    if (permits < 1 || !period.isPositive()) {
      throw new IllegalArgumentException(
          "a rate of " + permits + " per " + Durations.format(period));
    }
    return new RateLimiter(permits, period, 1);
  }

  /// A new limiter of the same rate that lets up to `burst` pass at once after a pause.
  ///
  /// @throws IllegalArgumentException if `burst` is less than 1
  public RateLimiter withBurst(int burst) {
    if (burst < 1) {
      throw new IllegalArgumentException("a burst of " + burst);
    }
    return new RateLimiter(permits, period, burst);
  }

  /// Takes a token, waiting until there is one and nobody waits before.
  ///
  /// @throws CancelledError if the current scope is cancelled; no token is taken then
  /// @throws IllegalStateException if the caller is no task of the limiter's loop
  public void acquire() {
    Task<?> self = home.requireTask("RateLimiter.acquire");
    self.checkCancelled();
    if (takeFree(self.loop)) {
      return;
    }
    if (waiters.isEmpty()) {
      start(self.loop);
    }
    waiters.await(new Caller(self));
  }

  /// Takes a token if there is one and nobody waits.
  ///
  /// @return whether it was taken
  /// @throws IllegalStateException if the calling thread does not belong to the limiter's loop
  public boolean tryAcquire() {
    return takeFree(home.requireLoop("RateLimiter.tryAcquire"));
  }

  @Override
  public String toString() {
    return "RateLimiter[" + permits + " per " + Durations.format(period) + ", burst " + burst + ", "
        + waiters.size() + " waiting]";
  }

  private boolean takeFree(Loop loop) {
    return waiters.isEmpty() && takeToken(loop.now());
  }

  private boolean takeToken(long now) {
    if (fullAt - slack > now) {
      return false;
    }
    fullAt = Math.max(fullAt, now) + interval;
    return true;
  }

  private void serve(Loop loop) {
    stop();
    for (Caller next = waiters.first(); next != null; next = waiters.first()) {
      if (!takeToken(loop.now())) {
        start(loop);
        return;
      }
      waiters.serve(next);
    }
  }

  private void start(Loop loop) {
    NextToken next = new NextToken(loop);
    timer = next;
    loop.timers.add(next, fullAt - slack);
  }

  private void stop() {
    NextToken running = timer;
    if (running != null) {
      running.loop.timers.remove(running);
      timer = null;
    }
  }

  private void beginAnew() {
    waiters.clear();
    timer = null;
    fullAt = -Durations.FOREVER;
  }

  private final class NextToken extends Timer {
    private final Loop loop;

    NextToken(Loop loop) {
      this.loop = loop;
    }

    @Override
    void fire() {
      serve(loop);
    }
  }

  private final class Caller extends WaitLine.Waiter {
    Caller(Task<?> task) {
      super(task);
    }

    @Override
    void passOn() {
      fullAt -= interval;
      serve(task.loop);
    }

    @Override
    void left() {
      if (waiters.isEmpty()) {
        stop();
      }
    }

    @Override
    public WaitReason reason() {
      return new WaitReason(
          WaitKind.SYNCHRONIZER, "a rate of " + permits + " per " + Durations.format(period));
    }
  }
}
