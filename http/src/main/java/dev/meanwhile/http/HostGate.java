package dev.meanwhile.http;

import static dev.meanwhile.async.Async.moveOnAfter;

import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The way to those origins that a governor treats as one host.
///
/// For the tasks of one loop.
final class HostGate {
  // Two queues, both first come, first served: one for the right to run, and within it one for
  // the right to start next. The next start is only fixed by who really starts, so a waiter that
  // is cancelled leaves no gap. Whether the origin is down is asked before either, so that who
  // waits for that holds up no other origin of this gate.
  private final String name;
  private final AsyncSemaphore running;
  private final AsyncSemaphore starting = new AsyncSemaphore(1);
  private final AsyncEvent taught = new AsyncEvent();
  private final Duration usualSpacing;
  private final @Nullable Duration patience;
  private final HostLessons lessons;
  private Duration nextStart = Duration.ZERO;
  private int visitors;
  private int underWay;

  HostGate(
      String name,
      int perHost,
      Duration usualSpacing,
      @Nullable Duration patience,
      HostLessons lessons) {
    this.name = name;
    this.running = new AsyncSemaphore(perHost);
    this.usualSpacing = usualSpacing;
    this.patience = patience;
    this.lessons = lessons;
  }

  /// Waits until a request may start.
  HostGovernor.Permit enter(HostOutage outage) {
    visitors++;
    outage.arrive();
    boolean entered = false;
    try {
      while (true) {
        outage.await();
        HostGovernor.Permit permit = enterNow(outage);
        if (permit != null) {
          entered = true;
          return permit;
        }
      }
    } finally {
      if (!entered) {
        visitors--;
        outage.leave();
      }
    }
  }

  /// A permit, or null if somebody else has gone ahead to an origin that was down.
  private HostGovernor.@Nullable Permit enterNow(HostOutage outage) {
    running.acquire();
    boolean entered = false;
    try {
      outage.refuseIfDown();
      entered = awaitStart(outage);
    } finally {
      if (!entered) {
        running.release();
      }
    }
    if (!entered) {
      return null;
    }
    underWay++;
    return new HostGovernor.Permit(this, outage, EventLoop.current().clock().instant());
  }

  private boolean awaitStart(HostOutage outage) {
    starting.acquire();
    try {
      EventLoop loop = EventLoop.current();
      outage.refuseIfDown(); // seen, perhaps, while this one queued
      for (Duration pause = pause(loop); pause.isPositive(); pause = pause(loop)) {
        moveOnAfter(pause, () -> taught.await());
        outage.refuseIfDown();
      }
      if (!outage.enter()) {
        return false;
      }
      lessons.started();
      Duration spacing = usualSpacing.plus(lessons.spacing());
      if (spacing.isPositive()) {
        nextStart = loop.time().plus(HostLessons.jittered(spacing, loop.random()));
      }
      return true;
    } finally {
      starting.release();
    }
  }

  private Duration pause(EventLoop loop) {
    Duration asked = lessons.pause(loop.clock().instant());
    if (patience != null && asked.compareTo(patience) > 0) {
      throw HttpException.of(
          Stage.POLICY,
          name + " asked for a pause, and " + asked.toSeconds() + " s of it are left");
    }
    Duration spaced = nextStart.minus(loop.time());
    return spaced.compareTo(asked) > 0 ? spaced : asked;
  }

  /// An answer to a request that has a permit came.
  void answered(int status, Headers headers, Instant started) {
    EventLoop loop = EventLoop.current();
    Instant now = loop.clock().instant();
    lessons.answered(status, headers, started, underWay - 1, now, loop.random());
    pulse();
  }

  /// Whoever pauses looks again at what is known.
  void pulse() {
    taught.set();
    taught.clear();
  }

  void leave(HostOutage outage) {
    visitors--;
    underWay--;
    outage.leave();
    running.release();
  }

  /// Whether nothing is under way, and no pause has to be kept.
  boolean isIdle(Duration now) {
    return visitors == 0 && nextStart.compareTo(now) <= 0;
  }

  HostLessons lessons() {
    return lessons;
  }
}
