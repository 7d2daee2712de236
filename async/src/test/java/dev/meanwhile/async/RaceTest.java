package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9, 10, 11, 14, 15, 17, 18 and 20.
final class RaceTest {
  private final EventLog log = new EventLog();

  private static <T> Coroutine<T> after(long millis, T value) {
    return async(() -> {
      sleep(ms(millis));
      return value;
    });
  }

  private static Coroutine<String> failingAfter(long millis, String message) {
    return async(() -> {
      sleep(ms(millis));
      throw new IllegalStateException(message);
    });
  }

  private Coroutine<String> never(String name) {
    return async(name, () -> {
      try {
        untilCancelled();
      } finally {
        log.add(name + " cancelled");
      }
      return name;
    });
  }

  /// Ends with its value although it is cancelled.
  private static <T> Coroutine<T> stubborn(T value) {
    return async(() -> {
      try {
        untilCancelled();
      } catch (CancelledError _) {
        // Swallowed on purpose.
      }
      return value;
    });
  }

  /// Something to be closed, which says so.
  private AutoCloseable resource(String name) {
    return () -> log.add(name + " closed");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  // SEMANTICS 18
  // asyncio 2.11
  @Test
  void race_firstSuccess_isGivenAndTheOthersAreCancelledAndAwaited() {
    onVirtualTime(() -> {
      Coroutine<String> slow = async(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("cleaned up");
        }
        return "slow";
      });
      log.add(race(slow, after(5, "quick")));
    });

