package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What a task does of which nothing comes: no switch, only the price of asking.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@OperationsPerInvocation(OnLoop.MANY)
public class WithoutWaitingBenchmark {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int OTHER_TIMERS = 10_000;

  /// A timeout whose block ends at once: a scope and a timer, made and taken back.
  @Benchmark
  public void timeoutThatDoesNotFire(OnLoop loop, Blackhole sink) {
    loop.runner.run(() -> {
      for (int i = 0; i < OnLoop.MANY; i++) {
        int value = i;
        sink.consume(timeout(HOUR, () -> value));
      }
    });
  }

  /// A timer made and taken back among ten thousand others.
  @Benchmark
  public void timerAddedAndRemoved(OnLoop loop) {
    loop.runner.run(() -> {
      EventLoop events = EventLoop.current();
      EventLoop.Handle[] others = new EventLoop.Handle[OTHER_TIMERS];
      for (int i = 0; i < OTHER_TIMERS; i++) {
        others[i] = events.callLater(HOUR.plusMillis(i), () -> {});
      }
      for (int i = 0; i < OnLoop.MANY; i++) {
        events.callLater(HOUR.plusMillis(i % OTHER_TIMERS), () -> {}).cancel();
      }
      for (EventLoop.Handle other : others) {
        other.cancel();
      }
    });
  }

  /// A semaphore with a free permit, taken and given back.
  @Benchmark
  public void freeSemaphore(OnLoop loop) {
    loop.runner.run(() -> {
      AsyncSemaphore semaphore = new AsyncSemaphore(1);
      for (int i = 0; i < OnLoop.MANY; i++) {
        semaphore.acquire();
        semaphore.release();
      }
    });
  }

  /// An await of a task that has ended.
  @Benchmark
  public int awaitOfFinishedTask(OnLoop loop) {
    return loop.runner.run(() -> {
      Task<Integer> finished = createTask(() -> 1);
      int sum = await(finished);
      for (int i = 0; i < OnLoop.MANY; i++) {
        sum += await(finished);
      }
      return sum;
    });
  }
}
