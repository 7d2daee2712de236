package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9, 10 and 13.
final class TaskTest {
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

  @Test
  void name_automatic_isUniqueAndIncreasing() {
    List<String> names = onVirtualTime(
        () -> IntStream.range(0, 3).mapToObj(i -> createTask(() -> {}).name()).toList());

    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("Task-"))
        .isSorted();
  }

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

  @Test
  void cancel_ofADoneTask_saysFalse() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");
      await(task);

      assertThat(task.cancel()).isFalse();
      assertThat(task.isCancelled()).isFalse();
    });
  }

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
}
