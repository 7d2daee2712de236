package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// SEMANTICS 4 and 22.
final class EventLoopTest {
  @Test
  void current_outsideOfALoop_isRefused() {
    assertThat(catchThrowable(EventLoop::current))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Async.run");
  }

  @Test
  void callSoon_isCalledInTheNextPassInOrder() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      EventLoop.current().callSoon(() -> log.add("a"));
      EventLoop.current().callSoon(() -> log.add("b"));
      log.add("main");
      sleep(Duration.ZERO);
    });

    assertThat(log).containsExactly("main", "a", "b");
  }

  @Test
  void callLaterAndCallAt_areCalledAtTheirTimes() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      sleep(ms(10));
      EventLoop.current().callLater(ms(10), () -> log.add("later"));
      EventLoop.current().callAt(ms(15), () -> log.add("at"));
      sleep(ms(50));
    });

    assertThat(log.events()).containsExactly("at@15ms", "later@20ms");
  }

  @Test
  void handle_cancel_takesTheCallBack() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      EventLoop.current().callSoon(() -> log.add("soon")).cancel();
      EventLoop.Handle later = EventLoop.current().callLater(ms(5), () -> log.add("later"));
      sleep(ms(1));
      later.cancel();
      later.cancel();
      sleep(ms(10));
    });

    assertThat(log.events()).isEmpty();
  }

  // SEMANTICS 4
  // asyncio 2.2.29
  @Test
  void callback_thatFails_isReportedAndEndsNothingElse() {
    try (TestLoop loop = TestLoop.virtual()) {
      IllegalStateException failure = new IllegalStateException("broken");
      List<String> log = new ArrayList<>();

      loop.run(() -> {
        EventLoop.current().callSoon(() -> {
          throw failure;
        });
        EventLoop.current().callSoon(() -> log.add("next"));
        sleep(ms(1));
      });

      assertThat(log).containsExactly("next");
      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.CALLBACK_FAILURE);
      assertThat(loop.reports().getFirst().error()).isSameAs(failure);
    }
  }

  // SEMANTICS 4
  // asyncio 2.2.25
  @Test
  void callbacks_seeTheContextOfTheirRegistration() {
    ContextVar<String> user = ContextVar.of("nobody");
    List<String> seen = new ArrayList<>();

    onVirtualTime(() -> {
      user.set("registered");
      EventLoop.current().callSoon(() -> seen.add(user.get()));
      EventLoop.current().post(() -> seen.add(user.get()));
      EventLoop.current().callLater(ms(1), () -> seen.add(user.get()));
      currentTask();
      Task<String> task = createTask(() -> "value");
      task.onDone(done -> seen.add(user.get()));
      user.set("later");
      sleep(ms(5));
    });

    assertThat(seen).hasSize(4).containsOnly("registered");
  }

  @Test
  void callSoon_onAnotherThread_isRefusedWithWhatToUse() {
    List<Throwable> thrown = new ArrayList<>();

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      blocking(() -> thrown.add(catchThrowable(() -> loop.callSoon(() -> {}))));
    });

    assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(thrown.getFirst()).hasMessageContaining("post");
  }

  @Test
  void post_fromAnotherThread_isCalledInOrder() {
    List<Integer> log = new ArrayList<>();

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      Promise<String> last = loop.createPromise();
      new Thread(() -> {
            for (int i = 0; i < 1_000; i++) {
              int number = i;
              loop.post(() -> log.add(number));
            }
            loop.post(() -> last.complete("all posted"));
          })
          .start();
      await(last);
    });

    assertThat(log).hasSize(1_000).isSorted();
  }

  // asyncio 2.2.28
  @Test
  void postAndCall_afterTheLoopIsClosed_areRefused() {
    EventLoop loop = onVirtualTime(() -> EventLoop.current());

    assertThat(catchThrowable(() -> loop.post(() -> {}))).isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(() -> loop.call(() -> "value")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(loop).asString().contains("closed");
  }

  // SEMANTICS 22
  // asyncio 2.2.28
  @Test
  void call_fromAnotherThread_givesResultAndFailure() {
    IllegalStateException failure = new IllegalStateException("broken");

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      String value = blocking(() -> loop.call(() -> {
            sleep(ms(1));
            return "value";
          })
          .get());
      Throwable thrown = blocking(() -> catchThrowable(() -> loop.call(() -> {
            throw failure;
          })
          .join()));

      assertThat(value).isEqualTo("value");
      assertThat(thrown).hasCause(failure);
    });
  }

  // SEMANTICS 22
  // asyncio 2.2.28, 2.10.4
  @Test
  void call_futureCancelled_cancelsTheTask() {
    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      Promise<String> started = loop.createPromise();
      Promise<String> cancelled = loop.createPromise();
      CompletableFuture<String> future = blocking(() -> loop.call(() -> {
        started.complete("started");
        try {
          untilCancelled();
        } finally {
          cancelled.complete("cancelled");
        }
        return "never";
      }));
      await(started);
      blocking(() -> future.cancel(true));

      assertThat(await(cancelled)).isEqualTo("cancelled");
    });
  }

  // asyncio 2.2.28
  @Test
  void call_cancelledInside_cancelsTheFuture() {
    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      CompletableFuture<String> future = blocking(() -> loop.call(() -> {
        currentTask().cancel();
        sleep(ms(1));
        return "never";
      }));
      while (!future.isDone()) {
        sleep(ms(1));
      }

      assertThat(future).isCancelled();
    });
  }

  @Test
  void call_openWhenTheLoopCloses_isCancelled() throws InterruptedException {
    AtomicReference<CompletableFuture<String>> open = new AtomicReference<>();
    CountDownLatch called = new CountDownLatch(1);

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      new Thread(() -> {
            open.set(loop.call(() -> {
              untilCancelled();
              return "never";
            }));
            called.countDown();
          })
          .start();
      blocking(() -> called.await());
    });

    assertThat(open.get()).isCancelled();
  }

  @Test
  void call_endedInTheLoopsLastPass_stillGivesItsValue() {
    CompletableFuture<String> future = onVirtualTime(() -> {
      CompletableFuture<String> inner = EventLoop.current().call(() -> "value");
      sleep(Duration.ZERO);
      sleep(Duration.ZERO);
      return inner;
    });

    assertThat(future).isCompletedWithValue("value");
  }

  @Test
  void exceptionHandler_thatFails_isLoggedAndTheLoopGoesOn() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      EventLoop.current().setExceptionHandler(report -> {
        throw new IllegalStateException("the handler is broken too (part of a test)");
      });
      EventLoop.current().callSoon(() -> {
        throw new IllegalStateException("broken (part of a test)");
      });
      sleep(ms(1));
      log.add("went on");
    });

    assertThat(log.events()).containsExactly("went on@1ms");
  }

  // asyncio 2.2.29
  @Test
  void callback_thatCannotStartItsTask_isReportedAndLeavesNothingBehind() {
    try (TestLoop loop = TestLoop.virtual()) {
      int tasks = loop.run(() -> {
        Coroutine<String> used = async("used", () -> "value");
        await(used);
        EventLoop.current().callSoon(() -> createTask(used));
        sleep(ms(1));
        return allTasks().size();
      });

      assertThat(tasks).isEqualTo(1);
      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.CALLBACK_FAILURE);
        assertThat(report.error()).hasMessageContaining("Coroutine[used, done]");
      });
    }
  }

  // SEMANTICS 22
  // asyncio 2.2.28
  @Test
  void call_callerThatWaitsNoLonger_cancelsTheTaskByItsFuture() {
    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      Promise<String> cancelled = loop.createPromise();
      CountDownLatch started = new CountDownLatch(1);
      Throwable thrown = blocking(() -> {
        CompletableFuture<String> future = loop.call(() -> {
          try {
            started.countDown();
            untilCancelled();
          } finally {
            cancelled.complete("cancelled");
          }
          return "never";
        });
        // One that is cancelled before its first turn never begins.
        started.await();
        Throwable timedOut = catchThrowable(() -> future.get(1, TimeUnit.MILLISECONDS));
        loop.post(() -> future.cancel(true));
        return timedOut;
      });

      assertThat(thrown).isInstanceOf(TimeoutException.class);
      assertThat(await(cancelled)).isEqualTo("cancelled");
    });
  }

  @Test
  void call_blockWithoutAResult_completesWithNull() {
    TestLoop.onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      List<String> log = new ArrayList<>();
      Object result = blocking(() -> loop.call(() -> {
            sleep(ms(1));
            log.add("ran");
          })
          .get());

      assertThat(result).isNull();
      assertThat(log).containsExactly("ran");
    });
  }

  @Test
  void execute_fromAnotherThread_runsATaskThatMayWait() {
    TestLoop.onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      String value = await(CompletableFuture.supplyAsync(() -> "outside")
          .thenApplyAsync(
              given -> {
                sleep(ms(1));
                return given + ", then on " + (EventLoop.current() == loop);
              },
              loop));

      assertThat(value).isEqualTo("outside, then on true");
    });
  }

  @Test
  void execute_whatItThrows_isReported() {
    try (TestLoop loop = TestLoop.real()) {
      loop.run(() -> {
        EventLoop.current().execute(() -> {
          throw new IllegalStateException("broken");
        });
        sleep(ms(1));
      });
      loop.runner().close();

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  @Test
  void execute_afterTheEnd_isRejected() {
    EventLoop loop = run(() -> EventLoop.current());

    assertThat(catchThrowable(() -> loop.execute(() -> {})))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("closed");
  }
}
