package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/// SEMANTICS 9 and 19.
final class AsCompletedTest {
  private static Coroutine<String> after(long millis, String value) {
    return async(() -> {
      sleep(ms(millis));
      return value;
    });
  }

  // asyncio 2.2.19
  @Test
  void asCompleted_givesTasksInTheOrderInWhichTheyFinish() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      for (Task<String> task :
          asCompleted(List.of(after(30, "c"), after(10, "a"), after(20, "b")))) {
        log.add(await(task));
      }
    });

    assertThat(log.events()).containsExactly("a@10ms", "b@20ms", "c@30ms");
  }

  // SEMANTICS 19
  // asyncio 2.2.19
  @Test
  void asCompleted_duplicates_comeOnceAndGivenTasksAreGivenBack() {
    onVirtualTime(() -> {
      Task<String> given = createTask(after(5, "given"));
      List<Task<String>> tasks = new ArrayList<>();
      asCompleted(List.of(given, given)).forEach(tasks::add);

      assertThat(tasks).containsExactly(given);
    });
  }

  @Test
  void asCompleted_failure_isThrownByItsTaskOnly() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Coroutine<String> broken = async(() -> {
        throw new IllegalArgumentException("broken");
      });
      for (Task<String> task : asCompleted(List.of(broken, after(5, "value")))) {
        Throwable thrown = catchThrowable(task::await);
        log.add(thrown == null ? task.resultNow() : String.valueOf(thrown.getMessage()));
      }
    });

    assertThat(log).containsExactly("broken", "value");
  }

  // SEMANTICS 19
  @Test
  void close_afterTheFirst_cancelsAndAwaitsWhatItStarted() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<String> given = createTask(after(50, "given"));
      Coroutine<String> slow = async(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("slow cancelled");
        }
        return "never";
      });
      try (AsCompleted<String> results = asCompleted(List.of(slow, after(5, "first"), given))) {
        log.add(await(results.iterator().next()));
      }
      log.add("closed");
      log.add(await(given));
    });

    assertThat(log.events())
        .containsExactly("first@5ms", "slow cancelled@15ms", "closed@15ms", "given@50ms");
  }

  // SEMANTICS 8
  @Test
  void close_whatDoesNotEnd_isLeftBehindAfterFiveSeconds() {
    EventLog log = new EventLog();

    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        Coroutine<String> stubborn = async(
            "stubborn",
            () -> shielded(() -> {
              sleep(Duration.ofSeconds(8));
              return "at last";
            }));
        AsCompleted<String> results = asCompleted(List.of(stubborn));
        sleep(Duration.ofSeconds(1));
        results.close();
        log.add("closed");
      });

      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.LEFT_BEHIND);
        assertThat(report.message()).contains("stubborn");
      });
    }

    assertThat(log.events()).containsExactly("closed@6000ms");
  }

  // SEMANTICS 19
  @Test
  void close_atTheLatest_comesWithTheEndOfTheEnclosingScope() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      timeout(ms(100), () -> {
        Coroutine<String> slow = async(() -> {
          try {
            untilCancelled();
          } finally {
            log.add("slow cancelled");
          }
          return "never";
        });
        for (Task<String> task : asCompleted(List.of(slow, after(5, "first")))) {
          log.add(await(task));
          break;
        }
      });
      log.add("after");
    });

    assertThat(log.events()).containsExactly("first@5ms", "slow cancelled@5ms", "after@5ms");
  }

  @Test
  void close_atTheEndOfATask_comesToo() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      var owner = createTask(async(() -> {
        asCompleted(List.of(after(50, "never")));
        sleep(ms(1));
      }));
      await(owner);
      log.add("owner ended with " + allTasks().size() + " task");
    });

    assertThat(log.events()).containsExactly("owner ended with 1 task@1ms");
  }

  // SEMANTICS 19
  @Test
  void iterator_asecondTime_isRefused() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      AsCompleted<String> results = asCompleted(List.of(after(1, "value")));
      var _ = results.iterator();
      var _ = results.iterator();
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void next_whenAllWereGiven_throwsNoSuchElement() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Iterator<Task<String>> results = asCompleted(List.<Task<String>>of()).iterator();
      assertThat(results.hasNext()).isFalse();
      results.next();
    }));

    assertThat(thrown).isInstanceOf(NoSuchElementException.class);
  }

  // SEMANTICS 10
  // asyncio 2.2.19
  @Test
  void next_cancelled_leavesTheTasksAloneAndCanBeAskedAgain() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Iterator<Task<String>> results = asCompleted(List.of(after(20, "value"))).iterator();
      moveOnAfter(ms(5), () -> results.next());
      log.add("interrupted");
      log.add(await(results.next()));
    });

    assertThat(log.events()).containsExactly("interrupted@5ms", "value@20ms");
  }

  // asyncio 2.2.19
  @Test
  void next_awaitedInReverseOrder_works() {
    List<String> values = onVirtualTime(() -> {
      List<Task<String>> tasks = new ArrayList<>();
      asCompleted(List.of(after(1, "a"), after(2, "b"))).forEach(tasks::add);
      return List.of(await(tasks.get(1)), await(tasks.get(0)));
    });

    assertThat(values).containsExactly("b", "a");
  }

  // SEMANTICS 17
  @Test
  void asCompleted_withAUsedCoroutine_startsAndLeavesNothing() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<String> used = async(() -> "used");
      await(used);
      asCompleted(List.of(after(1, "value"), used));
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void asCompleted_usedUp_isKeptByNoScope() {
    onVirtualTime(() -> {
      for (int i = 0; i < 3; i++) {
        for (Task<String> task : asCompleted(List.of(after(1, "value")))) {
          await(task);
        }
      }

      assertThat(CancelScope.current().takeResources()).isEmpty();
    });
  }

  @Test
  void asCompleted_promises_work() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      EventLoop.current().callLater(ms(5), () -> promise.complete("promised"));
      for (Task<String> task : asCompleted(List.of(promise))) {
        log.add(await(task));
      }
    });

    assertThat(log.events()).containsExactly("promised@5ms");
  }

  // asyncio 2.2.19
  @Test
  void asCompleted_withinATimeLimit_givesWhatIsInTimeAndLeavesGivenTasksAlone() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<String> slow = createTask(after(20, "slow"));
      Throwable thrown = catchThrowable(() -> timeout(ms(10), () -> {
        for (Task<String> task : asCompleted(List.of(slow, after(5, "quick")))) {
          log.add(await(task));
        }
      }));
      log.add(thrown.getClass().getSimpleName());
      log.add(await(slow));
    });

    assertThat(log.events()).containsExactly("quick@5ms", "TimedOutException@10ms", "slow@20ms");
  }

  // asyncio 2.2.19
  @Test
  void asCompleted_timeLimitThatWasNotNeeded_leavesNoTimer() {
    onVirtualTime(() -> {
      timeout(Duration.ofHours(1), () -> {
        for (Task<String> task : asCompleted(List.of(after(5, "quick")))) {
          await(task);
        }
      });

      assertThat(((Loop) EventLoop.current()).timers.isEmpty()).isTrue();
    });
  }
}
