package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gatherSettled;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Outcome;
import java.util.List;

/// All at once, and each one's failure stays its own.
public final class ErrorsGathered {
  private ErrorsGathered() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(ErrorsGathered::show);
  }

  static void show() {
    println("=== Error Handling with Gather ===");
    List<String> names = List.of("Task A", "Task B", "Task C");

    List<Outcome<String>> outcomes = await(gatherSettled(names.stream()
        .map(name -> async(name, () -> Unreliable.operation(name)))
        .toList()));

    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Success<String>(var result) -> println("✅ " + name + ": " + result);
        case Outcome.Failure<String>(var error) -> println("❌ " + name + ": " + error.getMessage());
        case Outcome.Cancelled<String>(var error) ->
          println("❌ " + name + ": " + error.getMessage());
      }
    }
  }
}
