package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.benchmarks.Batons;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs that another task goes on: through the loop's door, which every wait passes, and
/// without it. Nothing watches in these: the difference between [#tasksYield] and [#bareThreads]
/// on the same kind of scheduler is the price of the door while it is only there.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@OperationsPerInvocation(OnLoop.MANY)
public class SwitchBenchmark {
  /// Two tasks that give each other turns: a wait through the door each.
  @Benchmark
  public void tasksYield(OnLoop loop) {
    loop.runner.run(() -> {
      gather(createTask(() -> yieldOften()), createTask(() -> yieldOften())).await();
    });
  }

  /// One task that gives up its turn with nobody to take it: the door without a switch.
  @Benchmark
  public void loneTaskYields(OnLoop loop) {
    loop.runner.run(() -> {
      yieldOften();
      yieldOften();
    });
  }

  /// Two tasks that wake each other through promises: a promise, a wait and a switch each.
  @Benchmark
  public void tasksHandOverThroughPromises(OnLoop loop) {
    loop.runner.run(() -> {
      HandOver handOver = new HandOver(EventLoop.current());
      gather(createTask(() -> handOver.often()), createTask(() -> handOver.often()))
          .await();
    });
  }

  /// Two bare virtual threads on the same kind of scheduler: no loop, no door.
  @Benchmark
  public void bareThreads(Bare bare) throws InterruptedException {
    Batons.pass(bare.newThread, OnLoop.MANY);
  }

  /// Two of the JDK's internal continuations on one thread: no scheduler either.
  @Benchmark
  public void bareContinuations() {
    Object one = Continuations.of(SwitchBenchmark::leaveOften);
    Object two = Continuations.of(SwitchBenchmark::leaveOften);
    for (int i = 0; i < OnLoop.MANY / 2; i++) {
      Continuations.run(one);
      Continuations.run(two);
    }
  }

  private static void yieldOften() {
    for (int i = 0; i < OnLoop.MANY / 2; i++) {
      sleep(Duration.ZERO);
    }
  }

  private static void leaveOften() {
    for (int i = 0; i < OnLoop.MANY; i++) {
      Continuations.leave();
    }
  }

  /// What two tasks share: the promise that the other one waits for.
  private static final class HandOver {
    private final EventLoop loop;
    private @Nullable Promise<Integer> waiting;

    HandOver(EventLoop loop) {
      this.loop = loop;
    }

    void often() {
      for (int i = 0; i < OnLoop.MANY / 2; i++) {
        Promise<Integer> mine = loop.createPromise();
        wakeOther();
        waiting = mine;
        await(mine);
      }
      wakeOther();
    }

    private void wakeOther() {
      Promise<Integer> others = waiting;
      waiting = null;
      if (others != null) {
        others.complete(1);
      }
    }
  }
}
