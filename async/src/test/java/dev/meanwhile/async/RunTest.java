package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The life of a run: SEMANTICS 5.
final class RunTest {
  // asyncio 2.8.1
  @Test
  void run_block_givesItsValue() {
    assertThat(Async.run(() -> "done")).isEqualTo("done");
  }

  // asyncio 2.8.1
  @Test
  void run_coroutine_givesItsValue() {
    assertThat(Async.run(async("main", () -> currentTask().name()))).isEqualTo("main");
  }

  // asyncio 2.8.1
  @Test
  void run_uncheckedFailure_throwsItAsItIs() {
    IllegalArgumentException failure = new IllegalArgumentException("broken");

    Throwable thrown = catchThrowable(() -> Async.run(() -> {
      throw failure;
    }));

    assertThat(thrown).isSameAs(failure);
  }

  // SEMANTICS 13
  @Test
  void run_checkedFailure_throwsItWrappedOnce() {
    IOException failure = new IOException("broken");

    Throwable thrown = catchThrowable(() -> Async.run(() -> {
      Task<Object> inner = createTask(() -> {
        throw failure;
      });
      await(inner);
    }));

    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
  }

  // asyncio 2.8.1
  @Test
  void run_insideLoop_isRefusedWithWhatToUse() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> Async.run(() -> {})));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("await");
  }

  @Test
  void run_insideBlockingBody_isALoopOfItsOwn() {
    String value = Async.run(() -> blocking(() -> Async.run(() -> {
      sleep(ms(1));
      return "inner";
    })));

    assertThat(value).isEqualTo("inner");
  }

  @Test
  void run_onVirtualThread_works() throws InterruptedException {
    AtomicReference<String> value = new AtomicReference<>("");

    Thread caller = Thread.startVirtualThread(() -> value.set(Async.run(() -> {
      sleep(ms(1));
      return await(createTask(() -> "from a task"));
    })));
    caller.join();

    assertThat(value).hasValue("from a task");
  }

  @Test
  void run_main_doesNotSeeTheCallersLocks() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();

    boolean isHeld = onVirtualTime(() -> lock.isHeldByCurrentThread());

    assertThat(isHeld).isFalse();
  }

  // asyncio 2.8.2
  @Test
  void run_tasksLeftOver_areCancelledAndAwaited() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(20)));
          log.add("cleaned up");
        }
      });
      sleep(ms(10));
      log.add("main ends");
    });

    assertThat(log.events()).containsExactly("main ends@10ms", "cleaned up@30ms");
  }

  // asyncio 2.8.2
  @Test
  void run_leftOverFailsInCleaningUp_isReported() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        createTask(() -> {
          try {
            untilCancelled();
          } finally {
            throwBroken();
          }
        });
        sleep(ms(1));
      });

      loop.runner().close();

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  private static void throwBroken() {
    throw new IllegalStateException("broken while cleaning up");
  }

  // asyncio 2.8.4
  @Test
  void interrupt_callerWhileLoopIdles_cancelsMainAndRestoresTheFlag() throws InterruptedException {
    Interrupted run = Interrupted.during(started -> {
      started.run();
      untilCancelled();
    });

    assertThat(run.thrown()).isInstanceOf(CancelledError.class);
    assertThat(run.isFlagSet()).isTrue();
  }

  @Test
  void interrupt_callerWhileTaskYieldsForEver_cancelsMain() throws InterruptedException {
    Interrupted run = Interrupted.during(started -> {
      started.run();
      while (true) {
        sleep(java.time.Duration.ZERO);
      }
    });

    assertThat(run.thrown()).isInstanceOf(CancelledError.class);
    assertThat(run.isFlagSet()).isTrue();
  }

  @Test
  void interrupt_callerWhileTaskComputes_cancelsMainAtItsNextWait() throws InterruptedException {
    Interrupted run = Interrupted.during(started -> {
      Thread caller = Interrupted.CALLER.get();
      started.run();
      // The interrupt comes while this task holds the loop, which is when a carrier would lose
      // it.
      while (!Interrupted.isSent(caller)) {
        Thread.onSpinWait();
      }
      untilCancelled();
    });

    assertThat(run.thrown()).isInstanceOf(CancelledError.class);
    assertThat(run.isFlagSet()).isTrue();
  }

  // asyncio 2.8.4
  @Test
  void interrupt_mainGivesAValueAllTheSame_valueWinsAndFlagIsSet() throws InterruptedException {
    AtomicBoolean isFlagSet = new AtomicBoolean();
    AtomicReference<String> value = new AtomicReference<>("");
    CountDownLatch started = new CountDownLatch(1);
    Thread caller = new Thread(() -> {
      value.set(Async.run(() -> {
        started.countDown();
        try {
          untilCancelled();
        } catch (CancelledError _) {
          return "value";
        }
        return "not cancelled";
      }));
      isFlagSet.set(Thread.currentThread().isInterrupted());
    });

    caller.start();
    started.await();
    caller.interrupt();
    caller.join();

    assertThat(value).hasValue("value");
    assertThat(isFlagSet).isTrue();
  }

  @Test
  void run_callerWithInterruptSet_cancelsMain() {
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(() -> Async.run(() -> untilCancelled()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isInstanceOf(CancelledError.class);
  }

  // SEMANTICS 11: there is a task that nobody cancelled, and it ends with a foreign cancellation
  // asyncio 2.2.11
  @Test
  void run_mainAwaitsACancelledTask_throwsCancelledError() {
    assertThatThrownBy(() -> onVirtualTime(() -> {
          Task<?> task = createTask(() -> untilCancelled());
          task.cancel("not needed");
          await(task);
        }))
        .isInstanceOf(CancelledError.class)
        .hasMessage("not needed");
  }

  /// What became of a run whose caller was interrupted.
  private record Interrupted(Throwable thrown, boolean isFlagSet) {
    static final AtomicReference<Thread> CALLER = new AtomicReference<>();
    private static final AtomicReference<Thread> SENT = new AtomicReference<>();

    interface Main {
      void run(Runnable started) throws Exception;
    }

    static boolean isSent(Thread caller) {
      return SENT.get() == caller;
    }

    static Interrupted during(Main main) throws InterruptedException {
      CountDownLatch started = new CountDownLatch(1);
      AtomicReference<Interrupted> result = new AtomicReference<>();
      Thread caller = new Thread(() -> {
        Throwable thrown = catchThrowable(() -> Async.run(() -> main.run(started::countDown)));
        result.set(new Interrupted(thrown, Thread.currentThread().isInterrupted()));
      });
      CALLER.set(caller);
      caller.start();
      started.await();
      caller.interrupt();
      SENT.set(caller);
      caller.join();
      return result.get();
    }
  }

  // SEMANTICS 13
  // asyncio 2.2.24
  @Test
  void run_errorOfMain_isThrownAsItIs() {
    LinkageError error = new LinkageError("broken");

    Throwable thrown = catchThrowable(() -> Async.run(() -> {
      throw error;
    }));

    assertThat(thrown).isSameAs(error);
  }

  // asyncio 2.8.1
  @Test
  void run_insideLoop_leavesTheRefusedCoroutineUnused() {
    Coroutine<String> refused = async("refused", () -> "value");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> Async.run(refused)));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(refused).hasToString("Coroutine[refused, created]");
  }
}
