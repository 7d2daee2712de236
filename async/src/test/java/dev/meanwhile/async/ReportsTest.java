package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Failures that nobody looks at: SEMANTICS 15, promise 4.
final class ReportsTest {
  private static Task<String> failing() {
    return createTask(async("broken", () -> {
      throw new IllegalStateException("broken");
    }));
  }

  // SEMANTICS 15
  // asyncio 2.2.23
  @Test
  void failure_neverLookedAt_isReportedWhenTheLoopClosesOnce() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        failing();
        sleep(ms(1));
      });

      assertThat(loop.reports()).isEmpty();
      loop.runner().close();
      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.UNSEEN_FAILURE);
        assertThat(report.message()).contains("task broken");
        assertThat(report.error()).hasMessage("broken");
      });
    }
  }

  // SEMANTICS 15
  // asyncio 2.2.23
  @Test
  void failure_ofACollectedTask_isReportedWhileTheLoopRuns() throws InterruptedException {
    LinkedBlockingQueue<LoopReport> reports = new LinkedBlockingQueue<>();
    try (Runner runner = Runner.builder().reports(reports::add).open()) {
      LoopReport report = runner.run(() -> {
        WeakReference<Task<String>> task = startFailing();
        sleep(ms(1));
        // The collector works when it likes to: this asks it until the task is gone.
        while (task.get() != null) {
          System.gc();
          sleep(ms(1));
        }
        return blocking(reports::take);
      });

      assertThat(report.kind()).isEqualTo(LoopReport.Kind.UNSEEN_FAILURE);
    }

    assertThat(reports).isEmpty();
  }

  private static WeakReference<Task<String>> startFailing() {
    return new WeakReference<>(failing());
  }

  // SEMANTICS 15
  // asyncio 2.10.5
  @Test
  void failure_lookedAtInAnyWay_isNotReported() {
    TestLoop.onRealTime(() -> {
      ignoreFailure(failing()::await);
      ignoreFailure(failing()::get);
      ignoreFailure(() -> await(gather(failing())));
      ignoreFailure(() -> await(gatherSettled(failing())));
      ignoreFailure(() -> taskGroup(group -> {
        group.start(() -> {
          throw new IllegalStateException("broken");
        });
      }));
      Task<String> asked = failing();
      Task<String> askedOutside = failing();
      Task<String> asFuture = failing();
      sleep(ms(1));
      asked.exceptionNow();
      blocking(() -> ignoreFailure(askedOutside::get));
      ignoreFailure(asFuture::resultNow);
    });
  }

  // asyncio 2.10.5
  @Test
  void failure_ofAPromise_isReportedToo() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        EventLoop.current().createPromise().fail(new IllegalStateException("broken"));
      });

      loop.runner().close();
      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  @Test
  void cancellation_isNoFailureToReport() {
    TestLoop.onVirtualTime(() -> {
      createTask(() -> sleep(ms(100))).cancel();
      Task<?> started = createTask(() -> sleep(ms(100)));
      sleep(ms(1));
      started.cancel();
      sleep(ms(1));
    });
  }

  @Test
  void endedTask_keepsNeitherItsBodyNorItsThread() {
    TestLoop.onVirtualTime(() -> {
      byte[][] large = {new byte[1_000]};
      WeakReference<byte[]> held = new WeakReference<>(large[0]);
      Task<Integer> plain = holding(large[0]);
      Coroutine<Integer> described = describing(large[0]);
      Task<Integer> ofCoroutine = createTask(described);
      large[0] = new byte[0];
      await(gather(plain, ofCoroutine));
      while (held.get() != null) {
        System.gc();
        sleep(ms(1));
      }

      assertThat(plain.thread).isNull();
      assertThat(plain.resultNow() + ofCoroutine.resultNow()).isEqualTo(2_000);
      assertThat(described).hasToString("Coroutine[coroutine, done]");
    });
  }

  private static Task<Integer> holding(byte[] large) {
    return createTask(() -> large.length);
  }

  private static Coroutine<Integer> describing(byte[] large) {
    return async(() -> large.length);
  }

  // A stack that is used up ends the task that used it, not the loop and not its caller's
  // patience.
  // asyncio 2.2.24
  @Test
  void stackOverflow_inATask_isItsFailure() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> await(createTask(() -> deeper(0)))));

      assertThat(thrown).isInstanceOf(StackOverflowError.class);
      assertThat(loop.run(() -> "goes on")).isEqualTo("goes on");
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  // SEMANTICS 15: to cancel what has failed is not to look at it; asyncio takes it for that
  // asyncio 2.2.23, 2.10.5
  @Test
  void cancel_ofAFailedTask_doesNotCountAsLookingAtIt() {
    try (TestLoop loop = TestLoop.virtual()) {
      boolean wasNotDone = loop.run(() -> {
        Task<String> failed = failing();
        sleep(ms(1));
        return failed.cancel();
      });
      loop.runner().close();

      assertThat(wasNotDone).isFalse();
      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  // SEMANTICS 15
  // asyncio 2.10.5
  @Test
  void failure_ofAPromiseThatIsAwaited_isNotReported() {
    TestLoop.onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      promise.fail(new IllegalStateException("broken"));

      assertThat(catchThrowable(promise::await)).hasMessage("broken");
    });
  }
}
