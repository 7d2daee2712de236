package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The load of a [SoakTest]: some loops, and threads that ask them for work of every kind, more
/// than there is time for, but never more than a number at a time.
final class SoakLoad {
  private static final int UNDER_WAY = 200;

  private final List<Runner> runners = new ArrayList<>();
  private final List<Promise<String>> ends = new ArrayList<>();
  private final Map<EventLoop, Shared> shared = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore underWay = new Semaphore(UNDER_WAY);
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final ConcurrentLinkedQueue<Object> surprises = new ConcurrentLinkedQueue<>();
  private volatile boolean isOver;

  static SoakLoad start(int loops) throws InterruptedException {
    SoakLoad load = new SoakLoad();
    for (int i = 0; i < loops; i++) {
      load.open("soak-" + i);
    }
    for (int i = 0; i < 2; i++) {
      load.threads.add(Thread.ofPlatform().start(load::ask));
      load.threads.add(Thread.ofVirtual().start(load::ask));
    }
    return load;
  }

  private void open(String name) throws InterruptedException {
    // A machine with other work stalls a loop now and then: not what is looked for here.
    Runner runner = Runner.builder()
        .name(name)
        .stallThreshold(Duration.ofMinutes(1))
        .idleReport(Duration.ofHours(1))
        .reports(this::report)
        .open();
    CountDownLatch opened = new CountDownLatch(1);
    Promise<String> end = runner.loop().createPromise();
    runners.add(runner);
    shared.put(runner.loop(), new Shared());
    ends.add(end);
    threads.add(Thread.ofPlatform()
        .start(() -> runner.run(() -> {
          opened.countDown();
          end.await();
        })));
    opened.await();
  }

  void stop() throws InterruptedException {
    isOver = true;
    for (Thread thread : threads.subList(runners.size(), threads.size())) {
      thread.join();
    }
    underWay.acquire(UNDER_WAY);
    ends.forEach(end -> end.complete("over"));
    for (Thread thread : threads) {
      thread.join();
    }
    for (Runner runner : runners) {
      runner.run(() -> surprises.addAll(shared(runner.loop()).losses()));
      runner.close();
    }
  }

  long tasksEnded() {
    return ended.get();
  }

  List<Object> surprises() {
    return List.copyOf(surprises);
  }

  @Override
  public String toString() {
    return asked + " asked for, " + ended + " tasks ended, " + cancelled + " cancelled, " + reported
        + " failures on purpose reported";
  }

  private void report(LoopReport report) {
    if (report.error() instanceof OnPurpose) {
      reported.incrementAndGet();
    } else {
      surprises.add(report);
    }
  }

  // --- outside the loops ---

  private void ask() {
    try {
      while (!isOver) {
        underWay.acquire();
        asked.incrementAndGet();
        askOnce(ThreadLocalRandom.current());
      }
    } catch (Throwable failure) {
      surprises.add(failure);
    }
  }

  private void askOnce(ThreadLocalRandom random) throws Exception {
    EventLoop loop = runners.get(random.nextInt(runners.size())).loop();
    switch (random.nextInt(6)) {
      case 0 -> loop.post(this::answered);
      case 1 ->
        loop.execute(() -> {
          try {
            work(random());
          } finally {
            answered();
          }
        });
      case 2 -> askAndComplete(loop);
      default -> askAndPerhapsCancel(loop, random);
    }
  }

  private void askAndPerhapsCancel(EventLoop loop, ThreadLocalRandom random) throws Exception {
    CompletableFuture<String> future = loop.call(() -> {
      work(random());
      return "done";
    });
    future.whenComplete((_, _) -> answered());
    if (random.nextInt(4) == 0) {
      future.cancel(false);
    }
    if (random.nextInt(4) == 0) {
      try {
        future.get();
      } catch (ExecutionException | CancellationException _) {
        cancelled.incrementAndGet();
      }
    }
  }

  /// A task waits for a promise, which this thread completes.
  private void askAndComplete(EventLoop loop) {
    Promise<String> promise = loop.createPromise();
    CompletableFuture<String> future = loop.call(() -> promise.await());
    future.whenComplete((_, _) -> answered());
    promise.complete("value");
  }

