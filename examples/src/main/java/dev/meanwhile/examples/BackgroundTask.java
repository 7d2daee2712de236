package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Task;
import java.time.Duration;

/// A task goes on by itself, until its result is needed.
public final class BackgroundTask {
  private BackgroundTask() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(BackgroundTask::show);
  }

  static String longRunningTask(String name, int seconds) {
    println("🔄 Starting " + name + " (will take " + seconds + "s)");
    sleep(Duration.ofSeconds(seconds));
    println("✅ " + name + " completed");
    return "Result from " + name;
  }

  static void show() {
    println("=== Using createTask for better control ===");

    // Starts the task, and does not wait for it yet.
    Task<String> task = createTask(() -> longRunningTask("Background job", 3));

    // Other work in between.
    println("🔧 Doing other important work...");
    sleep(Duration.ofSeconds(1));
    println("🔧 Still working on other things...");
    sleep(Duration.ofSeconds(1));

    // Now its result is needed.
    println("⏳ Now waiting for background job...");
    String result = await(task);
    println("🎉 Final result: " + result);
  }
}
