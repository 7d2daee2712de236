package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.examples.Unreliable.OperationFailed;
import java.util.List;

/// Errors of waiting code are caught like any other.
public final class ErrorsOneByOne {
  private ErrorsOneByOne() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(ErrorsOneByOne::show);
  }

  static void show() {
    println("=== Individual Error Handling ===");
    for (String name : List.of("Task A", "Task B", "Task C")) {
      try {
        String result = Unreliable.operation(name);
        println("✅ " + name + ": " + result);
      } catch (OperationFailed e) {
        println("❌ " + name + ": " + e.getMessage());
      }
    }
  }
}
