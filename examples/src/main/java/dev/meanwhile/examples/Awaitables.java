package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import java.time.Duration;

/// What can be awaited, and what cannot.
public final class Awaitables {
  private Awaitables() {}

  /// Runs the program.
  public static void main(String[] args) {
    run(Awaitables::show);
  }

  static void show() {
    // ✅ These can be awaited:
    sleep(Duration.ofSeconds(1)); // a wait of the library
    println("✅ A sleep of 1 second");
    println("✅ A task: " + await(createTask(someAsyncFunction())));
    println("✅ A coroutine: " + await(someOtherAsyncFunction()));

    Promise<String> promise = EventLoop.current().createPromise();
    EventLoop.current().callSoon(() -> promise.complete("Kept"));
    println("✅ A promise: " + await(promise));

    // ❌ These cannot; the compiler refuses the first two, and the third holds the loop:
    // await("hello"); await(42); Thread.sleep(1_000);
    println("❌ A string or a number: the compiler says so");
  }

  private static Coroutine<String> someAsyncFunction() {
    return async(() -> "Hello from async function");
  }

  private static Coroutine<String> someOtherAsyncFunction() {
    return async(() -> {
      sleep(Duration.ofMillis(500));
      return "Another async result";
    });
  }
}
