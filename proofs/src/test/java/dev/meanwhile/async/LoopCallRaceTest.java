package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What threads outside ask of a loop that runs and idles in between: tasks, their cancel, the
/// results. Real threads only: the loop's are virtual.
final class LoopCallRaceTest {
  /// Runs `duel` while a loop runs that has nothing else to do.
  private static void besideALoop(BodyAction<EventLoop> duel) throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    try (Runner runner = Runner.builder().name("duel").open()) {
      Promise<String> end = runner.loop().createPromise();
      Thread loop = new Thread(() -> runner.run(() -> {
        opened.countDown();
        end.await();
      }));
      loop.start();
      opened.await();
      try {
        duel.run(runner.loop());
      } finally {
        end.complete("over");
        loop.join();
      }
    }
  }

  /// Acceptable: the body never begins, or it is cancelled at its wait. It waits for ever, so a
  /// cancel that is lost hangs the check until the watchdog ends the test.
  @Test
  void call_whoseFutureIsCancelled_cancelsTheTask() throws Exception {
    besideALoop(loop -> Duel.race(() -> new Duel.Round() {
      private final AtomicInteger begun = new AtomicInteger();
      private final AtomicInteger ended = new AtomicInteger();
      private final CompletableFuture<String> future = loop.call(() -> {
        begun.incrementAndGet();
        try {
          return loop.<String>createPromise().await();
        } finally {
          ended.incrementAndGet();
        }
      });

      @Override
      public void first() {
        future.cancel(false);
      }

      @Override
      public void second() {
        loop.post(() -> {});
      }

      @Override
      public void check() throws Exception {
        require(future.isCancelled(), "not cancelled");
        // What was posted before is over when this is.
        loop.call(() -> {
              while (begun.get() > ended.get()) {
                Async.sleep(Duration.ZERO);
              }
              return "over";
            })
            .get();
      }
    }));
  }

  /// Acceptable: the value, or the cancel; never neither.
  @Test
  void call_cancelledWhileItEnds_isOneOfBoth() throws Exception {
    besideALoop(loop -> Duel.race(() -> new Duel.Round() {
      private final CompletableFuture<String> future = loop.call(() -> "value");
      private boolean wasCancelled;

      @Override
      public void first() {
        wasCancelled = future.cancel(false);
      }

      @Override
      public void second() {
        loop.post(() -> {});
      }

      @Override
      public void check() throws Exception {
        require(wasCancelled || future.get().equals("value"), "neither");
      }
    }));
  }

  /// Acceptable: the value, which both are given. One that blocks for ever hangs the test.
  @Test
  void get_byTwoWhileTheTaskEnds_givesTheValueToBoth() throws Exception {
    besideALoop(loop -> Duel.race(() -> new Duel.Round() {
      private final CompletableFuture<Task<String>> started =
          loop.call(() -> Async.createTask(() -> "value"));

      @Override
      public void first() throws Exception {
        get();
      }

      @Override
      public void second() throws Exception {
        get();
      }

      private void get() throws InterruptedException, ExecutionException {
        require(started.get().get().equals("value"), "another value");
      }

      @Override
      public void check() {}
    }));
  }
}
