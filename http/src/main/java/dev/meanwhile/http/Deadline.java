package dev.meanwhile.http;

import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The time by which a request must have ended, body included. It does not run while the request
/// queues; from the end of the head on it belongs to the response.
///
/// For the tasks of one loop.
final class Deadline {
  private final Duration limit;
  private final Pace pace;
  private Duration at;

  Deadline(Duration limit, Pace pace) {
    this.limit = limit;
    this.pace = pace;
    this.at = EventLoop.current().time().plus(limit);
  }

  /// Stops the clock for as long as `queueing` runs, in the scope that has this deadline.
  void pausedDuring(CancelScope scope, Runnable queueing) {
    if (scope.isCancelled()) {
      sleep(Duration.ZERO); // throws: the time was over already
    }
    Duration left = left();
    scope.moveDeadline(Limits.FOREVER);
    try {
      queueing.run();
    } finally {
      at = EventLoop.current().time().plus(left);
      scope.moveDeadline(left);
    }
  }

  /// Runs `body`, which waits, for what is left of the time.
  ///
  /// @throws dev.meanwhile.async.TimedOutException naming the whole limit
  <T extends @Nullable Object> T run(Callable<T> body) {
    try {
      return timeout(limit, scope -> {
        scope.moveDeadline(left());
        return pace.during(scope, body);
      });
    } catch (HttpException failure) {
      pace.counters().fail(failure.stage());
      throw failure;
    } catch (TimedOutException failure) {
      pace.counters().timeouts.increment();
      throw failure;
    }
  }

  /// Runs `exchange`, which waits for an answer, in the scope that has this deadline.
  Reply exchange(CancelScope scope, Callable<Reply> exchange) {
    pace.beginHead();
    try {
      return pace.during(scope, exchange);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  /// Has `expired` run when the time has come.
  EventLoop.Handle atEnd(Runnable expired) {
    return EventLoop.current().callLater(left(), expired);
  }

  /// Whether the time has come. For requests that do not queue.
  boolean isOver() {
    return !left().isPositive();
  }

  /// What is left of the time.
  Duration left() {
    return at.minus(EventLoop.current().time());
  }
}