    assertThat(log.events()).containsExactly("cleaned up@15ms", "quick@15ms");
  }

  // SEMANTICS 18
  // asyncio 2.11
  @Test
  void race_nothing_isRefused() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> race(List.<Task<String>>of())));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("race");
  }

  // asyncio 2.11
  @Test
  void race_firstFails_theOthersGoOnAndItsFailureIsNoNews() {
    String value = onVirtualTime(() -> race(failingAfter(5, "broken"), after(20, "value")));

    assertThat(value).isEqualTo("value");
  }

  // asyncio 2.11
  @Test
  void race_twoWinnersInOnePass_firstOfThemWins() {
    List<String> ran = new ArrayList<>();

    String value = onVirtualTime(() -> race(
        async(() -> {
          ran.add("a");
          return "a";
        }),
        async(() -> {
          ran.add("b");
          return "b";
        })));

    assertThat(value).isEqualTo("a");
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void race_withAFinishedTask_beginsNoCoroutine() {
    String value = onVirtualTime(() -> {
      Task<String> done = createTask(() -> "done");
      await(done);
      return race(never("late"), done);
    });

    assertThat(value).isEqualTo("done");
    assertThat(log.events()).isEmpty();
  }

  // SEMANTICS 14
  // asyncio 2.11
  @Test
  void race_allFail_throwsTheFirstWithTheOthersSuppressedInOrder() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() ->
        race(failingAfter(20, "third"), failingAfter(5, "first"), failingAfter(10, "second"))));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("first");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("second", "third");
  }

  // SEMANTICS 14
  @Test
  void race_allFailWithOneInstance_isNotSuppressedUnderItself() {
    IllegalStateException failure = new IllegalStateException("shared");
    Action failing = () -> {
      throw failure;
    };

    Throwable thrown =
        catchThrowable(() -> onVirtualTime(() -> race(async(failing), async(failing))));

    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  // SEMANTICS 14
  @Test
  void race_firstFailureWithoutSuppression_reportsTheOthers() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> race(
          async(() -> {
            throw new RuntimeException("unsuppressing", null, false, false) {};
          }),
          failingAfter(1, "second"))));

      assertThat(thrown).hasMessage("unsuppressing");
      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("second"));
    }
  }

  // SEMANTICS 13
  @Test
  void race_checkedFailure_isWrappedOnce() {
    IOException failure = new IOException("broken");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> race(async(() -> {
      throw failure;
    }))));

    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
  }

  // SEMANTICS 17
  @Test
  void race_withAUsedCoroutine_startsNothing() {
    List<String> ran = new ArrayList<>();
    Coroutine<Boolean> fresh = async("fresh", () -> ran.add("ran"));

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<Boolean> used = async(() -> true);
      await(used);
      try {
        race(fresh, used);
      } finally {
        sleep(ms(1));
      }
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(ran).isEmpty();
    assertThat(fresh).hasToString("Coroutine[fresh, created]");
  }

  // SEMANTICS 17
  @Test
  void race_withATaskOfAnotherLoop_startsNothing() {
    Coroutine<String> fresh = async("fresh", () -> "ran");

    Throwable thrown = catchThrowable(() -> onRealTime(() -> {
      Task<String> own = createTask(() -> "own");
      await(own);
      blocking(() -> Async.run(() -> race(fresh, own)));
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("loop");
    assertThat(fresh).hasToString("Coroutine[fresh, created]");
  }

  // SEMANTICS 4
  @Test
  void race_withOneself_isRefusedAndStartsNothing() {
    Coroutine<Object> fresh = async("fresh", () -> "ran");

    Throwable thrown = catchThrowable(
        () -> onVirtualTime(() -> Async.<Object>race(List.of(fresh, currentTask()))));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("itself");
    assertThat(fresh).hasToString("Coroutine[fresh, created]");
  }

  // SEMANTICS 17
  @Test
  void race_sameCoroutineTwice_runsOnce() {
    int[] runs = new int[1];

    int value = onVirtualTime(() -> {
      Coroutine<Integer> once = async(() -> {
        sleep(ms(1));
        return ++runs[0];
      });
      return race(once, once);
    });

    assertThat(value).isEqualTo(1);
  }

  // SEMANTICS 10
  @Test
  void race_givenTasksAndPromises_areCancelledToo() {
    onVirtualTime(() -> {
      Task<String> task = createTask(never("task"));
      Promise<String> promise = EventLoop.current().createPromise();
      String value = race(task, promise, after(5, "value"));

      assertThat(value).isEqualTo("value");
      assertThat(task.isCancelled()).isTrue();
      assertThat(catchThrowable(promise::await)).isInstanceOf(CancelledError.class);
    });

    assertThat(log.events()).containsExactly("task cancelled@5ms");
  }

  @Test
  void race_shieldedTask_goesOn() {
    onVirtualTime(() -> {
      Task<String> shared = createTask(after(20, "shared"));
      log.add(race(shield(shared), after(5, "quick")));
      log.add(await(shared));
    });

    assertThat(log.events()).containsExactly("quick@5ms", "shared@20ms");
  }

  // SEMANTICS 10
  // asyncio 2.11
  @Test
  void race_waiterCancelled_cancelsAllTasksIncludedAndAwaitsThem() {
    onVirtualTime(() -> {
      Task<String> given = createTask(never("given"));
      Task<String> waiter = createTask(() -> race(given, async(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("coroutine cancelled");
        }
        return "never";
      })));
      sleep(ms(5));
      waiter.cancel("enough");
      Throwable thrown = catchThrowable(waiter::await);
      log.add(String.valueOf(thrown.getMessage()));

      assertThat(waiter.isCancelled()).isTrue();
    });

    assertThat(log.events())
        .containsExactly("given cancelled@5ms", "coroutine cancelled@15ms", "enough@15ms");
  }

  // SEMANTICS 9
  @Test
  void race_coroutines_areReachedByTheCallersDeadline() {
    onVirtualTime(() -> {
      boolean finished = moveOnAfter(ms(5), () -> {
        race(never("a"), never("b"));
      });
      log.add("finished " + finished);
    });

    assertThat(log.events())
        .containsExactly("a cancelled@5ms", "b cancelled@5ms", "finished false@5ms");
  }

  // SEMANTICS 6, 9
  @Test
  void race_inACancelledScope_startsNothingAndThrows() {
    List<String> ran = new ArrayList<>();

    onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      CancelScope.current().cancel("enough");
      Task<String> done = createTask(() -> "done");
      Throwable thrown = catchThrowable(() -> race(done, async(() -> ran.add("ran") + "")));
      ran.add(thrown.getClass().getSimpleName());
    }));

    assertThat(ran).containsExactly("CancelledError");
  }

  // SEMANTICS 18
  @Test
  void race_loserThatStillSucceeds_isClosedBeforeTheWinnerIsGiven() {
    onVirtualTime(() -> {
      String winner = race(List.<Coroutine<? extends Object>>of(
              stubborn(resource("loser")), after(5, "winner")))
          .toString();
      log.add(winner);
    });

    assertThat(log.events()).containsExactly("loser closed@5ms", "winner@5ms");
  }

  // SEMANTICS 18
  @Test
  void race_loserThatSucceedsWithNothingToClose_isDropped() {
    String value = onVirtualTime(() -> race(stubborn("loser"), after(5, "winner")));

    assertThat(value).isEqualTo("winner");
  }

  // SEMANTICS 18
  @Test
  void race_losersResultThatIsTheWinnersToo_staysOpen() {
    AutoCloseable shared = resource("shared");

    AutoCloseable value = onVirtualTime(() -> race(stubborn(shared), after(5, shared)));

    assertThat(value).isSameAs(shared);
    assertThat(log.events()).isEmpty();
  }

  // SEMANTICS 18: nobody is given what was there when the waiter was cancelled
  @Test
  void race_waiterCancelledAfterTheFirstSuccess_closesThatToo() {
    onVirtualTime(() -> {
      Promise<AutoCloseable> first = EventLoop.current().createPromise();
      Task<AutoCloseable> waiter = createTask(() -> race(first, stubborn(resource("swallowing"))));
      sleep(ms(5));
      first.complete(resource("first"));
      waiter.cancel();
      ignoreFailure(waiter::await);

      assertThat(waiter.isCancelled()).isTrue();
    });

    assertThat(log.events()).containsExactly("first closed@5ms", "swallowing closed@5ms");
  }

  // SEMANTICS 18
  @Test
  void race_waiterCancelledAndALoserStillSucceeds_closesIt() {
    onVirtualTime(() -> {
      moveOnAfter(ms(5), () -> race(stubborn(resource("late"))));
      log.add("moved on");
    });

    assertThat(log.events()).containsExactly("late closed@5ms", "moved on@5ms");
  }

  // SEMANTICS 8
  @Test
  void race_closingALoserThatTakesForEver_isGivenUpAfterFiveSecondsWithAReport() {
    try (TestLoop loop = TestLoop.virtual()) {
      AutoCloseable slow = () -> untilCancelled();
      AutoCloseable value = loop.run(() -> {
        AutoCloseable winner = race(stubborn(slow), after(5, resource("winner")));
        log.add("given");
        return winner;
      });

      assertThat(value).isNotSameAs(slow);
      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.LEFT_BEHIND);
    }

    assertThat(log.events()).containsExactly("given@5005ms");
  }

  // SEMANTICS 8
  @Test
  void race_closingALoserInACancelledScope_isShielded() {
    AutoCloseable slow = () -> {
      sleep(Duration.ofSeconds(1));
      log.add("closed");
    };

    onVirtualTime(() -> moveOnAfter(ms(5), () -> race(stubborn(slow))));

    assertThat(log.events()).containsExactly("closed@1005ms");
  }

  @Test
  void race_closingALoserFails_winnerIsGivenAndTheFailureReported() {
    try (TestLoop loop = TestLoop.virtual()) {
      AutoCloseable broken = () -> fail("cannot close");
      AutoCloseable winner = resource("winner");
      AutoCloseable value = loop.run(() -> race(stubborn(broken), after(5, winner)));

      assertThat(value).isSameAs(winner);
      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.CALLBACK_FAILURE);
        assertThat(report.error()).hasMessage("cannot close");
      });
    }
  }

  // SEMANTICS 15: found by exploring the orders of a race
  @Test
  void race_anotherFailsBeforeTheWaitersTurn_isNoMoreNewsThanOneThatFailedBefore() {
    try (TestLoop loop = TestLoop.virtual()) {
      String value = loop.run(() -> race(after(5, "winner"), failingAfter(5, "too late")));
      loop.runner().close();

      assertThat(value).isEqualTo("winner");
      assertThat(loop.reports()).isEmpty();
    }
  }

  // SEMANTICS 15: a loser's failure in cleaning up is shown to nobody else
  @Test
  void race_loserFailsInCleaningUp_isReportedAndTheWinnerGiven() {
    try (TestLoop loop = TestLoop.virtual()) {
      String value = loop.run(() -> race(
          async(() -> {
            try {
              untilCancelled();
            } finally {
              fail("cleaning up");
            }
            return "never";
          }),
          after(5, "winner")));
      loop.runner().close();

      assertThat(value).isEqualTo("winner");
      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.UNSEEN_FAILURE);
        assertThat(report.error()).hasMessage("cleaning up");
      });
    }
  }

  // SEMANTICS 15
  @Test
  void race_waiterCancelledAfterAFailure_reportsThatFailure() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> moveOnAfter(ms(5), () -> race(failingAfter(1, "early"), never("other"))));
      loop.runner().close();

      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("early"));
    }
  }

  // SEMANTICS 11
  @Test
  void race_contenderCancelledByHand_countsAsAFailureAndTheOthersGoOn() {
    String value = onVirtualTime(() -> {
      Task<String> cancelled = createTask(never("by hand"));
      EventLoop.current().callLater(ms(1), cancelled::cancel);
      return race(cancelled, after(5, "value"));
    });

    assertThat(value).isEqualTo("value");
  }

  // SEMANTICS 11, 14
  @Test
  void race_oneCancelledByHandAndOneFailed_throwsTheFailure() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Task<String> cancelled = createTask(never("by hand"));
      EventLoop.current().callLater(ms(1), () -> cancelled.cancel("by hand"));
      race(cancelled, failingAfter(5, "broken"));
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOf(CancelledError.class)
        .satisfies(cancelled -> assertThat(cancelled).hasMessage("by hand"));
  }

  // SEMANTICS 11: no scope around the caller is cancelled, so that is a failure of its task
  @Test
  void race_allCancelledByHand_throwsCancelledErrorAsAFailure() {
    onVirtualTime(() -> {
      Task<String> cancelled = createTask(never("by hand"));
      Task<String> waiter = createTask(() -> race(cancelled));
      sleep(ms(1));
      cancelled.cancel("by hand");
      ignoreFailure(waiter::await);

      assertThat(waiter.isCancelled()).isFalse();
      assertThat(waiter.exceptionNow()).isInstanceOf(CancelledError.class).hasMessage("by hand");
    });
  }

  // SEMANTICS 20
  @Test
  void race_ofSubtypes_isGenerous() {
    Number value = onVirtualTime(() -> {
      List<Task<Integer>> integers = List.of(createTask(() -> 1));
      return Async.<Number>race(integers);
    });

    assertThat(value).isEqualTo(1);
  }

  @Test
  void race_nullResult_wins() {
    String value = onVirtualTime(() -> race(async(() -> {}), never("other")) + "");

    assertThat(value).isEqualTo("null");
  }

  @Test
  void race_whileItWaits_saysForWhat() {
    onVirtualTime(() -> {
      Task<String> waiter = createTask(() -> race(after(5, "a"), after(9, "b")));
      sleep(ms(1));

      assertThat(waiter).asString().contains("the first success of 2").contains("2 left");
      await(waiter);
    });
  }

  @Test
  void race_onAThreadOfNoLoop_isRefused() {
    assertThat(catchThrowable(() -> race(async(() -> "value"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("race");
  }

  // A deadlock within a race ends all that took part in it.
  @Test
  void race_whoseContendersNobodyCanWake_areCancelledByTheDeadlockError() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> race(never("a"), never("b"))));

    assertThat(thrown).isInstanceOf(DeadlockError.class);
    assertThat(log.events()).containsExactly("a cancelled@0ms", "b cancelled@0ms");
  }
}
