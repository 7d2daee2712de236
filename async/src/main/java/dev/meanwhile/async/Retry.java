package dev.meanwhile.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// When and how often a block that fails is run again: see [Async#retry(Retry, Callable)].
///
/// {@snippet :
/// Retry policy = Retry.attempts(5)
///     .backoff(Duration.ofMillis(100), Duration.ofSeconds(5))
///     .on(failure -> failure instanceof IOException)
///     .within(Duration.ofSeconds(20));
/// }
///
/// The pause before attempt `n + 1` is drawn evenly from zero to `min(max, first * 2^(n-1))`:
/// exponential backoff with full jitter, so that many who failed together do not come back
/// together (Marc Brooker, "Exponential Backoff And Jitter", 2015). It is drawn from the loop's
/// own source of randomness and repeats in a simulation.
///
/// What is thrown in the end is the first failure, with up to 99 later ones suppressed under it.
///
/// Immutable.
public final class Retry {
  /// How many failures are kept for the one that is thrown: a policy may try for ever.
  private static final int FAILURES_KEPT = 100;

  private final int attempts;
  private final Duration first;
  private final Duration max;
  private final @Nullable Duration budget;
  private final Predicate<? super Throwable> retried;

  private Retry(
      int attempts,
      Duration first,
      Duration max,
      @Nullable Duration budget,
      Predicate<? super Throwable> retried) {
    this.attempts = attempts;
    this.first = first;
    this.max = max;
    this.budget = budget;
    this.retried = retried;
  }

  /// At most `attempts` attempts, the first one included, after every [Exception] and without a
  /// pause: the others have one turn between two attempts. An [Error] is not retried.
  ///
  /// @throws IllegalArgumentException if that is less than 1
  public static Retry attempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("there must be at least one attempt, not " + attempts);
    }
    return new Retry(
        attempts, Duration.ZERO, Duration.ZERO, null, failure -> failure instanceof Exception);
  }

  /// With pauses of up to `first`, doubled after each attempt, never over `max`.
  ///
  /// @throws IllegalArgumentException if one of them is negative, or `max` is below `first`
  public Retry backoff(Duration first, Duration max) {
    if (first.isNegative() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "pauses cannot begin with " + first + " and end with " + max);
    }
    return new Retry(attempts, first, max, budget, retried);
  }

  /// Only after failures for which `retried` holds. It sees a checked exception itself, not the
  /// [CompletionException] that a wait within the block wrapped it in, and is never asked about a
  /// cancellation. If it throws, that ends the attempts and counts as a later failure.
  public Retry on(Predicate<? super Throwable> retried) {
    return new Retry(attempts, first, max, budget, Objects.requireNonNull(retried, "retried"));
  }

  /// Gives up when the next attempt would begin later than `budget` after the first. A running
  /// attempt is not cut off: put a [Async#timeout(Duration, Callable)] inside or around.
  ///
  /// @throws IllegalArgumentException if that is negative
  public Retry within(Duration budget) {
    if (budget.isNegative()) {
      throw new IllegalArgumentException("a budget cannot be negative, but was " + budget);
    }
    return new Retry(attempts, first, max, budget, retried);
  }

  <T extends @Nullable Object> T run(Callable<? extends T> body) {
    Objects.requireNonNull(body, "body");
    Task<?> self = Task.require("retry");
    self.checkCancelled();
    long start = self.loop.now();
    List<Throwable> failures = new ArrayList<>();
    for (int attempt = 1; ; attempt++) {
      try {
        return Failures.refuseUnawaited(body.call());
      } catch (Throwable thrown) {
        CancelledError cancelled = CancelledError.in(thrown);
        if (cancelled != null) {
          throw cancelled;
        }
        if (attempt <= FAILURES_KEPT) {
          failures.add(thrown);
        }
        Duration pause = pauseAfter(attempt, self.loop);
        if (attempt == attempts
            || !isRetried(thrown, failures)
            || isOver(pause, start, self.loop)) {
          throw Failures.unchecked(first(failures, self));
        }
        Async.sleep(pause);
      }
    }
  }

  /// Asks the predicate, whose own failure ends the attempts and joins theirs.
  private boolean isRetried(Throwable thrown, List<Throwable> failures) {
    try {
      return retried.test(raw(thrown));
    } catch (Throwable failure) {
      CancelledError cancelled = CancelledError.in(failure);
      if (cancelled != null) {
        throw cancelled;
      }
      failures.add(failure);
      return false;
    }
  }

  /// What was thrown, before a wait of this library wrapped it.
  private static Throwable raw(Throwable thrown) {
    boolean isWrapped = thrown instanceof CompletionException
        && thrown.getCause() instanceof Exception cause
        && !(cause instanceof RuntimeException);
    return isWrapped ? Objects.requireNonNull(thrown.getCause()) : thrown;
  }

  // Only now, when they are thrown: an attempt that succeeds leaves the exceptions as they were.
  private static Throwable first(List<Throwable> failures, Task<?> self) {
    FirstFailure first = new FirstFailure(failures.getFirst());
    for (Throwable later : failures.subList(1, failures.size())) {
      first.addOrReport(later, self.loop, "a further attempt of " + self.label());
    }
    return first.error();
  }

  private Duration pauseAfter(int attempt, Loop loop) {
    long ceiling = Durations.nanos(max);
    long base = Durations.nanos(first);
    // Doubled as often as there were failures; more than 62 doublings are over any ceiling.
    long longest =
        attempt > 62 || base > (ceiling >> (attempt - 1)) ? ceiling : base << (attempt - 1);
    return longest <= 0 ? Duration.ZERO : Duration.ofNanos(loop.random().nextLong(longest + 1));
  }

  private boolean isOver(Duration pause, long start, Loop loop) {
    return budget != null && loop.now() - start + Durations.nanos(pause) > Durations.nanos(budget);
  }
}
