package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.format;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.EventLoop;
import java.time.Duration;

/// One wait after the other, and when each begins and ends.
public final class SequentialAwait {
  private final Duration start = EventLoop.current().time();

  private SequentialAwait() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(() -> new SequentialAwait().demonstrate());
  }

  static void show() {
    new SequentialAwait().demonstrate();
  }

  private String fetchData(String source, int seconds) {
    say("🔄 Starting to fetch from " + source);
    sleep(Duration.ofSeconds(seconds)); // the network takes its time
    say("✅ Finished fetching from " + source);
    return "Data from " + source;
  }

  private void demonstrate() {
    println("=== Sequential Awaiting ===");
    // One runs after the other.
    String first = fetchData("Database", 2);
    String second = fetchData("API", 1);
    say("Got: " + first + " and " + second);
  }

  private void say(String what) {
    Duration now = EventLoop.current().time().minus(start);
    println(format("%ds: %s", now.toSeconds(), what));
  }
}
