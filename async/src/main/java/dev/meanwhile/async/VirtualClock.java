package dev.meanwhile.async;

import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until its loop moves it.
final class VirtualClock extends LoopClock {
  private final Instant start;

  // Written by whoever holds the baton; volatile, since reports and other threads may read it.
  private volatile long now;

  VirtualClock(Instant start) {
    this.start = start;
  }

  @Override
  long nanos() {
    return now;
  }

  @Override
  InstantSource instants() {
    return () -> start.plusNanos(now);
  }

  @Override
  boolean isVirtual() {
    return true;
  }

  @Override
  void jump(long nanos) {
    if (nanos > now) {
      now = nanos;
    }
  }
}
