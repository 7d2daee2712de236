package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9, 10, 11, 14 and 17.
final class GatherTest {
  // asyncio 2.2.21
  @Test
  void gather_results_comeInArgumentOrder() {
    List<String> values = onVirtualTime(() -> await(gather(
        async(() -> {
          sleep(ms(20));
          return "slow";
        }),
        async(() -> "quick"))));

    assertThat(values).containsExactly("slow", "quick");
  }

  // asyncio 2.2.21
  @Test
  void gather_nothing_givesNothing() {
    List<String> values = onVirtualTime(() -> await(gather(List.<Task<String>>of())));

    assertThat(values).isEmpty();
  }

  // SEMANTICS 17
  @Test
  void gather_startsEverythingWhenCalledInOrder() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<List<Boolean>> all = gather(async(() -> log.add("a")), async(() -> log.add("b")));
      sleep(ms(1));
      log.add("main");
      await(all);
    });

    assertThat(log).containsExactly("a", "b", "main");
  }

  // SEMANTICS 17
  // asyncio 2.2.21
  @Test
  void gather_sameObjectTwice_runsOnceAndFillsBothPlaces() {
    int[] runs = new int[1];

    List<Integer> values = onVirtualTime(() -> {
      Coroutine<Integer> once = async(() -> ++runs[0]);
      Task<Integer> task = createTask(() -> 7);
      return await(gather(once, task, once, task));
    });

    assertThat(values).containsExactly(1, 7, 1, 7);
  }

  // SEMANTICS 17
  // asyncio 2.2.21
  @Test
  void gather_withAUsedCoroutine_startsNothing() {
    List<String> log = new ArrayList<>();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<Boolean> used = async(() -> true);
      await(used);
      try {
        gather(async(() -> log.add("ran")), used);
      } finally {
        sleep(ms(1));
      }
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(log).isEmpty();
  }

  // asyncio 2.2.21
  @Test
  void gather_firstFailure_cancelsTheRestAwaitsThemAndIsThrown() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Throwable thrown = catchThrowable(() -> await(gather(
          async(() -> {
            try {
              untilCancelled();
            } finally {
              shielded(() -> sleep(ms(10)));
              log.add("cleaned up");
            }
          }),
          async(() -> {
            sleep(ms(5));
            fail("first");
          }))));
      log.add(String.valueOf(thrown.getMessage()));
    });

    assertThat(log.events()).containsExactly("cleaned up@15ms", "first@15ms");
  }

  // SEMANTICS 14
  // asyncio 2.2.21
  @Test
  void gather_laterFailures_areSuppressedUnderTheFirst() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> await(gather(
        async(() -> {
          try {
            untilCancelled();
          } finally {
            fail("cleaning up");
          }
        }),
        async(() -> fail("first"))))));

    assertThat(thrown).hasMessage("first");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("cleaning up");
  }

  // SEMANTICS 14
  @Test
  void gather_sameFailureTwice_isNotSuppressedUnderItself() {
    IllegalStateException failure = new IllegalStateException("shared");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> await(gather(
        async(() -> {
          throw failure;
        }),
        async(() -> {
          throw failure;
        })))));

    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  // SEMANTICS 14
  @Test
  void gather_firstFailureWithoutSuppression_reportsTheOthers() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> await(gather(
          async(() -> {
            throw new Unsuppressing();
          }),
          async(() -> fail("second"))))));

      assertThat(thrown).isInstanceOf(Unsuppressing.class);
      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("second"));
    }
  }

  private static final class Unsuppressing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsuppressing() {
      super("unsuppressing", null, false, false);
    }
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  // SEMANTICS 11
  // asyncio 2.2.21
  @Test
  void gather_aChildCancelledByHand_isItsFailure() {
    onVirtualTime(() -> {
      Task<String> child = createTask(() -> {
        untilCancelled();
        return "never";
      });
      Task<List<String>> all = gather(child);
      sleep(ms(1));
      child.cancel("by hand");
      sleep(ms(1));

      assertThat(all.isCancelled()).isFalse();
      assertThat(all.exceptionNow()).isInstanceOf(CancelledError.class).hasMessage("by hand");
    });
  }

  // SEMANTICS 10
  // asyncio 2.2.21
  @Test
  void gather_cancelled_cancelsWhatItWasGivenTasksIncludedAndAwaitsIt() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var given = createTask(async(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("given");
        }
      }));
      var all = gather(given);
      sleep(ms(5));
      all.cancel();
      ignoreFailure(all::await);
      log.add("gather cancelled " + all.isCancelled());
    });

    assertThat(log.events()).containsExactly("given@15ms", "gather cancelled true@15ms");
  }

  @Test
  void gather_cancelledBeforeItsFirstTurn_stillCancelsTheParts() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var given = createTask(async(() -> untilCancelled()));
      sleep(ms(1));
      gather(given).cancel();
      ignoreFailure(given::await);
      log.add("given cancelled " + given.isCancelled());
    });

    assertThat(log.events()).containsExactly("given cancelled true@1ms");
  }

  // SEMANTICS 15: a gather that throws its cancellation has shown nobody the failures of its
  // parts
  @Test
  void gather_cancelledAndAPartFailsCleaningUp_failureIsReported() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        Task<?> all = gather(async(() -> {
          try {
            untilCancelled();
          } finally {
            fail("cleaning up");
          }
        }));
        sleep(ms(1));
        all.cancel();
        ignoreFailure(all::await);
        assertThat(all.isCancelled()).isTrue();
      });

      loop.runner().close();

      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.error()).hasMessage("cleaning up"));
    }
  }

  // SEMANTICS 10
  @Test
  void awaiter_cancelled_leavesASharedGatherAlone() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<List<String>> all = gather(async(() -> {
        sleep(ms(20));
        return "value";
      }));
      moveOnAfter(ms(5), () -> await(all));
      log.add(await(all).getFirst());
    });

    assertThat(log.events()).containsExactly("value@20ms");
  }

  // SEMANTICS 9
  @Test
  void gather_coroutines_areReachedByTheCallersDeadline() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      moveOnAfter(
          ms(5),
          () -> await(gather(async(() -> {
            try {
              untilCancelled();
            } finally {
              log.add("part");
            }
          }))));
      log.add("moved on");
    });

    assertThat(log.events()).contains("part@5ms", "moved on@5ms");
  }

  // SEMANTICS 9
  @Test
  void gather_inACancelledScope_startsNothing() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      CancelScope.current().cancel("enough");
      await(gather(async(() -> log.add("ran"))));
    }));

    assertThat(log).isEmpty();
  }

  @Test
  void gather_failureThatNobodyLooksAt_isReportedOnce() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        gather(async(() -> fail("unseen")), async(() -> fail("unseen too")));
        sleep(ms(1));
      });

      loop.runner().close();

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  // SEMANTICS 20
  @Test
  void gather_ofSubtypes_isGenerous() {
    List<Number> values = onVirtualTime(() -> {
      Task<Integer> whole = createTask(() -> 1);
      Task<Double> real = createTask(() -> 2.0);
      return await(Async.<Number>gather(List.of(whole, real)));
    });

    assertThat(values).containsExactly(1, 2.0);
  }

  // asyncio 2.2.21
  @Test
  void cancel_ofAGatherThatIsDone_saysFalse() {
    onVirtualTime(() -> {
      Task<List<String>> all = gather(async(() -> "value"));
      await(all);

      assertThat(all.cancel()).isFalse();
      assertThat(all.resultNow()).containsExactly("value");
    });
  }

  // SEMANTICS 6
  // asyncio 2.2.21
  @Test
  void cancel_whenAllPartsAreDoneButTheGatherIsNot_cancelsItAndPartsKeepTheirResults() {
    onVirtualTime(() -> {
      Promise<String> part = EventLoop.current().createPromise();
      Task<List<String>> all = gather(part);
      sleep(ms(1));
      part.complete("kept");

      assertThat(all.cancel()).isTrue();
      ignoreFailure(all::await);
      assertThat(all.isCancelled()).isTrue();
      assertThat(await(part)).isEqualTo("kept");
    });
  }
}
