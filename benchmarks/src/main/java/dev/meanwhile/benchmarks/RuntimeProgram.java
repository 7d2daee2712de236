package dev.meanwhile.benchmarks;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Meanwhile on the works that the peers do, as a process of its own; the system property
/// `meanwhile.carrier` says on which carrier.
///
/// `RuntimeProgram` prints a line for each work and repeat; `RuntimeProgram million` only has a
/// million tasks sleep.
public final class RuntimeProgram {
  private static final int REPEATS = 10;

  private RuntimeProgram() {}

  /// Runs the works.
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("million")) {
      onLoop(() -> millionSleeps());
      Output.printPeak();
      return;
    }
    onLoop(() -> {
      for (int i = 0; i < REPEATS; i++) {
        Output.print("yield_ns", switches(2_000_000));
        Output.print("spawn_gather_ns", spawns(200_000));
        Output.print("queue_round_trip_ns", roundTrips(200_000));
      }
    });
  }

  /// Runs `body` on a loop that reports no stalls: making a million tasks takes longer than a
  /// turn should, and that is meant.
  static void onLoop(Action body) {
    try (Runner runner = Runner.builder().stallThreshold(Duration.ofMinutes(1)).open()) {
      runner.run(body);
    }
  }

  static double switches(int count) {
    long start = System.nanoTime();
    Task<?> one = createTask(() -> yieldOften(count / 2));
    Task<?> two = createTask(() -> yieldOften(count / 2));
    gather(one, two).await();
    return Output.perOperation(start, count);
  }

  private static void yieldOften(int count) {
    for (int i = 0; i < count; i++) {
      sleep(Duration.ZERO);
    }
  }

  static double spawns(int count) {
    long start = System.nanoTime();
    List<Task<Integer>> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tasks.add(createTask(() -> 1));
    }
    gather(tasks).await();
    return Output.perOperation(start, count);
  }

  private static double roundTrips(int count) {
    AsyncQueue<Integer> there = AsyncQueue.bounded(1);
    AsyncQueue<Integer> back = AsyncQueue.bounded(1);
    Task<?> echo = createTask(() -> {
      for (int i = 0; i < count; i++) {
        back.put(there.take());
      }
    });
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      there.put(i);
      back.take();
    }
    double perTrip = Output.perOperation(start, count);
    echo.await();
    return perTrip;
  }

  private static void millionSleeps() {
    long start = System.nanoTime();
    List<Task<Void>> tasks = new ArrayList<>(1_000_000);
    for (int i = 0; i < 1_000_000; i++) {
      tasks.add(createTask(() -> sleep(Duration.ofSeconds(10))));
    }
    gather(tasks).await();
    Output.print("million_sleeps seconds", Output.perOperation(start, 1) / 1e9);
  }
}
