package dev.meanwhile.examples;

import static dev.meanwhile.examples.Screen.format;

import java.io.PrintStream;
import java.time.Duration;

/// Breakfast with one pair of hands: each step waits for the one before.
public final class BlockingBreakfast {
  private final Pause pause;
  private final PrintStream out;

  BlockingBreakfast(Pause pause, PrintStream out) {
    this.pause = pause;
    this.out = out;
  }

  /// Runs the program.
  public static void main(String[] args) {
    new BlockingBreakfast(Pause.real(), System.out).makeBreakfast();
  }

  String makeCoffee() {
    out.println("Starting to make coffee...");
    pause.pause(Duration.ofSeconds(3)); // brewing
    out.println("Coffee is ready!");
    return "☕ Hot coffee";
  }

  String makeToast() {
    out.println("Starting to make toast...");
    pause.pause(Duration.ofSeconds(2)); // toasting
    out.println("Toast is ready!");
    return "🍞 Crispy toast";
  }

  void makeBreakfast() {
    Duration start = pause.time();

    String coffee = makeCoffee();
    String toast = makeToast();

    out.println(coffee + ", " + toast);
    out.println(
        format("Breakfast ready! Total time: %.1f seconds", seconds(pause.time().minus(start))));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
