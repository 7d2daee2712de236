package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// SEMANTICS 11, 13 and 14.
final class RetryTest {
  private final EventLog log = new EventLog();
  private final List<Throwable> asked = new ArrayList<>();
  private int attempts;

  /// Random numbers that are always the smallest, or the largest, of what is asked for.
  private static RandomGenerator always(boolean largest) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("a pause is drawn within a bound");
      }

      @Override
      public long nextLong(long bound) {
        return largest ? bound - 1 : 0;
      }
    };
  }

  private static TestLoop loop(boolean largestPauses) {
    return TestLoop.virtual(options -> options.random(always(largestPauses)));
  }

  /// A body that fails that often, and then gives its value.
  private Callable<String> failing(int times) {
    return () -> {
      log.add("attempt " + ++attempts);
      if (attempts <= times) {
        throw new IllegalStateException("broken " + attempts);
      }
      return "value";
    };
  }

  @Test
  void retry_success_isGivenAtOnce() {
    String value = onVirtualTime(() -> retry(Retry.attempts(3), failing(0)));

    assertThat(value).isEqualTo("value");
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void retry_failuresAndThenSuccess_givesTheValueAndReportsNothing() {
    String value = onVirtualTime(() -> retry(Retry.attempts(3), failing(2)));

    assertThat(value).isEqualTo("value");
    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@0ms", "attempt 3@0ms");
  }

  // SEMANTICS 14
  @Test
  void retry_allAttemptsFail_throwsTheFirstWithTheLaterOnesSuppressed() {
    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> retry(Retry.attempts(3), failing(9))));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("broken 1");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("broken 2", "broken 3");
    assertThat(attempts).isEqualTo(3);
  }

  // SEMANTICS 14
  @Test
  void retry_sameFailureEachTime_isNotSuppressedUnderItself() {
    IllegalStateException failure = new IllegalStateException("shared");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(Retry.attempts(3), () -> {
      throw failure;
    })));

    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  // SEMANTICS 14
  @Test
  void retry_firstFailureWithoutSuppression_reportsTheOthersOnlyWhenItGivesUp() {
    try (TestLoop loop = TestLoop.virtual()) {
      Callable<String> body = () -> {
        throw new RuntimeException("broken " + ++attempts, null, false, false) {};
      };
      loop.run(() -> {
        ignoreFailure(() -> retry(Retry.attempts(2), body));
        return retry(Retry.attempts(3), () -> ++attempts == 7 ? "value" : body.call());
      });

      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("broken 2"));
    }
  }

  @Test
  void retry_successInTheEnd_leavesTheFailuresAsTheyWere() {
    IllegalStateException first = new IllegalStateException("kept by its maker");

    onVirtualTime(() -> retry(Retry.attempts(3), () -> {
      attempts++;
      if (attempts == 1) {
        throw first;
      }
      if (attempts == 2) {
        throw new IllegalStateException("second");
      }
    }));

    assertThat(first.getSuppressed()).isEmpty();
  }

  @Test
  void retry_veryManyFailures_keepsAHundred() {
    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> retry(Retry.attempts(250), failing(250))));

    assertThat(thrown).hasMessage("broken 1");
    assertThat(thrown.getSuppressed()).hasSize(99);
    assertThat(attempts).isEqualTo(250);
  }

  @Test
  void retry_withoutBackoff_givesTheOthersATurnBetweenTwoAttempts() {
    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      retry(Retry.attempts(2), failing(1));
    });

    assertThat(log.events()).containsExactly("attempt 1@0ms", "other@0ms", "attempt 2@0ms");
  }

  @Test
  void backoff_longestPauses_doubleUpToTheCeiling() {
    Retry policy = Retry.attempts(6).backoff(ms(100), ms(500));

    try (TestLoop loop = loop(true)) {
      loop.run(() -> retry(policy, failing(5)));
    }

    assertThat(log.events())
        .containsExactly(
            "attempt 1@0ms",
            "attempt 2@100ms",
            "attempt 3@300ms",
            "attempt 4@700ms",
            "attempt 5@1200ms",
            "attempt 6@1700ms");
  }

  @Test
  void backoff_shortestPauses_areZero() {
    Retry policy = Retry.attempts(3).backoff(ms(100), ms(500));

    try (TestLoop loop = loop(false)) {
      loop.run(() -> retry(policy, failing(2)));
    }

    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@0ms", "attempt 3@0ms");
  }

  @Test
  void backoff_afterVeryManyAttempts_staysAtTheCeiling() {
    Retry policy = Retry.attempts(200).backoff(Duration.ofNanos(1), ms(1));

    try (TestLoop loop = loop(true)) {
      loop.run(() -> {
        retry(policy, () -> {
          if (++attempts < 200) {
            throw new IllegalStateException("broken");
          }
        });
        log.add("done");
      });
    }

    // 20 doublings come to 2^20 - 1 ns, the 179 others are of 1 ms
    assertThat(log.events()).containsExactly("done@180ms");
  }

  @Test
  void backoff_withoutACeilingToSpeakOf_doesNotOverflow() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    Retry policy = Retry.attempts(100).backoff(forEver, forEver);

    try (TestLoop loop = loop(false)) {
      String value = loop.run(() -> retry(policy, failing(99)));

      assertThat(value).isEqualTo("value");
    }
  }

  @Test
  void backoff_ofZero_isNone() {
    Retry policy = Retry.attempts(3).backoff(Duration.ZERO, ms(500));

    try (TestLoop loop = loop(true)) {
      loop.run(() -> retry(policy, failing(2)));
    }

    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@0ms", "attempt 3@0ms");
  }

  @Test
  void on_decidesWhichFailuresAreRetried() {
    Retry policy = Retry.attempts(5).on(failure -> failure.toString().endsWith("1"));

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(policy, failing(9))));

    assertThat(thrown).hasMessage("broken 1");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("broken 2");
  }

  private Retry asking() {
    return Retry.attempts(2).on(failure -> {
      asked.add(failure);
      return true;
    });
  }

  // SEMANTICS 13
  @Test
  void on_checkedException_isSeenRawAndThrownWrappedOnce() {
    IOException failure = new IOException("broken");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(asking(), () -> {
      throw failure;
    })));

    assertThat(asked).containsExactly(failure);
    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
  }

  // SEMANTICS 13
  @Test
  void on_checkedExceptionThroughATimeout_isSeenRawAndThrownWrappedOnce() {
    IOException failure = new IOException("broken");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(
        asking(),
        () -> timeout(ms(5), () -> {
          throw failure;
        }))));

    assertThat(asked).containsExactly(failure);
    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
  }

  @Test
  void on_uncheckedCauseOfACompletionException_isLeftInIt() {
    CompletionException failure = new CompletionException(new IllegalStateException("inner"));

    ignoreFailure(() -> onVirtualTime(() -> retry(asking(), () -> {
      throw failure;
    })));

    assertThat(asked).containsExactly(failure);
  }

  @Test
  void on_predicateThatFails_endsTheAttemptsAndHidesNothing() {
    Retry policy = Retry.attempts(5).on(failure -> {
      throw new IllegalArgumentException("cannot decide");
    });

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(policy, failing(9))));

    assertThat(thrown).hasMessage("broken 1");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("cannot decide");
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void retry_error_isNotRetriedByDefault() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(Retry.attempts(5), () -> {
      attempts++;
      throw new AssertionError("broken");
    })));

    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessage("broken");
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void on_error_isRetriedWhenAskedFor() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(asking(), () -> {
      attempts++;
      throw new AssertionError("broken");
    })));

    assertThat(thrown).isInstanceOf(AssertionError.class);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void retry_timedOutAttempt_isRetried() {
    onVirtualTime(() -> retry(
        Retry.attempts(2),
        () -> timeout(ms(10), () -> {
          log.add("attempt " + ++attempts);
          if (attempts == 1) {
            untilCancelled();
          }
        })));

    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@10ms");
  }

  // SEMANTICS 11
  @Test
  void retry_cancelled_isNeverRetriedNorAskedAbout() {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> retry(asking(), () -> {
        attempts++;
        untilCancelled();
      }));
      sleep(ms(1));
      task.cancel();
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
    });

    assertThat(attempts).isEqualTo(1);
    assertThat(asked).isEmpty();
  }

  // SEMANTICS 11
  @Test
  void retry_cancellationThatComesWrapped_isNeverRetriedAndThrownAsItself() {
    List<Throwable> thrown = onVirtualTime(() -> {
      Task<?> cancelled = createTask(() -> untilCancelled());
      sleep(ms(1));
      cancelled.cancel("by hand");
      Throwable error = catchThrowable(cancelled::await);
      List<Exception> wrapped = List.of(
          new CompletionException(error),
          new ExecutionException(error),
          new java.lang.reflect.InvocationTargetException(error));
      return wrapped.stream()
          .map(exception -> catchThrowable(() -> retry(asking(), () -> {
            attempts++;
            throw exception;
          })))
          .toList();
    });

    assertThat(thrown)
        .hasSize(3)
        .allSatisfy(
            error -> assertThat(error).isInstanceOf(CancelledError.class).hasMessage("by hand"));
    assertThat(attempts).isEqualTo(3);
    assertThat(asked).isEmpty();
  }

  @Test
  void retry_javasCancellationException_isAFailureLikeOthers() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> retry(asking(), () -> {
      throw new CancellationException("a future of somebody");
    })));

    assertThat(thrown).isInstanceOf(CancellationException.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void retry_cancelledInAPause_startsNoMore() {
    Retry policy = Retry.attempts(5).backoff(ms(100), ms(100));

    try (TestLoop loop = loop(true)) {
      Throwable thrown =
          catchThrowable(() -> loop.run(() -> timeout(ms(150), () -> retry(policy, failing(9)))));

      assertThat(thrown).isInstanceOf(TimedOutException.class);
    }

    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@100ms");
  }

  // SEMANTICS 6
  @Test
  void retry_inACancelledScope_doesNotBegin() {
    onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      CancelScope.current().cancel("enough");
      retry(Retry.attempts(3), failing(0));
    }));

    assertThat(attempts).isZero();
  }

  @Test
  void within_budget_givesUpWhenTheNextAttemptWouldBeginLater() {
    Retry policy = Retry.attempts(100).backoff(ms(100), ms(100)).within(ms(250));

    try (TestLoop loop = loop(true)) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> {
        try {
          retry(policy, failing(99));
        } finally {
          log.add("gave up");
        }
      }));

      assertThat(thrown).hasMessage("broken 1");
    }

    assertThat(log.events())
        .containsExactly("attempt 1@0ms", "attempt 2@100ms", "attempt 3@200ms", "gave up@200ms");
  }

  @Test
  void within_attemptThatBeginsExactlyAtTheEndOfTheBudget_isMade() {
    Retry policy = Retry.attempts(100).backoff(ms(100), ms(100)).within(ms(200));

    try (TestLoop loop = loop(true)) {
      ignoreFailure(() -> loop.run(() -> retry(policy, failing(99))));
    }

    assertThat(attempts).isEqualTo(3);
  }

  @Test
  void within_runningAttempt_isNotCutOff() {
    String value = onVirtualTime(() -> retry(Retry.attempts(2).within(ms(10)), () -> {
      sleep(ms(100));
      return "value";
    }));

    assertThat(value).isEqualTo("value");
  }

  @Test
  void within_slowFailure_usesTheBudgetUp() {
    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> retry(Retry.attempts(9).within(ms(10)), () -> {
          attempts++;
          sleep(ms(7));
          throw new IllegalStateException("broken");
        })));

    assertThat(thrown).hasMessage("broken");
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void policy_nonsense_isRefused() {
    List<Throwable> thrown = List.of(
        catchThrowable(() -> Retry.attempts(0)),
        catchThrowable(() -> Retry.attempts(1).backoff(ms(-1), ms(1))),
        catchThrowable(() -> Retry.attempts(1).backoff(ms(2), ms(1))),
        catchThrowable(() -> Retry.attempts(1).within(ms(-1))));

    assertThat(thrown).allMatch(IllegalArgumentException.class::isInstance);
  }

  @Test
  void policy_isImmutable() {
    Retry policy = Retry.attempts(2);
    policy.backoff(ms(100), ms(100));
    policy.on(failure -> false);
    policy.within(Duration.ZERO);

    try (TestLoop loop = loop(true)) {
      loop.run(() -> retry(policy, failing(1)));
    }

    assertThat(log.events()).containsExactly("attempt 1@0ms", "attempt 2@0ms");
  }

  @Test
  void retry_blockThatReturnsAnUnawaitedCoroutine_isAnErrorThatNamesAwait() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> retry(Retry.attempts(1), () -> async(() -> "forgotten"))));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("await");
  }

  @Test
  void retry_onAThreadOfNoLoop_isRefused() {
    assertThat(catchThrowable(() -> retry(Retry.attempts(1), () -> "value")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("retry");
  }
}
