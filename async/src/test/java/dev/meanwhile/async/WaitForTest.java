package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 7, 10 and 12.
final class WaitForTest {
  @Test
  void waitFor_inTime_givesTheResult() {
    String value = onVirtualTime(() -> waitFor(
        createTask(() -> {
          sleep(ms(5));
          return "value";
        }),
        ms(10)));

    assertThat(value).isEqualTo("value");
  }

  // asyncio 2.5.1
  @Test
  void waitFor_tooLate_cancelsWaitsForTheEndAndThrows() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var slow = createTask(async("slow", () -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("cleaned up");
        }
      }));
      TimedOutException thrown = catchThrowableOfType(TimedOutException.class, () -> {
        var _ = waitFor(slow, ms(5));
      });
      log.add("thrown");

      assertThat(thrown.limit()).isEqualTo(ms(5));
      assertThat(thrown).hasMessageContaining("5 ms").hasMessageContaining("slow");
      assertThat(slow.isCancelled()).isTrue();
    });

    assertThat(log.events()).containsExactly("cleaned up@15ms", "thrown@15ms");
  }

  // SEMANTICS 7
  // asyncio 2.5.3
  @Test
  void waitFor_resultAtTheDeadlinesTurn_wins() {
    String value = onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      EventLoop.current().callLater(ms(10), () -> promise.complete("value"));
      return waitFor(promise, ms(10));
    });

    assertThat(value).isEqualTo("value");
  }

  // SEMANTICS 12
  // asyncio 2.5.4
  @Test
  void waitFor_swallowedCancel_givesTheValueAllTheSame() {
    String value = onVirtualTime(() -> waitFor(
        createTask(() -> {
          try {
            untilCancelled();
          } catch (CancelledError _) {
            // Swallowed on purpose.
          }
          return "value";
        }),
        ms(5)));

    assertThat(value).isEqualTo("value");
  }

  // asyncio 2.5.4
  @Test
  void waitFor_failureInCleaningUp_isThrown() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> waitFor(
        createTask(() -> {
          try {
            untilCancelled();
          } catch (CancelledError error) {
            throw new IllegalStateException("cleaning up", error);
          }
        }),
        ms(5))));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("cleaning up");
  }

  // asyncio 2.5.2
  @Test
  void waitFor_zero_givesAFinishedResultAndBeginsNoCoroutine() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> done = createTask(() -> "value");
      await(done);
      assertThat(waitFor(done, Duration.ZERO)).isEqualTo("value");
      Throwable thrown = catchThrowable(() -> waitFor(async(() -> log.add("ran")), Duration.ZERO));
      assertThat(thrown).isInstanceOf(TimedOutException.class);
    });

    assertThat(log).isEmpty();
  }

  // asyncio 2.5.2
  @Test
  void waitFor_zeroWithARunningTask_cancelsAndAwaitsIt() {
    onVirtualTime(() -> {
      var running = createTask(async(() -> untilCancelled()));
      sleep(ms(1));
      Throwable thrown = catchThrowable(() -> waitFor(running, Duration.ZERO));

      assertThat(thrown).isInstanceOf(TimedOutException.class);
      assertThat(running.isCancelled()).isTrue();
    });
  }

  // SEMANTICS 10
  // asyncio 2.5.5
  @Test
  void waitFor_waiterCancelled_cancelsWhatItWaitsFor() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var inner = createTask(async(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("inner");
        }
      }));
      var waiter = createTask(async(() -> {
        waitFor(inner, Duration.ofHours(1));
      }));
      sleep(ms(5));
      waiter.cancel();
      ignoreFailure(waiter::await);
      log.add("waiter cancelled " + waiter.isCancelled());
    });

    assertThat(log.events()).containsExactly("inner@5ms", "waiter cancelled true@5ms");
  }

  // SEMANTICS 6, 10: done in the pass in which the waiter is cancelled
  // asyncio 2.5.6
  @Test
  void waitFor_doneAndWaiterCancelledAtOnce_waiterIsCancelledAndTheResultIsKept() {
    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      var waiter = createTask(async(() -> waitFor(promise, Duration.ofHours(1))));
      sleep(ms(1));
      promise.complete("kept");
      waiter.cancel();
      sleep(ms(1));

      assertThat(waiter.isCancelled()).isTrue();
      assertThat(await(promise)).isEqualTo("kept");
    });
  }

  @Test
  void waitFor_aTaskThatSomebodyElseCancelled_throwsCancelledErrorNotTimedOut() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      var inner = createTask(async(() -> untilCancelled()));
      EventLoop.current().callLater(ms(1), () -> inner.cancel("somebody else"));
      waitFor(inner, ms(10));
    }));

    assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("somebody else");
  }

  @Test
  void waitFor_coroutine_runsInTheCallersTask() {
    onVirtualTime(() -> {
      Task<?> inside = waitFor(async(() -> currentTask()), ms(5));

      assertThat(inside).isSameAs(currentTask());
    });
  }

  // asyncio 2.5.7
  @Test
  void waitFor_shieldedWithZeroOrPassedOrNoLimitToSpeakOf_leavesTheInnerUnharmed() {
    onVirtualTime(() -> {
      Task<String> inner = createTask(() -> {
        sleep(ms(20));
        return "value";
      });
      Throwable zero = catchThrowable(() -> waitFor(shield(inner), Duration.ZERO));
      Throwable elapsed = catchThrowable(() -> waitFor(shield(inner), ms(5)));
      String value = waitFor(shield(inner), Duration.ofSeconds(Long.MAX_VALUE));

      assertThat(zero).isInstanceOf(TimedOutException.class);
      assertThat(elapsed).isInstanceOf(TimedOutException.class);
      assertThat(value).isEqualTo("value");
    });
  }

  // asyncio 2.5.3
  @Test
  void waitFor_limitTooLongToCount_isNone() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      EventLoop.current().callLater(Duration.ofDays(365), () -> promise.complete("value"));
      String value = waitFor(promise, Duration.ofSeconds(Long.MAX_VALUE));
      log.add(value);
    });

    assertThat(log.events()).singleElement().asString().startsWith("value@");
  }
}
