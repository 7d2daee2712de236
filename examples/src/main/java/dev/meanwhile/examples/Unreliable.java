package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import java.time.Duration;

/// The operation of both listings on errors: three times in ten it fails.
final class Unreliable {
  private Unreliable() {}

  static String operation(String name) throws OperationFailed {
    sleep(Duration.ofSeconds(1));
    if (EventLoop.current().random().nextDouble() < 0.3) {
      throw new OperationFailed("Operation " + name + " failed!");
    }
    return "Success from " + name;
  }

  /// A checked exception, as Java's libraries throw them.
  static final class OperationFailed extends Exception {
    private static final long serialVersionUID = 1L;

    OperationFailed(String message) {
      super(message);
    }
  }
}
