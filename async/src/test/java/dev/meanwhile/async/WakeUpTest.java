package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Threads outside wake a loop that idles, over and over: a wake-up that is lost hangs the test,
/// whose watchdog then fails it.
final class WakeUpTest {
  private interface Outside {
    void accept(Runnable job) throws InterruptedException;
  }

  /// Runs `body` with a thread outside that does its jobs.
  private static void withThreadOutside(Body<Outside, Void> body) {
    LinkedBlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
    Thread outside = new Thread(() -> {
      try {
        while (true) {
          jobs.take().run();
        }
      } catch (InterruptedException _) {
        // The test is over.
      }
    });
    outside.start();
    try {
      onRealTime(() -> {
        body.run(jobs::put);
      });
    } finally {
      outside.interrupt();
    }
  }

  private static void completePromises(int times) {
    withThreadOutside(outside -> {
      for (int i = 0; i < times; i++) {
        int number = i;
        Promise<Integer> promise = EventLoop.current().createPromise();
        outside.accept(() -> promise.complete(number));
        assertThat(await(promise)).isEqualTo(i);
      }
      return nothing();
    });
  }

  private static void post(int times) {
    withThreadOutside(outside -> {
      EventLoop loop = EventLoop.current();
      for (int i = 0; i < times; i++) {
        Promise<String> promise = loop.createPromise();
        outside.accept(() -> loop.post(() -> promise.complete("posted")));
        await(promise);
      }
      return nothing();
    });
  }

  private static void cancel(int times) {
    withThreadOutside(outside -> {
      for (int i = 0; i < times; i++) {
        Task<?> task = createTask(() -> untilCancelled());
        outside.accept(task::cancel);
        await(gatherSettled(task));
        assertThat(task.isCancelled()).isTrue();
      }
      return nothing();
    });
  }

  /// The wake-up races with the timer that the loop idles for.
  private static void raceWithTimers(int times) {
    withThreadOutside(outside -> {
      for (int i = 0; i < times; i++) {
        Promise<String> promise = EventLoop.current().createPromise();
        outside.accept(() -> promise.complete("value"));
        moveOnAfter(Duration.ofNanos(20_000), () -> await(promise));
        await(promise);
      }
      return nothing();
    });
  }

  @SuppressWarnings("NullAway") // the only value of Void
  private static Void nothing() {
    return null;
  }

  @Test
  void completePromises_whileTheLoopIdles_wakesIt() {
    completePromises(1_000);
  }

  @Test
  void post_whileTheLoopIdles_wakesIt() {
    post(1_000);
  }

  @Test
  void cancel_whileTheLoopIdles_wakesIt() {
    cancel(1_000);
  }

  @Test
  void completePromises_whileATimerIsDue_wakesIt() {
    raceWithTimers(1_000);
  }

  @Test
  @Tag("stress")
  void everything_oftenEnough_wakesIt() {
    for (int i = 0; i < 10; i++) {
      completePromises(10_000);
      post(10_000);
      cancel(10_000);
      raceWithTimers(10_000);
    }
  }
}
