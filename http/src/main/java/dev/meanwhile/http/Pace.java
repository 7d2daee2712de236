package dev.meanwhile.http;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Ends a request whose body drips.
///
/// Looks at what came once in each window of time spent waiting for it: neither the wait for the
/// head counts, nor the pauses in which the caller does not read. What has come is counted as
/// transferred, so that a body that unpacks well is not taken for a slow one.
///
/// For the tasks of one loop.
final class Pace {
  private final Least least;
  private final Traffic traffic;
  private Duration left;
  private long seen;

  // Whether the body was on its way when the window began: else the window is not the body's.
  private boolean isOfBody;
  private boolean isTooSlow;

  /// So many bytes a second, measured over that time; none with zero.
  record Least(long bytesPerSecond, Duration window) {
    long bytes() {
      return (long) Math.ceil(bytesPerSecond * (window.toNanos() / 1e9));
    }
  }

  Pace(Least least, Traffic traffic) {
    this.least = least;
    this.traffic = traffic;
    this.left = least.window;
  }

  Counters counters() {
    return traffic.session();
  }

  /// Another head is awaited, the wait for which does not count.
  void beginHead() {
    traffic.beginHead();
    beginWindow();
  }

  private void beginWindow() {
    isOfBody = traffic.hasBody();
    seen = traffic.received();
    left = least.window;
  }

  /// Runs `reading`, which waits for the answer or a piece of it within `scope`.
  ///
  /// @throws HttpException of stage BODY if too little came
  <T extends @Nullable Object> T during(CancelScope scope, Callable<T> reading) throws Exception {
    if (least.bytesPerSecond == 0) {
      return reading.call();
    }
    Watch watch = new Watch(EventLoop.current(), scope);
    watch.arm();
    try {
      return reading.call();
    } catch (CancelledError cancelled) {
      if (isTooSlow) {
        throw HttpException.of(
            Stage.BODY,
            "the body came slower than " + least.bytesPerSecond + " bytes a second",
            cancelled);
      }
      throw cancelled;
    } finally {
      watch.end();
    }
  }

  private final class Watch implements Runnable {
    private final EventLoop loop;
    private final CancelScope scope;
    private Duration at;
    private EventLoop.@Nullable Handle timer;

    Watch(EventLoop loop, CancelScope scope) {
      this.loop = loop;
      this.scope = scope;
      this.at = loop.time();
    }

    void arm() {
      at = loop.time().plus(left);
      timer = loop.callLater(left, this);
    }

    void end() {
      if (timer != null) {
        timer.cancel();
        timer = null;
        Duration rest = at.minus(loop.time());
        left = rest.isPositive() ? rest : Duration.ofNanos(1);
        if (!isOfBody) {
          beginWindow();
        }
      }
    }

    @Override
    public void run() {
      timer = null;
      if (!isOfBody || traffic.received() - seen >= least.bytes()) {
        beginWindow();
        arm();
      } else if (!scope.isCancelled()) {
        isTooSlow = true;
        scope.cancel("the body is too slow");
      }
    }
  }
}
