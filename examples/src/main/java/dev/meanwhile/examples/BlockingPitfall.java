package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.format;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.function.Consumer;

/// A call that blocks holds everybody up. Another task, which wants a turn every tenth of a
/// second, shows how long.
public final class BlockingPitfall {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Pause pause;
  private Duration lastTurn = Duration.ZERO;
  private Duration longestStandstill = Duration.ZERO;

  BlockingPitfall(Pause pause) {
    this.pause = pause;
  }

  /// Runs the program.
  public static void main(String[] args) {
    run(() -> new BlockingPitfall(Pause.real()).show());
  }

  // ❌ Bad: a blocking call in asynchronous code
  void badExample() {
    sleep(SECOND); // good: the others run
    pause.pause(SECOND); // bad: holds the whole loop; blocking(() -> ...) around it would not
    sleep(SECOND); // good: the others run
  }

  // ✅ Good: every wait lets the others run
  void goodExample() {
    sleep(SECOND);
    sleep(SECOND);
  }

  void show() {
    Consumer<Object> screen = Screen.printer(); // the loop reports on a thread of its own
    EventLoop.current().setExceptionHandler(report -> screen.accept("⏳ " + report.message()));
    watch("❌ Bad", this::badExample);
    watch("✅ Good", this::goodExample);
  }

  private void watch(String label, Runnable example) {
    lastTurn = now();
    longestStandstill = Duration.ZERO;
    Task<?> other = createTask(() -> {
      while (true) {
        sleep(Duration.ofMillis(100));
        noteTurn();
      }
    });
    example.run();
    other.cancel();
    println(format(
        "%s: the others stood still for up to %.1f seconds",
        label, longestStandstill.toMillis() / 1e3));
  }

  private void noteTurn() {
    Duration since = now().minus(lastTurn);
    if (since.compareTo(longestStandstill) > 0) {
      longestStandstill = since;
    }
    lastTurn = now();
  }

  private Duration now() {
    return EventLoop.current().time().plus(pause.pretended());
  }
}
