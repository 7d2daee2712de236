package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// An empty task: made, run and waited for.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@OperationsPerInvocation(SpawnBenchmark.TASKS)
public class SpawnBenchmark {
  static final int TASKS = 10_000;

  /// Many tasks, then one wait for all of them.
  @Benchmark
  public void spawnAndGather(OnLoop loop) {
    loop.runner.run(() -> {
      List<Task<Integer>> tasks = new ArrayList<>(TASKS);
      for (int i = 0; i < TASKS; i++) {
        tasks.add(createTask(() -> 1));
      }
      return gather(tasks).await();
    });
  }

  /// A task, waited for before the next one is made: a switch there and back besides.
  @Benchmark
  public int spawnAndAwaitEach(OnLoop loop) {
    return loop.runner.run(() -> {
      int sum = 0;
      for (int i = 0; i < TASKS; i++) {
        sum += await(createTask(() -> 1));
      }
      return sum;
    });
  }

  /// Many tasks in a group.
  @Benchmark
  public void spawnInGroup(OnLoop loop) {
    loop.runner.run(() -> taskGroup(group -> {
      for (int i = 0; i < TASKS; i++) {
        group.start(() -> 1);
      }
    }));
  }

  /// Many bare virtual threads, then a join of each.
  @Benchmark
  public void bareThreads(Bare bare) throws InterruptedException {
    Thread all = bare.newThread.apply(() -> {
      List<Thread> threads = new ArrayList<>(TASKS);
      for (int i = 0; i < TASKS; i++) {
        Thread thread = bare.newThread.apply(() -> {});
        thread.start();
        threads.add(thread);
      }
      threads.forEach(SpawnBenchmark::join);
    });
    all.start();
    all.join();
  }

  /// A bare virtual thread, joined before the next one is made.
  @Benchmark
  public void bareThreadsOneByOne(Bare bare) throws InterruptedException {
    Thread all = bare.newThread.apply(() -> {
      for (int i = 0; i < TASKS; i++) {
        Thread thread = bare.newThread.apply(() -> {});
        thread.start();
        join(thread);
      }
    });
    all.start();
    all.join();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody interrupts these threads", impossible);
    }
  }
}
