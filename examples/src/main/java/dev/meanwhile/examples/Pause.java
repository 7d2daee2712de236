package dev.meanwhile.examples;

import java.time.Duration;

/// How a program waits that knows nothing of loops: it stops its thread.
interface Pause {
  /// Stops the thread for `duration`.
  void pause(Duration duration);

  /// The time since some moment in the past.
  Duration time();

  /// How much of the time was only claimed to have passed.
  Duration pretended();

  /// Stops the thread for real.
  static Pause real() {
    return new Pause() {
      @Override
      public void pause(Duration duration) {
        try {
          Thread.sleep(duration);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while pausing", e);
        }
      }

      @Override
      public Duration time() {
        return Duration.ofNanos(System.nanoTime());
      }

      @Override
      public Duration pretended() {
        return Duration.ZERO;
      }
    };
  }

  /// Takes no time, and says that it did.
  static Pause instant() {
    return new Pause() {
      private Duration now = Duration.ZERO;

      @Override
      public void pause(Duration duration) {
        now = now.plus(duration);
      }

      @Override
      public Duration time() {
        return now;
      }

      @Override
      public Duration pretended() {
        return now;
      }
    };
  }
}
