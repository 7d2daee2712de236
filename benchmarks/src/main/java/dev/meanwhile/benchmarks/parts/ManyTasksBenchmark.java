package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Whole works with very many tasks; the time is that of the work.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class ManyTasksBenchmark {
  /// How many tasks are created.
  @State(Scope.Benchmark)
  public static class Created {
    /// Their number.
    @Param("1000000")
    public int tasks;
  }

  /// How many tasks are cancelled.
  @State(Scope.Benchmark)
  public static class Cancelled {
    /// Their number.
    @Param("100000")
    public int tasks;
  }

  /// Tasks are created and cancelled before their first turn: the objects alone, no thread.
  @Benchmark
  public int createAndDrop(OnLoop loop, Created created) {
    return loop.runner.run(() -> {
      List<Task<Integer>> tasks = new ArrayList<>(created.tasks);
      for (int i = 0; i < created.tasks; i++) {
        tasks.add(createTask(() -> 1));
      }
      tasks.forEach(Task::cancel);
      sleep(Duration.ZERO);
      return tasks.size();
    });
  }

  /// Tasks are created, run and gathered.
  @Benchmark
  public int createAndGather(OnLoop loop, Created created) {
    return loop.runner.run(() -> {
      List<Task<Integer>> tasks = new ArrayList<>(created.tasks);
      for (int i = 0; i < created.tasks; i++) {
        tasks.add(createTask(() -> 1));
      }
      return gather(tasks).await().size();
    });
  }

  /// A group whose tasks all sleep is stopped and ends; with the time to start them.
  @Benchmark
  public void cancelGroup(OnLoop loop, Cancelled cancelled) {
    loop.runner.run(() -> taskGroup(group -> {
      for (int i = 0; i < cancelled.tasks; i++) {
        group.start(() -> sleep(Duration.ofHours(1)));
      }
      sleep(Duration.ZERO);
      group.stop();
    }));
  }
}
