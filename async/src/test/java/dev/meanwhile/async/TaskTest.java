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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future.State;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9, 10 and 13.
final class TaskTest {
  // asyncio 2.2.1
  @Test
  void await_task_givesItsResultToEachWaiter() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        sleep(ms(5));
        return "value";
      });
      List<String> values = await(gather(async(task::await), async(task::await)));

      assertThat(values).containsExactly("value", "value");
    });
  }

  // SEMANTICS 13
  // asyncio 2.2.1
  @Test
  void await_failure_isThrownToEachWaiter() {
    IllegalStateException failure = new IllegalStateException("broken");

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        throw failure;
      });

      assertThat(catchThrowable(task::await)).isSameAs(failure);
      assertThat(catchThrowable(task::await)).isSameAs(failure);
    });
  }

  // SEMANTICS 13
  // asyncio 2.2.1
  @Test
  void await_checkedFailure_isWrappedOnceAndTheTaskHoldsItRaw() {
    IOException failure = new IOException("broken");

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        throw failure;
      });

      assertThat(catchThrowable(task::await))
          .isInstanceOf(CompletionException.class)
          .hasCause(failure);
      assertThat(task.exceptionNow()).isSameAs(failure);
    });
  }

  // asyncio 2.2.2
  @Test
  void name_automatic_isUniqueAndIncreasing() {
    List<String> names = onVirtualTime(
        () -> IntStream.range(0, 3).mapToObj(i -> createTask(() -> {}).name()).toList());

    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("Task-"))
        .isSorted();
  }

  // asyncio 2.2.5
  @Test
  void cancel_beforeTheFirstTurn_bodyNeverRuns() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      var task = createTask(async("never", () -> {
        log.add("ran");
      }));
      assertThat(task.cancel()).isTrue();
      ignoreFailure(task::await);

      assertThat(task.isCancelled()).isTrue();
    });

    assertThat(log).isEmpty();
  }

  // asyncio 2.2.12
  @Test
  void cancel_ofADoneTask_saysFalse() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      await(task);

      assertThat(task.cancel()).isFalse();
      assertThat(task.isCancelled()).isFalse();
    });
  }

  // asyncio 2.2.15
  @Test
  void cancel_whileWaiting_throwsThereWithTheReason() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var task = createTask(async(() -> {
        try {
          sleep(ms(100));
        } catch (CancelledError error) {
          log.add(String.valueOf(error.getMessage()));
          throw error;
        }
      }));
      sleep(ms(5));
      task.cancel("enough");
      ignoreFailure(task::await);
    });

    assertThat(log.events()).containsExactly("enough@5ms");
  }

  // SEMANTICS 10
  // asyncio 2.2.6
  @Test
  void awaiter_cancelled_leavesTheTaskAlone() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var inner = createTask(async(() -> {
        sleep(ms(20));
        log.add("inner done");
      }));
      var waiter = createTask(async(() -> await(inner)));
      sleep(ms(5));
      waiter.cancel();
      await(inner);
    });

    assertThat(log.events()).containsExactly("inner done@20ms");
  }

  // SEMANTICS 9
  @Test
  void createTask_inATimeoutBlock_isReachedByNoDeadlineOrEndOfItsCaller() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      moveOnAfter(ms(5), () -> {
        createTask(() -> {
          sleep(ms(20));
          log.add("independent");
        });
        untilCancelled();
      });
      sleep(ms(50));
    });

    assertThat(log.events()).containsExactly("independent@20ms");
  }

  // Promise 4: the loop holds its tasks
  // asyncio 2.2.23
  @Test
  void createTask_thatNobodyHolds_runsToItsEnd() {
    EventLog log = new EventLog();

    TestLoop.onRealTime(() -> {
      createTask(() -> {
        sleep(ms(5));
        log.add("done");
      });
      System.gc();
      while (allTasks().size() > 1) {
        sleep(ms(1));
      }
    });

    assertThat(log.events()).hasSize(1);
  }

  // asyncio 2.10.2
  @Test
  void onDone_isCalledInOrderThroughTheLoopNeverInside() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      task.onDone(done -> log.add("first " + done.resultNow()));
      task.onDone(done -> log.add("second"));
      await(task);
      sleep(ms(1));
      task.onDone(done -> log.add("late"));
      log.add("registered");
      sleep(ms(1));
    });

    assertThat(log).containsExactly("first value", "second", "registered", "late");
  }

  // SEMANTICS 15
  @Test
  void onDone_countsAsLookingAtAFailure() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        throw new IllegalStateException("broken");
      });
      task.onDone(done -> {});
      sleep(ms(1));
    });
  }

  @Test
  void onDone_inACallback_getNeedsNoWait() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      task.onDone(done -> {
        try {
          log.add(done.get());
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      sleep(ms(1));
    });

    assertThat(log).containsExactly("value");
  }

  @Test
  void allTasks_isASnapshotOfWhatHasNotEnded() {
    onVirtualTime(() -> {
      Task<String> done = createTask(() -> "value");
      await(done);
      Task<?> waiting = createTask(() -> untilCancelled());

      assertThat(allTasks()).containsExactlyInAnyOrder(currentTask(), waiting);
    });
  }

  @Test
  void toString_saysWhatItDoes() {
    List<String> texts = new ArrayList<>();

    onVirtualTime(() -> {
      var task = createTask(async("loader", () -> sleep(ms(3_000))));
      sleep(ms(1));
      texts.add(task.toString());
      task.cancel();
      sleep(ms(1));
      texts.add(task.toString());
    });

    assertThat(texts.get(0)).startsWith("Task[loader, waiting for").contains("3 s");
    assertThat(texts.get(1)).isEqualTo("Task[loader, cancelled]");
  }

  @Test
  void interrupt_ofATasksThread_endsNoWaitAndIsKeptForTheTask() {
    List<Object> log = new ArrayList<>();

    onVirtualTime(() -> {
      Thread.currentThread().interrupt();
      sleep(ms(5));
      log.add(Thread.interrupted());
      sleep(ms(5));
      log.add(Thread.interrupted());
    });

    assertThat(log).containsExactly(true, false);
  }

  // asyncio 2.2.1
  @Test
  void await_failureThroughSeveralTasks_keepsItsChainOfCauses() {
    IOException cause = new IOException("cause");
    IllegalStateException failure = new IllegalStateException("broken", cause);

    onVirtualTime(() -> {
      Task<String> inner = createTask(() -> {
        throw failure;
      });
      Task<String> outer = createTask(() -> {
        try {
          return await(inner);
        } catch (IllegalStateException broken) {
          throw new IllegalArgumentException("outer", broken);
        }
      });

      assertThat(catchThrowable(outer::await))
          .hasMessage("outer")
          .hasCause(failure)
          .hasRootCause(cause);
    });
  }

  // asyncio 2.2.6
  @Test
  void cancel_taskAndWhatItAwaits_endsBoth() {
    onVirtualTime(() -> {
      Task<?> inner = createTask(() -> untilCancelled());
      Task<?> waiter = createTask(() -> await(inner));
      sleep(ms(1));
      inner.cancel("inner");
      waiter.cancel("waiter");
      sleep(ms(1));

      assertThat(inner.isCancelled()).isTrue();
      assertThat(waiter.isCancelled()).isTrue();
    });
  }

  // asyncio 2.2.15
  @Test
  void cancelledError_itsStack_showsTheWaitThatItHit() {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> waitHere());
      sleep(ms(1));
      task.cancel("enough");
      Throwable thrown = catchThrowable(task::await);

      assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("enough");
      assertThat(thrown.getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("waitHere"));
    });
  }

  private static void waitHere() {
    sleep(ms(1_000));
  }

  // asyncio 2.2.24
  @Test
  void error_thrownWhileBeingCancelled_isTheTasksFailure() {
    LinkageError error = new LinkageError("broken");

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        try {
          untilCancelled();
        } catch (CancelledError _) {
          throw error;
        }
      });
      sleep(ms(1));
      task.cancel();

      assertThat(catchThrowable(task::await)).isSameAs(error);
      assertThat(task.isCancelled()).isFalse();
    });
  }

  // asyncio 2.2.26
  @Test
  void currentTask_afterOthersHadTheirTurn_isStillThisOne() {
    List<String> names = new ArrayList<>();

    onVirtualTime(() -> {
      Coroutine<?> inner = async("inner", () -> {
        names.add(currentTask().name());
        sleep(ms(1));
        names.add(currentTask().name());
      });
      Task<?> task = createTask(inner);
      sleep(Duration.ZERO);
      names.add(currentTask().name());
      await(task);
    });

    assertThat(names).containsExactly("inner", "main", "inner");
  }

  // asyncio 2.10.2
  @Test
  void onDone_ofAFailedOrCancelledTask_isCalledToo() {
    List<Object> states = new ArrayList<>();

    onVirtualTime(() -> {
      Task<?> failing = createTask(() -> {
        throw new IllegalStateException("broken");
      });
      Task<?> cancelled = createTask(() -> untilCancelled());
      failing.onDone(task -> states.add(task.state()));
      cancelled.onDone(task -> states.add(task.state()));
      cancelled.cancel();
      sleep(ms(1));
    });

    assertThat(states).containsExactly(State.FAILED, State.CANCELLED);
  }

  // asyncio 2.10.2
  @Test
  void onDone_registeredByACallback_isCalledInALaterPass() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      task.onDone(done -> {
        log.add("first");
        done.onDone(_ -> log.add("third"));
      });
      task.onDone(done -> log.add("second"));
      sleep(ms(1));
    });

    assertThat(log).containsExactly("first", "second", "third");
  }
}
