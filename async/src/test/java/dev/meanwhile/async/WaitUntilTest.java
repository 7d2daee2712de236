package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.ReturnWhen.ALL_COMPLETED;
import static dev.meanwhile.async.ReturnWhen.FIRST_COMPLETED;
import static dev.meanwhile.async.ReturnWhen.FIRST_EXCEPTION;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 10, 15 and 20.
final class WaitUntilTest {
  private final EventLog log = new EventLog();

  private static Task<String> after(long millis, String value) {
    return createTask(async(value, () -> {
      sleep(ms(millis));
      return value;
    }));
  }

  private static Task<String> failingAfter(long millis) {
    return createTask(() -> {
      sleep(ms(millis));
      throw new IllegalStateException("broken");
    });
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_firstCompleted_returnsWithTheRestPending() {
    onVirtualTime(() -> {
      Task<String> slow = after(20, "slow");
      Task<String> quick = after(5, "quick");
      Waited<String> waited = waitUntil(List.of(slow, quick), FIRST_COMPLETED);
      log.add("returned");

      assertThat(waited.done()).containsExactly(quick);
      assertThat(waited.pending()).containsExactly(slow);
      log.add(await(slow));
    });

    assertThat(log.events()).containsExactly("returned@5ms", "slow@20ms");
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_firstCompleted_aFailureOrCancellationIsAnEndToo() {
    onVirtualTime(() -> {
      Task<String> failing = failingAfter(5);
      Task<String> other = after(20, "other");
      Task<String> cancelled = after(30, "cancelled");
      Waited<String> first = waitUntil(List.of(failing, other), FIRST_COMPLETED);
      cancelled.cancel();
      Waited<String> second = waitUntil(List.of(cancelled, other), FIRST_COMPLETED);

      assertThat(first.done()).containsExactly(failing);
      assertThat(second.done()).containsExactly(cancelled);
      await(other);
    });
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_allCompleted_throwsNoneOfTheFailures() {
    onVirtualTime(() -> {
      Task<String> failing = failingAfter(5);
      Task<String> slow = after(20, "slow");
      Waited<String> waited = waitUntil(List.of(failing, slow), ALL_COMPLETED);
      log.add("returned");

      assertThat(waited.done()).containsExactly(failing, slow);
      assertThat(waited.pending()).isEmpty();
    });

    assertThat(log.events()).containsExactly("returned@20ms");
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_firstException_ignoresPlainEndsAndCancellations() {
    onVirtualTime(() -> {
      Task<String> plain = after(1, "plain");
      Task<String> cancelled = after(50, "cancelled");
      Task<String> failing = failingAfter(10);
      Task<String> slow = after(20, "slow");
      EventLoop.current().callLater(ms(2), cancelled::cancel);
      Waited<String> waited = waitUntil(List.of(plain, cancelled, failing, slow), FIRST_EXCEPTION);
      log.add("returned");

      assertThat(waited.done()).containsExactly(plain, cancelled, failing);
      assertThat(waited.pending()).containsExactly(slow);
      await(slow);
    });

    assertThat(log.events()).containsExactly("returned@10ms");
  }

  @Test
  void waitUntil_firstExceptionAndNoneFails_waitsForAll() {
    onVirtualTime(() -> {
      waitUntil(List.of(after(5, "a"), after(20, "b")), FIRST_EXCEPTION);
      log.add("returned");
    });

    assertThat(log.events()).containsExactly("returned@20ms");
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_oneHasFailedAlready_returnsAtOnceWithoutGivingUpTheTurn() {
    List<String> turns = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> failed = failingAfter(0);
      ignoreFailure(failed::await);
      Task<Boolean> other = createTask(() -> turns.add("other"));
      Waited<?> waited = waitUntil(List.of(failed, other), FIRST_EXCEPTION);
      turns.add("returned");

      assertThat(waited.pending()).hasSize(1);
    });

    assertThat(turns).startsWith("returned");
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_limit_returnsThePendingOnesWithoutCancellingThem() {
    onVirtualTime(() -> {
      Task<String> quick = after(5, "quick");
      Task<String> slow = after(20, "slow");
      Waited<String> waited = waitUntil(List.of(quick, slow), ALL_COMPLETED, ms(10));
      log.add("returned");

      assertThat(waited.done()).containsExactly(quick);
      assertThat(waited.pending()).containsExactly(slow);
      log.add(await(slow));
    });

    assertThat(log.events()).containsExactly("returned@10ms", "slow@20ms");
  }

  @Test
  void waitUntil_limitNotNeeded_leavesNoTimer() {
    onVirtualTime(() -> {
      Waited<String> waited = waitUntil(List.of(after(5, "a")), ALL_COMPLETED, ms(1_000));
      log.add("returned");

      assertThat(waited.pending()).isEmpty();
      assertThat(((Loop) EventLoop.current()).timers.isEmpty()).isTrue();
    });

    assertThat(log.events()).containsExactly("returned@5ms");
  }

  @Test
  void waitUntil_zeroOrNegativeLimit_tellsHowTheyStand() {
    onVirtualTime(() -> {
      Task<String> done = after(0, "done");
      await(done);
      Task<String> slow = after(20, "slow");
      for (Duration limit : List.of(Duration.ZERO, ms(-5))) {
        Waited<String> waited = waitUntil(List.of(done, slow), ALL_COMPLETED, limit);

        assertThat(waited.done()).containsExactly(done);
        assertThat(waited.pending()).containsExactly(slow);
      }
      log.add("returned");
      await(slow);
    });

    assertThat(log.events()).containsExactly("returned@0ms");
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_twoEndInOnePass_bothAreDone() {
    onVirtualTime(() -> {
      Task<String> a = after(5, "a");
      Task<String> b = after(5, "b");
      Waited<String> waited = waitUntil(List.of(b, a), FIRST_COMPLETED);

      assertThat(waited.done()).containsExactly(b, a);
      assertThat(waited.pending()).isEmpty();
    });
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_endAtTheLimitsTurn_isDone() {
    onVirtualTime(() -> {
      Task<String> task = after(10, "task");
      sleep(Duration.ZERO);
      Waited<String> waited = waitUntil(List.of(task), ALL_COMPLETED, ms(10));

      assertThat(waited.done()).containsExactly(task);
    });
  }

  // asyncio 2.2.17
  @Test
  void waitUntil_duplicates_collapse() {
    onVirtualTime(() -> {
      Task<String> once = after(5, "once");
      Waited<String> waited = waitUntil(List.of(once, once), ALL_COMPLETED);

      assertThat(waited.done()).containsExactly(once);
    });
  }

  // SEMANTICS 10
  // asyncio 2.2.16
  @Test
  void waitUntil_cancelled_leavesTheTasksAlone() {
    onVirtualTime(() -> {
      Task<String> task = after(20, "task");
      Task<?> waiter = createTask(() -> waitUntil(List.of(task), ALL_COMPLETED, ms(100)));
      sleep(ms(5));
      waiter.cancel();
      ignoreFailure(waiter::await);
      log.add("waiter cancelled " + waiter.isCancelled());
      log.add(await(task));
    });

    assertThat(log.events()).containsExactly("waiter cancelled true@5ms", "task@20ms");
  }

  // SEMANTICS 6
  @Test
  void waitUntil_inACancelledScope_throwsEvenIfItNeedNotWait() {
    onVirtualTime(() -> {
      Task<String> done = after(0, "done");
      await(done);
      boolean finished = moveOnAfter(ms(50), () -> {
        CancelScope.current().cancel("enough");
        Throwable thrown = catchThrowable(() -> waitUntil(List.of(done), ALL_COMPLETED, ms(5)));
        log.add(thrown.getClass().getSimpleName());
        waitUntil(List.of(done), ALL_COMPLETED);
      });
      log.add("finished " + finished);
    });

    assertThat(log.events()).containsExactly("CancelledError@0ms", "finished false@0ms");
  }

  // asyncio 2.2.18
  @Test
  void waitUntil_nothing_isRefused() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> waitUntil(List.<Task<String>>of(), ALL_COMPLETED)));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
  }

  // SEMANTICS 4
  @Test
  void waitUntil_oneself_isRefused() {
    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> waitUntil(List.of(currentTask()), ALL_COMPLETED)));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("itself");
  }

  @Test
  void waitUntil_taskOfAnotherLoop_isRefused() {
    Throwable thrown = catchThrowable(() -> onRealTime(() -> {
      Task<String> own = after(0, "own");
      blocking(() -> Async.run(() -> waitUntil(List.of(own), ALL_COMPLETED)));
    }));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another loop");
  }

  @Test
  void waitUntil_onAThreadOfNoLoop_isRefused() {
    assertThat(catchThrowable(() -> waitUntil(List.<Task<String>>of(), ALL_COMPLETED)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("waitUntil");
  }

  // SEMANTICS 15
  @Test
  void done_countsAsLookingAtTheFailures() {
    onVirtualTime(() -> {
      Waited<String> waited = waitUntil(List.of(failingAfter(1)), ALL_COMPLETED);

      assertThat(waited.done()).hasSize(1);
    });
  }

  // SEMANTICS 15
  @Test
  void waitUntil_resultThatNobodyLooksAt_leavesTheFailureUnseen() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        Waited<String> waited = waitUntil(List.of(failingAfter(1)), ALL_COMPLETED);

        assertThat(waited).hasToString("Waited[1 done, 0 pending]");
      });
      loop.runner().close();

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  @Test
  void doneAndPending_areInTheOrderGivenAndOfThatMoment() {
    onVirtualTime(() -> {
      Task<String> c = after(3, "c");
      Task<String> a = after(1, "a");
      Task<String> b = after(20, "b");
      Waited<String> waited = waitUntil(List.of(c, b, a), ALL_COMPLETED, ms(10));
      await(b);

      assertThat(waited.done()).containsExactly(c, a);
      assertThat(waited.pending()).containsExactly(b);
      assertThat(catchThrowable(() -> waited.pending().clear()))
          .isInstanceOf(UnsupportedOperationException.class);
    });
  }

  // SEMANTICS 20
  @Test
  void waitUntil_tasksOfSubtypes_isGenerous() {
    onVirtualTime(() -> {
      List<Task<? extends Number>> tasks = List.of(createTask(() -> 1), createTask(() -> 2.0));
      Waited<Number> waited = waitUntil(tasks, ALL_COMPLETED);
      List<Number> values = new ArrayList<>();
      waited.done().forEach(task -> values.add(task.resultNow()));

      assertThat(values).containsExactly(1, 2.0);
    });
  }

  @Test
  void waitUntil_whileItWaits_saysForWhat() {
    onVirtualTime(() -> {
      Task<String> never = createTask(() -> {
        untilCancelled();
        return "never";
      });
      Task<?> waiter = createTask(() -> waitUntil(List.of(after(1, "a"), never), ALL_COMPLETED));
      sleep(ms(5));

      assertThat(waiter).asString().contains("all of 2 tasks").contains("1 left");
    });
  }

  @Test
  void waitUntil_whoWaitsNoLonger_isNotKeptByTheTasks() {
    onRealTime(() -> {
      Task<?> pending = createTask(() -> untilCancelled());
      WeakReference<Task<?>> waiter = waiterFor(pending);
      // The collector works when it likes to: this asks it until the task is gone.
      while (waiter.get() != null) {
        System.gc();
        sleep(ms(1));
      }

      assertThat(pending.isDone()).isFalse();
    });
  }

  private static WeakReference<Task<?>> waiterFor(Task<?> pending) {
    return new WeakReference<>(createTask(() -> waitUntil(List.of(pending), ALL_COMPLETED, ms(1))));
  }
}