  private void answered() {
    underWay.release();
  }

  // --- within ---

  private static ThreadLocalRandom random() {
    return ThreadLocalRandom.current();
  }

  private static Duration shortTime(ThreadLocalRandom random) {
    return Duration.ofNanos(random.nextInt(3_000_000));
  }

  private void work(ThreadLocalRandom random) {
    try {
      switch (random.nextInt(12)) {
        case 0 -> sleep(shortTime(random));
        case 1 -> group(random);
        case 2 -> moveOnAfter(shortTime(random), () -> group(random()));
        case 3 -> await(gatherSettled(async(() -> part(random())), async(() -> part(random()))));
        case 4 -> race(async(() -> part(random())), async(() -> part(random())));
        case 5 -> outside(random);
        case 6 -> cancelled(createTask(() -> untilCancelled()));
        case 7 -> shielded(() -> sleep(shortTime(random())));
        case 8 -> throw new OnPurpose();
        case 9 -> moveOnAfter(shortTime(random), shared(EventLoop.current())::passOn);
        case 10 -> moveOnAfter(shortTime(random), shared(EventLoop.current())::useTogether);
        default -> sleep(Duration.ZERO);
      }
    } finally {
      ended.incrementAndGet();
    }
  }

  private void group(ThreadLocalRandom random) {
    try {
      taskGroup(group -> {
        int number = 1 + random.nextInt(5);
        for (int i = 0; i < number; i++) {
          group.start(() -> part(random()));
        }
        if (random.nextInt(4) == 0) {
          sleep(Duration.ZERO);
          group.stop();
        }
      });
    } catch (OnPurpose _) {
      // One of the parts has failed.
    }
  }

  private int part(ThreadLocalRandom random) {
    try {
      sleep(shortTime(random));
      if (random.nextInt(50) == 0) {
        throw new OnPurpose();
      }
      return 1;
    } finally {
      ended.incrementAndGet();
    }
  }

  /// A call that blocks, for too long now and then.
  private static void outside(ThreadLocalRandom random) {
    boolean isEndless = random.nextInt(4) == 0;
    CountDownLatch never = new CountDownLatch(1);
    moveOnAfter(
        shortTime(random),
        () -> blocking(() -> {
          assertNeverOpens(never.await(isEndless ? 1_000_000 : 1, TimeUnit.MILLISECONDS));
        }));
  }

  private static void assertNeverOpens(boolean isOpen) {
    if (isOpen) {
      throw new AssertionError("nobody opens it");
    }
  }

  private void cancelled(Task<?> task) {
    sleep(Duration.ZERO);
    task.cancel();
    await(gatherSettled(task));
    cancelled.incrementAndGet();
  }

  private static void untilCancelled() {
    EventLoop.current().createPromise().await();
  }

  private Shared shared(EventLoop loop) {
    return Objects.requireNonNull(shared.get(loop));
  }

  /// What the tasks of one loop share for the whole time. Confined to it.
  private static final class Shared {
    private final AsyncQueue<Long> queue = AsyncQueue.bounded(8);
    private final AsyncSemaphore permits = new AsyncSemaphore(3);
    private final AsyncLock lock = new AsyncLock();
    private long put;
    private long taken;

    /// As many put items in as take one out, and some of them are cancelled while they wait.
    void passOn() {
      if (random().nextBoolean()) {
        queue.put(put);
        put++;
      } else {
        queue.take();
        taken++;
      }
    }

    void useTogether() {
      permits.with(() -> lock.with(() -> sleep(Duration.ZERO)));
    }

    List<String> losses() {
      List<String> losses = new ArrayList<>();
      if (put - taken != queue.size()) {
        losses.add(put + " items put, " + taken + " taken, and " + queue.size() + " are left");
      }
      if (!permits.tryAcquireMany(3) || lock.isLocked()) {
        losses.add(permits + " and " + lock + " though nobody has them any more");
      }
      return losses;
    }
  }

  /// A failure that belongs to the load.
  private static final class OnPurpose extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnPurpose() {
      super("on purpose");
    }
  }
}
