package dev.meanwhile.http;

import static dev.meanwhile.async.Async.moveOnAfter;

import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether one origin can be reached, learned from the requests that tried.
///
/// It is down when a request found no address or no connection, or when three in a row got no
/// answer in another way. While it is down, requests to it fail at once with what was seen. After
/// a pause, twice as long each time, one request goes ahead: if it is answered, all go on.
///
/// For the tasks of one loop.
final class HostOutage {
  private static final int SILENCES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// So long the others wait for the one that finds out, which may itself be waiting for one of
  /// them.
  private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);

  private final Origin origin;
  private final AsyncEvent changed = new AsyncEvent();
  private int visitors;
  private int silences;
  private Instant silentAt = Instant.EPOCH;
  private int failures;
  private @Nullable HttpException seen;
  private Instant seenAt = Instant.EPOCH;
  private Instant until = Instant.EPOCH;

  // The number of the request that finds out whether the origin is back; 0 while none does.
  private int probe;
  private int probes;
  private Duration probeUntil = Duration.ZERO;

  HostOutage(Origin origin) {
    this.origin = origin;
  }

  /// Waits while another request finds out whether the host is back, a minute at most.
  ///
  /// @throws HttpException if it is down
  void await() {
    refuseIfDown();
    while (failures > 0 && probe != 0) {
      Duration left = probeUntil.minus(EventLoop.current().time());
      if (!left.isPositive()) {
        probe = 0;
        return;
      }
      moveOnAfter(left, () -> changed.await());
      refuseIfDown();
    }
  }

  /// @throws HttpException if it is down
  void refuseIfDown() {
    if (seen == null) {
      return;
    }
    Instant now = EventLoop.current().clock().instant();
    if (now.isBefore(until)) {
      throw HttpException.of(
          seen.stage(),
          seen.getMessage() + " (" + words(Duration.between(seenAt, now))
              + " ago; to be tried again in " + words(Duration.between(now, until)) + ")",
          seen);
    }
  }

  /// A request may start. If the host was down, it is the one that finds out.
  ///
  /// @return whether it may: false if another one is finding out already
  boolean enter() {
    if (failures == 0) {
      return true;
    }
    if (probe != 0) {
      return false;
    }
    probes++;
    probe = probes;
    probeUntil = EventLoop.current().time().plus(LONGEST_PROBE);
    return true;
  }

  /// The number of the one that finds out whether the host is back; 0 for none.
  int probe() {
    return probe;
  }

  /// One that was to find out has ended, whatever it found.
  void probeEnded(int number) {
    if (probe == number) {
      probe = 0;
      pulse();
    }
  }

  void answered() {
    silences = 0;
    if (failures > 0) {
      failures = 0;
      seen = null;
      probe = 0;
      pulse();
    }
  }

  void failed(HttpException failure) {
    switch (failure.stage()) {
      case DNS, CONNECT -> down(failure);
      case TLS, HEADERS -> silent(failure);
      case BODY, POLICY -> {}
    }
  }

  /// A request ran out of time before an answer.
  void timedOut() {
    silent(HttpException.of(Stage.HEADERS, "no answer from " + origin + " in time"));
  }

  /// A request to this origin waits or is under way, until [#leave].
  void arrive() {
    visitors++;
  }

  void leave() {
    visitors--;
  }

  /// Whether no request to this origin waits or is under way.
  boolean isIdle() {
    return visitors == 0;
  }

  /// Whether there is nothing to remember, or what there is was long ago.
  boolean isBlank(Instant now) {
    if (failures == 0 && silences == 0) {
      return true;
    }
    Instant last = failures > 0 ? until : silentAt;
    return last.plus(LONGEST_PAUSE).isBefore(now);
  }

  private void silent(HttpException failure) {
    silences++;
    silentAt = EventLoop.current().clock().instant();
    if (silences >= SILENCES || failures > 0) {
      down(failure);
    }
  }

  private void down(HttpException failure) {
    EventLoop loop = EventLoop.current();
    Instant now = loop.clock().instant();
    if (seen != null && now.isBefore(until)) {
      return; // one that was under way together with the one that saw it first
    }
    Duration pause = HostLessons.doubled(FIRST_PAUSE, failures, LONGEST_PAUSE);
    failures++;
    seen = failure;
    seenAt = now;
    until = now.plus(HostLessons.jittered(pause, loop.random()));
    probe = 0;
    pulse();
  }

  private void pulse() {
    changed.set();
    changed.clear();
  }

  private static String words(Duration time) {
    long seconds = Math.max(time.plusMillis(500).toSeconds(), 1);
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
