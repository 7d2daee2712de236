package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.createTask;

import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.Task;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// Queues between tasks, and between bare virtual threads on the same kind of scheduler.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@OperationsPerInvocation(OnLoop.MANY)
public class QueueBenchmark {
  /// To another task and back, through two queues of one place: two switches.
  @Benchmark
  public void roundTrip(OnLoop loop) {
    loop.runner.run(() -> {
      AsyncQueue<Integer> there = AsyncQueue.bounded(1);
      AsyncQueue<Integer> back = AsyncQueue.bounded(1);
      Task<?> echo = createTask(() -> {
        for (int i = 0; i < OnLoop.MANY; i++) {
          back.put(there.take());
        }
      });
      for (int i = 0; i < OnLoop.MANY; i++) {
        there.put(i);
        back.take();
      }
      echo.await();
    });
  }

  /// An item put in and taken out by the same task: no switch.
  @Benchmark
  public int putAndTake(OnLoop loop) {
    return loop.runner.run(() -> {
      AsyncQueue<Integer> queue = AsyncQueue.bounded(1);
      int sum = 0;
      for (int i = 0; i < OnLoop.MANY; i++) {
        queue.put(1);
        sum += queue.take();
      }
      return sum;
    });
  }

  /// The round trip of two bare virtual threads through the JDK's queues.
  @Benchmark
  public void bareThreads(Bare bare) throws InterruptedException {
    BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
    BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
    Thread echo = bare.newThread.apply(() -> pass(there, back, false));
    Thread caller = bare.newThread.apply(() -> pass(back, there, true));
    echo.start();
    caller.start();
    caller.join();
    echo.join();
  }

  private static void pass(
      BlockingQueue<Integer> from, BlockingQueue<Integer> to, boolean isFirst) {
    try {
      for (int i = 0; i < OnLoop.MANY; i++) {
        if (isFirst) {
          to.put(i);
          from.take();
        } else {
          to.put(from.take());
        }
      }
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody interrupts these threads", impossible);
    }
  }
}
