package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Coroutine;

/// What calling a method gives, and what calling one that returns a coroutine gives.
public final class AsyncFunctions {
  private AsyncFunctions() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(AsyncFunctions::show);
  }

  static String regularFunction() {
    return "I run immediately";
  }

  static Coroutine<String> asyncFunction() {
    return async("async_function", () -> "I return a coroutine object");
  }

  static void show() {
    String regularResult = regularFunction(); // runs now
    println(regularResult);

    Coroutine<String> asyncResult = asyncFunction(); // a coroutine: nothing has run
    println(asyncResult);

    String actualResult = await(asyncResult);
    println(actualResult);
  }
}
