package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Task;
import java.time.Duration;

/// Changing one's mind after two seconds.
public final class CancellationExample {
  private CancellationExample() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(CancellationExample::show);
  }

  static void show() {
    println("=== Cancellation Example ===");
    Task<String> task = createTask(SlowOperation::run);

    // Wait a bit, then cancel.
    sleep(Duration.ofSeconds(2));
    println("🛑 Cancelling the slow operation...");
    task.cancel();

    try {
      await(task);
    } catch (CancelledError e) {
      println("✋ Task was cancelled");
    }
  }
}
