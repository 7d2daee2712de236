package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.format;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import java.time.Duration;

/// The same breakfast, in which the toast does not wait for the coffee.
public final class Breakfast {
  private Breakfast() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(Breakfast::makeBreakfast);
  }

  static String makeCoffee() {
    println("Starting to make coffee...");
    sleep(Duration.ofSeconds(3)); // others run meanwhile
    println("Coffee is ready!");
    return "☕ Hot coffee";
  }

  static String makeToast() {
    println("Starting to make toast...");
    sleep(Duration.ofSeconds(2));
    println("Toast is ready!");
    return "🍞 Crispy toast";
  }

  static void makeBreakfast() {
    Duration start = EventLoop.current().time();

    // Start both at once.
    Task<String> coffeeTask = createTask(Breakfast::makeCoffee);
    Task<String> toastTask = createTask(Breakfast::makeToast);

    // Wait for both.
    String coffee = await(coffeeTask);
    String toast = await(toastTask);

    Duration total = EventLoop.current().time().minus(start);
    println(coffee + ", " + toast);
    println(format("Breakfast ready! Total time: %.1f seconds", total.toMillis() / 1e3));
  }
}
