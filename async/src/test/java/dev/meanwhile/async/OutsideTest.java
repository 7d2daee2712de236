package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// `blocking`, `offload` and `OutsideWork`: SEMANTICS 22, 23 and 28.
final class OutsideTest {
  /// Waits until it is interrupted, and says so.
  private static void untilInterrupted(CountDownLatch started, CountDownLatch interrupted)
      throws InterruptedException {
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } finally {
      interrupted.countDown();
    }
  }

  // SEMANTICS 22
  @Test
  void blocking_body_runsOnAPlatformThreadWhileOthersGoOn() {
    List<String> log = new ArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);

    onRealTime(() -> taskGroup(group -> {
      group.start(() -> {
        boolean isVirtual = blocking(() -> {
          gate.await();
          return Thread.currentThread().isVirtual();
        });
        log.add("body on a virtual thread: " + isVirtual);
      });
      group.start(() -> {
        log.add("other");
        gate.countDown();
      });
    }));

    assertThat(log).containsExactly("other", "body on a virtual thread: false");
  }

  @Test
  void offload_body_givesItsValue() {
    onRealTime(() -> assertThat(offload(() -> 6 * 7)).isEqualTo(42));
  }

  // SEMANTICS 13
  @Test
  void blocking_failure_isThrownToTheTask() {
    IOException checked = new IOException("broken");
    IllegalStateException unchecked = new IllegalStateException("broken");

    onRealTime(() -> {
      assertThat(catchThrowable(() -> blocking(() -> {
            throw checked;
          })))
          .isInstanceOf(CompletionException.class)
          .hasCause(checked);
      assertThat(catchThrowable(() -> blocking(() -> {
            throw unchecked;
          })))
          .isSameAs(unchecked);
    });
  }

  // SEMANTICS 22
  @Test
  void blocking_body_isNoPartOfTheLoop() {
    onRealTime(() -> {
      Throwable thrown = blocking(() -> catchThrowable(() -> sleep(ms(1))));

      assertThat(thrown).isInstanceOf(IllegalStateException.class);
    });
    onVirtualTime(() -> {
      Throwable thrown = blocking(() -> catchThrowable(() -> sleep(ms(1))));

      assertThat(thrown).isInstanceOf(IllegalStateException.class);
    });
  }

  // SEMANTICS 22
  @Test
  void blocking_body_canPostCallAndComplete() {
    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      Promise<String> promise = loop.createPromise();
      List<String> log = new ArrayList<>();

      String called = blocking(() -> {
        loop.post(() -> log.add("posted"));
        promise.complete("completed");
        return loop.call(() -> currentTask().name().isEmpty() ? "" : "called").get();
      });

      log.add(called);
      log.add(await(promise));
      assertThat(log).containsExactly("posted", "called", "completed");
    });
  }

  // SEMANTICS 22
  @Test
  void blocking_body_seesACopyOfTheContext() {
    ContextVar<String> user = ContextVar.of("nobody");

    onRealTime(() -> {
      user.set("caller");
      assertThat(blocking(() -> user.get())).isEqualTo("caller");
      assertThat(offload(() -> user.get())).isEqualTo("caller");
    });
    onVirtualTime(() -> {
      user.set("caller");
      assertThat(blocking(() -> user.get())).isEqualTo("caller");
    });
  }

  // SEMANTICS 23
  @Test
  void blocking_cancelled_interruptsTheBodyAndWaitsForItsEnd() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);

    onRealTime(() -> {
      var task = createTask(async(() -> blocking(() -> untilInterrupted(started, interrupted))));
      blocking(() -> started.await());
      task.cancel("enough");
      ignoreFailure(task::await);

      assertThat(interrupted.getCount()).isZero();
      assertThat(task.isCancelled()).isTrue();
      Throwable error = Objects.requireNonNull(catchThrowable(task::resultNow).getCause());
      assertThat(error).isInstanceOf(CancelledError.class);
      assertThat(error.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
    });
  }

  // SEMANTICS 23
  @Test
  void blocking_cancelledInShielded_interruptsNobody() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();

    onRealTime(() -> {
      var task = createTask(async(() -> shielded(() -> blocking(() -> {
        started.countDown();
        gate.await();
        finished.set(true);
      }))));
      blocking(() -> started.await());
      task.cancel();
      sleep(ms(1));
      gate.countDown();
      await(task);
    });

    assertThat(finished).isTrue();
  }

  // SEMANTICS 23
  @Test
  void blocking_bodyThatDoesNotEnd_isLeftBehindWithAReport() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);

    try (TestLoop loop = TestLoop.real(options -> options.blockingGrace(ms(20)))) {
      loop.run(() -> {
        var task = createTask(async(() -> blocking(() -> stubborn(started, gate))));
        blocking(() -> started.await());
        task.cancel();
        ignoreFailure(task::await);
        assertThat(task.isCancelled()).isTrue();
      });

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.LEFT_BEHIND);
    } finally {
      gate.countDown();
    }
  }

  private static void stubborn(CountDownLatch started, CountDownLatch gate) {
    started.countDown();
    while (true) {
      try {
        gate.await();
        return;
      } catch (InterruptedException _) {
        // Ignored on purpose, as a read of standard input would.
      }
    }
  }

  // SEMANTICS 23
  @Test
  void blocking_valueGivenAfterTheCancel_isClosed() {
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();

    onRealTime(() -> {
      var task = createTask(async(() -> blocking(() -> {
        try {
          started.countDown();
          new CountDownLatch(1).await();
        } catch (InterruptedException _) {
          // Gives its value all the same.
        }
        return (AutoCloseable) closed::incrementAndGet;
      })));
      blocking(() -> started.await());
      task.cancel();
      ignoreFailure(task::await);
    });

    assertThat(closed).hasValue(1);
  }

  // SEMANTICS 23
  @Test
  void outsideWork_queuedBody_isDropped() {
    List<String> log = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);

    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      OutsideWork work = OutsideWork.on(WaitKind.NETWORK, "one at a time", one);
      onRealTime(() -> {
        var first = createTask(async(() -> work.call(() -> {
          started.countDown();
          return gate.await(1, java.util.concurrent.TimeUnit.DAYS);
        })));
        blocking(() -> started.await());
        var second = createTask(async(() -> work.call(() -> log.add("ran"))));
        sleep(ms(1));
        second.cancel();
        ignoreFailure(second::await);
        assertThat(second.isCancelled()).isTrue();
        gate.countDown();
        await(first);
        work.call(() -> log.add("next"));
      });
    }

    assertThat(log).containsExactly("next");
  }

  // SEMANTICS 23
  @Test
  void outsideWork_interrupt_neverReachesTheThreadsNextWork() {
    AtomicInteger reached = new AtomicInteger();

    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      OutsideWork work = OutsideWork.on(WaitKind.NETWORK, "one at a time", one);
      onRealTime(() -> {
        for (int i = 0; i < 300; i++) {
          // The cancel races with the end of the body.
          CountDownLatch started = new CountDownLatch(1);
          var task = createTask(async(() -> work.call(() -> {
            started.countDown();
            return 1;
          })));
          blocking(() -> started.await());
          task.cancel();
          ignoreFailure(task::await);
          if (work.call(() -> Thread.currentThread().isInterrupted())) {
            reached.incrementAndGet();
          }
        }
      });
    }

    assertThat(reached).hasValue(0);
  }

  @Test
  void outsideWork_abort_isCalledOnceWhenCancelled() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger aborts = new AtomicInteger();

    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      OutsideWork work = OutsideWork.on(WaitKind.NETWORK, "GET example.org", pool)
          .abortedBy(() -> {
            aborts.incrementAndGet();
            gate.countDown();
          });
      onRealTime(() -> {
        var task = createTask(async(
            "fetch",
            () -> work.call(() -> {
              stubborn(started, gate);
              return "value";
            })));
        blocking(() -> started.await());
        assertThat(task).asString().contains("GET example.org");
        task.cancel();
        ignoreFailure(task::await);
        assertThat(task.isCancelled()).isTrue();
      });
    }

    assertThat(aborts).hasValue(1);
  }

  // SEMANTICS 28
  @Test
  void blocking_onVirtualTime_runsInlineAndTakesNoTime() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      blocking(() -> log.add("body"));
      log.add("main");
      sleep(ms(1));
    });

    assertThat(log.events()).containsExactly("body@0ms", "main@0ms", "other@0ms");
  }

  // SEMANTICS 28
  @Test
  void blocking_onVirtualTimeRefused_throws() {
    try (TestLoop loop = TestLoop.virtual(options -> options.outside(OutsidePolicy.REFUSE))) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> blocking(() -> {})));

      assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("refused");
    }
  }

  // SEMANTICS 22
  @Test
  void blocking_moreThanItsLimit_queueAndAllRun() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(OutsidePools.BLOCKING_LIMIT);

    onRealTime(() -> taskGroup(group -> {
      for (int i = 0; i < OutsidePools.BLOCKING_LIMIT + 20; i++) {
        group.start(() -> blocking(() -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          full.countDown();
          full.await();
          running.decrementAndGet();
        }));
      }
    }));

    assertThat(most).hasValueLessThanOrEqualTo(OutsidePools.BLOCKING_LIMIT);
  }

  // SEMANTICS 22
  @Test
  void offload_moreBodiesThanCores_queueAndAllRun() {
    int cores = Runtime.getRuntime().availableProcessors();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch saturated = new CountDownLatch(cores);

    onRealTime(() -> taskGroup(group -> {
      for (int i = 0; i < 3 * cores; i++) {
        group.start(() -> offload(() -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          saturated.countDown();
          saturated.await();
          running.decrementAndGet();
        }));
      }
    }));

    assertThat(most).hasValue(cores);
  }
}
