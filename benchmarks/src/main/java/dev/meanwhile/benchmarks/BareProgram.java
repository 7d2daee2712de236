package dev.meanwhile.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/// Bare virtual threads on the works that the peers do, as a process of its own: what the JDK
/// gives without a runtime of ours.
///
/// `BareProgram jdk` uses the JDK's scheduler, `BareProgram own` a single thread of their own;
/// `million` as second argument only has a million of them sleep.
public final class BareProgram {
  private static final int REPEATS = 10;

  private BareProgram() {}

  /// Runs the works.
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments[0].equals("own")) {
      try (OwnScheduler scheduler = OwnScheduler.open()) {
        works(scheduler::newThread, arguments);
      }
    } else {
      works(Thread.ofVirtual().inheritInheritableThreadLocals(false)::unstarted, arguments);
    }
  }

  private static void works(Function<Runnable, Thread> newThread, String[] arguments)
      throws InterruptedException {
    // As with the loops, all is done by a virtual thread of the scheduler.
    if (arguments.length > 1 && arguments[1].equals("million")) {
      onOne(newThread, () -> millionSleeps(newThread));
      Output.printPeak();
      return;
    }
    for (int i = 0; i < REPEATS; i++) {
      int turns = 2_000_000;
      long start = System.nanoTime();
      Batons.pass(newThread, turns);
      Output.print("yield_ns", Output.perOperation(start, turns));
      onOne(newThread, () -> spawns(newThread, 200_000));
      onOne(newThread, () -> roundTrips(newThread, 200_000));
    }
  }

  private static void spawns(Function<Runnable, Thread> newThread, int count)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Thread thread = newThread.apply(() -> {});
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Output.print("spawn_join_ns", Output.perOperation(start, count));
  }

  private static void roundTrips(Function<Runnable, Thread> newThread, int count)
      throws InterruptedException {
    BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
    BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
    Thread echo = newThread.apply(() -> uninterrupted(() -> {
      for (int i = 0; i < count; i++) {
        back.put(there.take());
      }
    }));
    echo.start();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      there.put(i);
      back.take();
    }
    Output.print("queue_round_trip_ns", Output.perOperation(start, count));
    echo.join();
  }

  private static void millionSleeps(Function<Runnable, Thread> newThread)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>(1_000_000);
    for (int i = 0; i < 1_000_000; i++) {
      Thread thread =
          newThread.apply(() -> uninterrupted(() -> Thread.sleep(Duration.ofSeconds(10))));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Output.print("million_sleeps seconds", Output.perOperation(start, 1) / 1e9);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static void onOne(Function<Runnable, Thread> newThread, Work work)
      throws InterruptedException {
    Thread thread = newThread.apply(() -> uninterrupted(work));
    thread.start();
    thread.join();
  }

  private static void uninterrupted(Work work) {
    try {
      work.run();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody interrupts these threads", impossible);
    }
  }
}
