package dev.meanwhile.benchmarks.parts;

import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.blocking;
import static java.util.Objects.requireNonNull;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The way out of a loop and into it: other threads have to wake, which costs microseconds.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class OutsideBenchmark {
  private static final int CALLS = 1_000;

  /// A loop that idles, waiting for whatever comes from outside.
  @State(Scope.Benchmark)
  public static class IdleLoop {
    private @Nullable EventLoop events;
    private @Nullable Promise<Integer> end;
    private @Nullable Thread thread;

    /// Starts the loop on a thread of its own.
    @Setup(Level.Trial)
    public void start(OnLoop loop) {
      EventLoop idling = loop.runner.loop();
      Promise<Integer> ending = idling.createPromise();
      Thread started = new Thread(() -> loop.runner.run(() -> await(ending)), "idle-loop");
      started.start();
      events = idling;
      end = ending;
      thread = started;
    }

    /// Ends it, before the runner is closed.
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
      requireNonNull(end).complete(0);
      requireNonNull(thread).join();
    }

    EventLoop events() {
      return requireNonNull(events);
    }
  }

  /// A body that does nothing, on another thread and back.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int blockingRoundTrip(OnLoop loop) {
    return loop.runner.run(() -> {
      int sum = 0;
      for (int i = 0; i < CALLS; i++) {
        sum += blocking(() -> 1);
      }
      return sum;
    });
  }

  /// A callback of an idle loop from outside, until it was called.
  @Benchmark
  public void postToIdleLoop(IdleLoop loop) throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    loop.events().post(called::countDown);
    called.await();
  }

  /// A task of an idle loop from outside, until its result is there.
  @Benchmark
  public int callOnIdleLoop(IdleLoop loop) throws InterruptedException, ExecutionException {
    return loop.events().call(() -> 1).get();
  }

  /// Entering and leaving a loop: what `run` costs around a block that does nothing.
  @Benchmark
  public int run(OnLoop loop) {
    return loop.runner.run(() -> 1);
  }
}
