package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9, 14 and 18.
final class HedgeTest {
  private final EventLog log = new EventLog();
  private int started;

  /// A body whose attempts do one after the other what the steps say; further ones never end.
  @SafeVarargs
  private Callable<String> attempts(Callable<String>... steps) {
    Queue<Callable<String>> left = new ArrayDeque<>(List.of(steps));
    return () -> {
      int number = ++started;
      log.add("start " + number);
      Callable<String> step = left.poll();
      if (step != null) {
        return step.call();
      }
      try {
        untilCancelled();
      } finally {
        log.add("cancel " + number);
      }
      return "never";
    };
  }

  private static Callable<String> after(long millis, String value) {
    return () -> {
      sleep(ms(millis));
      return value;
    };
  }

  private static Callable<String> failingAfter(long millis, String message) {
    return () -> {
      sleep(ms(millis));
      throw new IllegalStateException(message);
    };
  }

  private Callable<String> never(String name) {
    return () -> {
      try {
        untilCancelled();
      } finally {
        log.add("cancel " + name);
      }
      return "never";
    };
  }

  // asyncio 2.11
  @Test
  void hedge_firstInTime_startsNoOther() {
    onVirtualTime(() -> log.add(hedge(attempts(after(5, "first")), 3, ms(10))));

    assertThat(log.events()).containsExactly("start 1@0ms", "first@5ms");
  }

  // SEMANTICS 18
  // asyncio 2.11
  @Test
  void hedge_firstSlow_startsTheNextAfterTheDelayAndTheFirstSuccessWins() {
    onVirtualTime(() -> {
      log.add(hedge(attempts(never("1"), after(5, "second")), 3, ms(10)));
    });

    assertThat(log.events())
        .containsExactly("start 1@0ms", "start 2@10ms", "cancel 1@15ms", "second@15ms");
  }

  // SEMANTICS 18
  // asyncio 2.11
  @Test
  void hedge_slowFirstThatStillWins_cancelsTheLaterOnes() {
    onVirtualTime(() -> log.add(hedge(attempts(after(25, "first")), 3, ms(10))));

    assertThat(log.events())
        .containsExactly(
            "start 1@0ms",
            "start 2@10ms",
            "start 3@20ms",
            "cancel 2@25ms",
            "cancel 3@25ms",
            "first@25ms");
  }

  // SEMANTICS 18
  // asyncio 2.11
  @Test
  void hedge_failure_startsTheNextAtOnce() {
    onVirtualTime(() -> {
      log.add(hedge(attempts(failingAfter(3, "broken"), after(5, "second")), 3, ms(10)));
    });

    assertThat(log.events()).containsExactly("start 1@0ms", "start 2@3ms", "second@8ms");
  }

  @Test
  void hedge_anEarlierOneFailsLater_startsTheNextAtOnceToo() {
    onVirtualTime(() -> {
      log.add(hedge(attempts(failingAfter(14, "broken"), after(50, "second")), 3, ms(10)));
    });

    assertThat(log.events())
        .containsExactly(
            "start 1@0ms", "start 2@10ms", "start 3@14ms", "cancel 3@60ms", "second@60ms");
  }

