package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cancellation itself: SEMANTICS 6, 8, 11 and 12, promise 4 of the loop.
final class CancelScopeTest {
  // SEMANTICS 6, promise 4
  // asyncio 2.2.8
  @Test
  void wait_inCancelledScope_throwsEveryTime() {
    EventLog log = new EventLog();

    onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      for (int i = 0; i < 3; i++) {
        try {
          untilCancelled();
        } catch (CancelledError error) {
          log.add("swallowed");
        }
      }
    }));

    assertThat(log.events()).containsExactly("swallowed@5ms", "swallowed@5ms", "swallowed@5ms");
  }

  // SEMANTICS 6
  @Test
  void wait_inCancelledScope_looksAtItEvenIfItNeedNotWait() {
    AsyncSemaphore free = new AsyncSemaphore(1);
    List<String> thrown = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> done = createTask(() -> "done");
      Promise<String> completed = EventLoop.current().createPromise();
      completed.complete("value");
      sleep(Duration.ZERO);
      moveOnAfter(ms(5), () -> {
        CancelScope.current().cancel("enough");
        expectCancelled(thrown, "task", () -> await(done));
        expectCancelled(thrown, "get", () -> done.get());
        expectCancelled(thrown, "promise", () -> await(completed));
        expectCancelled(thrown, "permit", free::acquire);
        expectCancelled(thrown, "sleep", () -> sleep(Duration.ZERO));
        expectCancelled(thrown, "group", () -> taskGroup(group -> {}));
        expectCancelled(thrown, "blocking", () -> blocking(() -> {}));
      });
    });

    assertThat(thrown)
        .containsExactly("task", "get", "promise", "permit", "sleep", "group", "blocking");
    assertThat(onVirtualTime(() -> free.tryAcquire())).isTrue();
  }

  private static void expectCancelled(List<String> thrown, String what, Action wait)
      throws Exception {
    try {
      wait.run();
    } catch (CancelledError _) {
      thrown.add(what);
    }
  }

  // SEMANTICS 6
  @Test
  void wait_inCancelledScope_givesUpOneTurn() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      moveOnAfter(ms(5), () -> {
        CancelScope.current().cancel("enough");
        try {
          sleep(ms(1));
        } finally {
          log.add("thrown");
        }
      });
    });

    assertThat(log).containsExactly("other", "thrown");
  }

  // asyncio 2.2.9
  @Test
  void cancel_ofACurrentTask_takesEffectAtItsNextWait() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        log.add("still running");
        sleep(ms(1));
        log.add("never");
      });
      assertThat(await(gatherSettled(task)).getFirst()).isInstanceOf(Outcome.Cancelled.class);
    });

    assertThat(log.events()).containsExactly("still running@0ms");
  }

  @Test
  void cancel_scope_reachesTasksAndBlocksBelowIt() {
    EventLog log = new EventLog();

    onVirtualTime(() -> moveOnAfter(
        ms(5),
        () -> taskGroup(group -> {
          group.start(() -> timeout(ms(100), () -> {
            try {
              untilCancelled();
            } finally {
              log.add("child");
            }
          }));
          try {
            untilCancelled();
          } finally {
            log.add("body");
          }
        })));

    assertThat(log.events()).containsExactlyInAnyOrder("child@5ms", "body@5ms");
  }

  // asyncio 2.2.12
  @Test
  void cancel_reason_isTheMessageAndOnlyTheFirstCounts() {
    List<String> messages = new ArrayList<>();

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        try {
          untilCancelled();
        } catch (CancelledError error) {
          messages.add(String.valueOf(error.getMessage()));
          throw error;
        }
      });
      sleep(ms(1));
      task.cancel("first");
      task.cancel("second");
      sleep(ms(1));
    });

    assertThat(messages).containsExactly("first");
  }

  @Test
  void cancel_fromAnotherThread_takesEffect() {
    TestLoop.onRealTime(() -> {
      boolean isFinished = moveOnAfter(Duration.ofHours(1), () -> {
        CancelScope scope = CancelScope.current();
        new Thread(() -> scope.cancel("from outside")).start();
        untilCancelled();
      });

      assertThat(isFinished).isFalse();
    });
  }

  // SEMANTICS 8
  @Test
  void deadline_ofAChild_neverExceedsItsParents() {
    onVirtualTime(() -> timeout(ms(10), () -> {
      moveOnAfter(ms(50), () -> {
        assertThat(CancelScope.current().deadline()).contains(ms(10));
      });
      timeout(ms(5), () -> {
        assertThat(CancelScope.current().deadline()).contains(ms(5));
      });
      shielded(() -> {
        assertThat(CancelScope.current().deadline()).isEmpty();
      });
    }));
  }

  @Test
  void deadline_withoutAny_isEmpty() {
    Optional<Duration> deadline = onVirtualTime(() -> CancelScope.current().deadline());

    assertThat(deadline).isEmpty();
  }

  // SEMANTICS 11
  // asyncio 2.2.14
  @Test
  void cancelledError_ofAnOuterScope_passesTheInnerOne() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      boolean isFinished = moveOnAfter(ms(5), () -> {
        moveOnAfter(ms(50), () -> untilCancelled());
        log.add("never");
      });
      log.add("finished " + isFinished);
    });

    assertThat(log.events()).containsExactly("finished false@5ms");
  }

  // SEMANTICS 11
  @Test
  void cancelledError_kept_isNotAbsorbedByAnotherScope() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      CancelledError[] kept = new CancelledError[1];
      moveOnAfter(ms(1), () -> {
        try {
          untilCancelled();
        } catch (CancelledError error) {
          kept[0] = error;
        }
      });
      moveOnAfter(ms(1), () -> {
        CancelScope.current().cancel("another");
        throw kept[0];
      });
    }));

    assertThat(thrown).isInstanceOf(CancelledError.class);
  }

  // SEMANTICS 11
  // asyncio 2.2.11
  @Test
  void cancelledTask_awaitedByAnUncancelledOne_isAFailureOfThatOne() {
    onVirtualTime(() -> {
      Task<?> cancelled = createTask(() -> untilCancelled());
      Task<?> waiting = createTask(() -> await(cancelled));
      sleep(ms(1));
      cancelled.cancel();
      sleep(ms(1));

      assertThat(cancelled.isCancelled()).isTrue();
      assertThat(waiting.isCancelled()).isFalse();
      assertThat(waiting.exceptionNow()).isInstanceOf(CancelledError.class);
    });
  }

  static Stream<Throwable> wrappers() {
    return Stream.of(
        new CompletionException(new IllegalStateException()),
        new ExecutionException(new IllegalStateException()),
        new InvocationTargetException(new IllegalStateException()));
  }

  // SEMANTICS 11
  @ParameterizedTest
  @MethodSource("wrappers")
  void cancelledError_comingBackWrapped_isStillTheCancellation(Throwable like) {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        try {
          untilCancelled();
        } catch (CancelledError error) {
          throw wrapped(like, error);
        }
      });
      boolean isFinished = moveOnAfter(ms(5), () -> {
        try {
          untilCancelled();
        } catch (CancelledError error) {
          throw wrapped(like, error);
        }
      });
      task.cancel();
      sleep(ms(1));

      assertThat(isFinished).isFalse();
      assertThat(task.isCancelled()).isTrue();
    });
  }

  private static Exception wrapped(Throwable like, Throwable cause) {
    return switch (like) {
      case CompletionException _ -> new CompletionException(cause);
      case ExecutionException _ -> new ExecutionException(cause);
      default -> new InvocationTargetException(cause);
    };
  }

  // SEMANTICS 12
  // asyncio 2.2.7
  @Test
  void task_thatSwallowsItsCancel_endsWithItsValue() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        try {
          untilCancelled();
        } catch (CancelledError _) {
          // Swallowed on purpose.
        }
        return "value";
      });
      sleep(ms(1));
      task.cancel();
      sleep(ms(1));

      assertThat(task.isCancelled()).isFalse();
      assertThat(task.resultNow()).isEqualTo("value");
    });
  }

  // SEMANTICS 12
  @Test
  void task_thatSwallowsItsCancel_isReportedInDebugMode() {
    try (TestLoop loop = TestLoop.virtual(options -> options.debug(true))) {
      loop.run(() -> {
        var task = createTask(async("stubborn", () -> {
          currentTask().cancel();
        }));
        await(task);
      });

      assertThat(loop.reports())
          .singleElement()
          .satisfies(report -> assertThat(report.message()).contains("stubborn"));
    }
  }

  // SEMANTICS 12
  @Test
  void task_thatSwallowsAThousandCancels_isReportedOnceWithItsStack() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        var task = createTask(async("stubborn", () -> swallow(1_500)));
        task.cancel();
        sleep(ms(1));
        var started = createTask(async("stubborn", () -> swallow(1_500)));
        sleep(Duration.ZERO);
        started.cancel();
        await(started);
      });

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.SWALLOWED_CANCEL);
      assertThat(loop.reports().getFirst().error())
          .isNotNull()
          .satisfies(error -> assertThat(error.getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("swallow")));
    }
  }

  // SEMANTICS 12: a cancellation that its own scope catches is not swallowed
  @Test
  void task_thatUsesAThousandTimeouts_isNotReported() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      for (int i = 0; i < 1_100; i++) {
        moveOnAfter(ms(1), () -> untilCancelled());
      }
      log.add("done");
    });

    assertThat(log.events()).containsExactly("done@1100ms");
  }

  private static void swallow(int times) {
    for (int i = 0; i < times; i++) {
      try {
        sleep(ms(1));
      } catch (CancelledError _) {
        // Swallowed on purpose.
      }
    }
  }

  // asyncio 2.4.6
  @Test
  void moveDeadline_afterTheScopesEnd_isRefused() {
    assertThatThrownBy(() -> onVirtualTime(() -> {
          CancelScope[] scope = new CancelScope[1];
          timeout(ms(1), (TimeoutAction) inner -> scope[0] = inner);
          scope[0].moveDeadline(ms(5));
        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void cancel_afterTheScopesEnd_doesNothing() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      CancelScope[] scope = new CancelScope[1];
      timeout(ms(1), (TimeoutAction) inner -> scope[0] = inner);
      scope[0].cancel("too late");
      sleep(ms(1));
      log.add("went on");
    });

    assertThat(log.events()).containsExactly("went on@1ms");
  }

  @Test
  void cancel_fromAnotherThreadAfterTheLoopIsClosed_doesNothing() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    CancelScope scope = onVirtualTime(() -> CancelScope.current());

    new Thread(() -> {
          scope.cancel("too late");
          done.countDown();
        })
        .start();

    done.await();
    assertThat(done.getCount()).isZero();
  }

  // SEMANTICS 12
  // asyncio 2.2.10
  @Test
  void cancel_pendingWhenTheBodyReturns_valueWins() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        currentTask().cancel();
        return "value";
      });

      assertThat(await(task)).isEqualTo("value");
      assertThat(task.isCancelled()).isFalse();
    });
  }

  // asyncio 2.2.13, 2.2.14
  @Test
  void cancel_ofABlockByHand_endsThatBlockOnlyAndTheTaskGoesOn() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      boolean outer = moveOnAfter(ms(100), () -> {
        boolean inner = moveOnAfter(ms(50), () -> {
          CancelScope.current().cancel("only this block");
          sleep(ms(1));
        });
        sleep(ms(5));
        log.add("inner " + inner);
      });
      log.add("outer " + outer);
    });

    assertThat(log.events()).containsExactly("inner false@5ms", "outer true@5ms");
  }
}
