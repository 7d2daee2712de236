package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.format;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Three operations at once, and the same three one after the other.
public final class ConcurrentOrSequential {
  private ConcurrentOrSequential() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(ConcurrentOrSequential::show);
  }

  static String operation(int number) {
    sleep(Duration.ofSeconds(1));
    return "Result " + number;
  }

  // ✅ All at once
  static List<String> concurrentOperations() {
    return await(gather(
        async(() -> operation(1)), // nothing runs yet: gather starts all three
        async(() -> operation(2)),
        async(() -> operation(3))));
  }

  // ❌ One by one: usually not what you want
  static List<String> sequentialOperations() {
    String first = operation(1);
    String second = operation(2);
    String third = operation(3);
    return List.of(first, second, third);
  }

  static void show() {
    timed("✅ Concurrent", ConcurrentOrSequential::concurrentOperations);
    timed("❌ Sequential", ConcurrentOrSequential::sequentialOperations);
  }

  private static void timed(String label, Supplier<List<String>> operations) {
    Duration start = EventLoop.current().time();
    List<String> results = operations.get();
    Duration took = EventLoop.current().time().minus(start);
    println(format("%s: %s in %.1f seconds", label, results, took.toMillis() / 1e3));
  }
}