  // SEMANTICS 14
  // asyncio 2.11
  @Test
  void hedge_allFail_throwsTheFirstWithTheOthersSuppressed() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> hedge(
        attempts(failingAfter(1, "first"), failingAfter(1, "second"), failingAfter(1, "third")),
        3,
        ms(10))));

    assertThat(thrown).hasMessage("first");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("second", "third");
    assertThat(started).isEqualTo(3);
  }

  @Test
  void hedge_lastAttempt_hasAllTheTimeItNeeds() {
    onVirtualTime(() -> log.add(hedge(attempts(never("1"), after(500, "second")), 2, ms(10))));

    assertThat(log.events())
        .containsExactly("start 1@0ms", "start 2@10ms", "cancel 1@510ms", "second@510ms");
  }

  @Test
  void hedge_oneAttempt_isACall() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> hedge(attempts(failingAfter(20, "only")), 1, ms(10))));

    assertThat(thrown).hasMessage("only");
    assertThat(started).isEqualTo(1);
  }

  // SEMANTICS 18
  @Test
  void hedge_noAttempts_isRefused() {
    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> hedge(attempts(after(1, "value")), 0, ms(10))));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    assertThat(started).isZero();
  }

  @Test
  void hedge_zeroOrNegativeDelay_startsOneEachTurn() {
    for (Duration delay : List.of(Duration.ZERO, ms(-5))) {
      HedgeTest test = new HedgeTest();

      onVirtualTime(() -> {
        test.log.add(hedge(test.attempts(test.never("1"), after(5, "second")), 3, delay));
      });

      assertThat(test.log.events())
          .containsExactly(
              "start 1@0ms",
              "start 2@0ms",
              "start 3@0ms",
              "cancel 1@5ms",
              "cancel 3@5ms",
              "second@5ms");
    }
  }

  @Test
  void hedge_zeroDelayAndAFirstThatNeedNotWait_startsNoOther() {
    String value = onVirtualTime(() -> hedge(attempts(() -> "first"), 3, Duration.ZERO));

    assertThat(value).isEqualTo("first");
    assertThat(started).isEqualTo(1);
  }

  @Test
  void hedge_twoWinnersInOnePass_firstOfThemWins() {
    String value =
        onVirtualTime(() -> hedge(attempts(after(20, "first"), after(10, "second")), 2, ms(10)));

    assertThat(value).isEqualTo("first");
  }

  // SEMANTICS 18
  @Test
  void hedge_waiterCancelled_cancelsAndAwaitsAllAndStartsNoMore() {
    onVirtualTime(() -> {
      Task<String> waiter = createTask(() -> hedge(attempts(), 5, ms(10)));
      sleep(ms(15));
      waiter.cancel("enough");
      Throwable thrown = catchThrowable(waiter::await);
      log.add(String.valueOf(thrown.getMessage()));
      sleep(ms(50));

      assertThat(waiter.isCancelled()).isTrue();
    });

    assertThat(log.events())
        .containsExactly(
            "start 1@0ms", "start 2@10ms", "cancel 1@15ms", "cancel 2@15ms", "enough@15ms");
  }

  // SEMANTICS 9: attempts are reached by the caller's deadline, which is none of the delays
  @Test
  void hedge_callersDeadline_endsIt() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> timeout(ms(15), () -> hedge(attempts(), 5, ms(10)))));

    assertThat(thrown).isInstanceOf(TimedOutException.class);
    assertThat(log.events())
        .containsExactly("start 1@0ms", "start 2@10ms", "cancel 1@15ms", "cancel 2@15ms");
  }

  // SEMANTICS 6
  @Test
  void hedge_inACancelledScope_startsNothing() {
    onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      CancelScope.current().cancel("enough");
      hedge(attempts(after(1, "value")), 2, ms(10));
    }));

    assertThat(started).isZero();
  }

  // SEMANTICS 18
  @Test
  void hedge_loserThatStillSucceeds_isClosed() {
    onVirtualTime(() -> {
      AutoCloseable winner = () -> log.add("winner closed");
      AutoCloseable loser = () -> log.add("loser closed");
      AutoCloseable given = hedge(
          () -> {
            if (++started == 2) {
              return winner;
            }
            try {
              untilCancelled();
            } catch (CancelledError _) {
              // Swallowed on purpose.
            }
            return loser;
          },
          2,
          ms(10));

      assertThat(given).isSameAs(winner);
    });

    assertThat(log.events()).containsExactly("loser closed@10ms");
  }

  // SEMANTICS 13
  @Test
  void hedge_checkedFailure_isWrappedOnce() {
    IOException failure = new IOException("broken");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> hedge(
        () -> {
          throw failure;
        },
        2,
        ms(10))));

    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  void hedge_blockWithoutAResult_compiles() {
    onVirtualTime(() -> hedge(
        () -> {
          started++;
        },
        2,
        ms(10)));

    assertThat(started).isEqualTo(1);
  }

  @Test
  void hedge_attempts_areNamedTasksOfTheirOwn() {
    onVirtualTime(() -> {
      Task<?> caller = currentTask();
      String name = hedge(() -> currentTask().name(), 2, ms(10));

      assertThat(name).isEqualTo("attempt 1").isNotEqualTo(caller.name());
    });
  }
}
