package dev.meanwhile.cli;

import java.time.Instant;

/// The time of day, for commands that need no loop.
final class Wallclock {
  private Wallclock() {}

  static Instant now() {
    return Instant.now();
  }
}
