package dev.meanwhile.async;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A task that sleeps: the timer, and the wait at the door, in one object.
///
/// There may be a million of them, so it keeps no [Duration], and is over when it is no longer
/// among the timers. Of the frames on a sleeping task's stack each is as small as can be: what is
/// to be done before the wait and after it has methods of its own.
final class Sleep extends Timer implements Wait {
  private final Task<?> sleeper;
  private final long nanos;

  private Sleep(Task<?> sleeper, long nanos) {
    this.sleeper = sleeper;
    this.nanos = nanos;
  }

  /// Begins a sleep, which the caller awaits; null if all that was asked for was a turn, and the
  /// task has had it.
  static @Nullable Sleep begin(Task<?> self, Duration duration) {
    Objects.requireNonNull(duration, "duration");
    self.checkCancelled();
    if (duration.isNegative() || duration.isZero()) {
      self.loop.yieldTurn(self);
      self.throwIfCancelled();
      return null;
    }
    Loop loop = self.loop;
    Sleep sleep = new Sleep(self, Durations.nanos(duration));
    loop.timers.add(sleep, loop.now() + sleep.nanos);
    return sleep;
  }

  void await() {
    try {
      sleeper.park(this, true);
      awaitRest();
    } finally {
      sleeper.loop.timers.remove(this);
    }
  }

  private void awaitRest() {
    while (isQueued() && !sleeper.scope.isCancelled()) {
      sleeper.park(this, true);
    }
    sleeper.throwIfCancelled();
  }

  @Override
  void fire() {
    sleeper.wakeFrom(this);
  }

  @Override
  public WaitReason reason() {
    return new WaitReason(
        WaitKind.SLEEP, "the end of a sleep of " + Durations.format(Duration.ofNanos(nanos)));
  }
}
