package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.println;

import java.time.Duration;

/// The operation of the listings on timeouts and cancellation: it takes ten seconds.
final class SlowOperation {
  private SlowOperation() {}

  static String run() {
    println("🐌 Starting slow operation...");
    sleep(Duration.ofSeconds(10));
    println("🏁 Slow operation completed");
    return "Slow result";
  }
}
