package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Coroutine;
import java.time.Duration;

/// A coroutine is work that is described and has not begun.
public final class CoroutineObjects {
  private CoroutineObjects() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(CoroutineObjects::show);
  }

  static Coroutine<String> myCoroutine() {
    return async("my_coroutine", () -> {
      println("Starting coroutine");
      sleep(Duration.ofSeconds(1)); // pauses here, others run
      println("Resuming after 1 second");
      return "Done!";
    });
  }

  static void show() {
    // Makes the coroutine, and runs nothing of it.
    Coroutine<String> coroutine = myCoroutine();
    println(coroutine.getClass());
    println(coroutine);

    // Runs it.
    String result = await(coroutine);
    println(result);
    println(coroutine);
  }
}
