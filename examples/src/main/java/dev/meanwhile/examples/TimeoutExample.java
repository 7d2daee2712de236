package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.waitFor;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.TimedOutException;
import java.time.Duration;

/// Waiting for three seconds and no longer.
public final class TimeoutExample {
  private TimeoutExample() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(TimeoutExample::show);
  }

  static void show() {
    println("=== Timeout Example ===");
    try {
      String result = waitFor(async(SlowOperation::run), Duration.ofSeconds(3));
      println("Result: " + result);
    } catch (TimedOutException e) {
      println("⏰ Operation timed out after " + e.limit().toSeconds() + " seconds");
    }
  }
}
