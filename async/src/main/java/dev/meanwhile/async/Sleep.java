package dev.meanwhile.async;

import java.time.Duration;

/// A task that sleeps: the timer, and the wait at the door, in one object.
final class Sleep extends Timer implements Wait {
  private final Task<?> sleeper;
  private final Duration duration;
  private boolean isOver;

  private Sleep(Task<?> sleeper, Duration duration) {
    this.sleeper = sleeper;
    this.duration = duration;
  }

  static void of(Task<?> self, Duration duration) {
    Loop loop = self.loop;
    Sleep sleep = new Sleep(self, duration);
    loop.timers.add(sleep, loop.now() + Durations.nanos(duration));
    try {
      loop.park(self, sleep, true);
      sleep.awaitRest(); // a method of its own: see LoopThread.awaitBaton
    } finally {
      loop.timers.remove(sleep);
    }
  }

  private void awaitRest() {
    while (!isOver && !sleeper.scope.isCancelled()) {
      sleeper.loop.park(sleeper, this, true);
    }
  }

  @Override
  void fire() {
    isOver = true;
    sleeper.wakeFrom(this);
  }

  @Override
  public WaitReason reason() {
    return new WaitReason(WaitKind.SLEEP, "the end of a sleep of " + Durations.format(duration));
  }
}
