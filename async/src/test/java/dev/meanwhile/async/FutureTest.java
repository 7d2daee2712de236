package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A task as a `Future`: SEMANTICS 21.
final class FutureTest {
  private static <T> CompletableFuture<T> outside(java.util.concurrent.Callable<T> body) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    new Thread(() -> {
          try {
            answer.complete(body.call());
          } catch (Throwable failure) {
            answer.completeExceptionally(failure);
          }
        })
        .start();
    return answer;
  }

  // SEMANTICS 21
  @Test
  void get_fromAThreadOfNoLoop_blocksUntilItIsDone() {
    onRealTime(() -> {
      Promise<String> gate = EventLoop.current().createPromise();
      Task<String> task = createTask(gate::await);
      CompletableFuture<String> answer = outside(task::get);
      sleep(ms(1));
      gate.complete("value");

      assertThat(await(answer)).isEqualTo("value");
    });
  }

  // SEMANTICS 21
  @Test
  void get_failure_isAnExecutionExceptionWithTheRawCause() {
    IOException failure = new IOException("broken");

    onRealTime(() -> {
      Task<String> task = createTask(() -> {
        throw failure;
      });
      Throwable inside = catchThrowable(task::get);
      Throwable outside = blocking(() -> catchThrowable(task::get));

      assertThat(inside).isInstanceOf(ExecutionException.class).hasCause(failure);
      assertThat(outside).isInstanceOf(ExecutionException.class).hasCause(failure);
    });
  }

  // SEMANTICS 21
  @Test
  void get_cancelled_isACancellationException() {
    onRealTime(() -> {
      var task = createTask(async(() -> untilCancelled()));
      task.cancel("enough");
      sleep(ms(1));

      assertThat(catchThrowable(task::get))
          .isInstanceOf(CancellationException.class)
          .hasMessage("enough");
    });
  }

  // SEMANTICS 21
  @Test
  void get_fromATaskOfTheSameLoop_waitsLikeAwait() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        sleep(ms(5));
        return "value";
      });
      log.add(task.get());
    });

    assertThat(log.events()).containsExactly("value@5ms");
  }

  // SEMANTICS 21
  @Test
  void get_fromAnotherLoop_isRefused() {
    try (TestLoop other = TestLoop.virtual()) {
      Task<String> task = other.run(() -> createTask(() -> "value"));

      Throwable thrown = catchThrowable(() -> onVirtualTime(() -> catchAndThrow(task)));

      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another loop");
    }
  }

  private static void catchAndThrow(Future<String> task) throws Exception {
    task.get();
  }

  // SEMANTICS 21
  @Test
  void get_inACallback_isRefusedIfItWouldWait() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        var task = createTask(async(() -> sleep(ms(10))));
        EventLoop.current().callSoon(() -> {
          try {
            task.get();
          } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
        await(task);
      });

      assertThat(loop.reports())
          .singleElement()
          .satisfies(
              report -> assertThat(report.error()).isInstanceOf(IllegalStateException.class));
    }
  }

  // SEMANTICS 21
  @Test
  void get_interruptedOutside_leavesTheTaskAlone() {
    onRealTime(() -> {
      Promise<String> gate = EventLoop.current().createPromise();
      Task<String> task = createTask(gate::await);
      CountDownLatch started = new CountDownLatch(1);
      CompletableFuture<Throwable> answer = new CompletableFuture<>();
      Thread waiter = new Thread(() -> {
        started.countDown();
        answer.complete(catchThrowable(task::get));
      });
      waiter.start();
      blocking(() -> started.await());
      waiter.interrupt();

      assertThat(await(answer)).isInstanceOf(InterruptedException.class);
      assertThat(task.isDone()).isFalse();
      gate.complete("value");
      assertThat(await(task)).isEqualTo("value");
    });
  }

  // SEMANTICS 21
  @Test
  void get_withATimeLimitInsideTheLoop_throwsAndTheTaskGoesOn() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<String> task = createTask(() -> {
        sleep(ms(20));
        return "value";
      });
      Throwable thrown = catchThrowable(() -> task.get(5, TimeUnit.MILLISECONDS));
      log.add(thrown.getClass().getSimpleName());
      log.add(task.get(Long.MAX_VALUE, TimeUnit.DAYS));
    });

    assertThat(log.events()).containsExactly("TimeoutException@5ms", "value@20ms");
  }

  // SEMANTICS 21
  @Test
  void get_withATimeLimitOutside_throws() {
    onRealTime(() -> {
      var task = createTask(async(() -> untilCancelled()));

      Throwable thrown = blocking(() -> catchThrowable(() -> task.get(1, TimeUnit.MILLISECONDS)));

      assertThat(thrown).isInstanceOf(TimeoutException.class);
      task.cancel();
    });
  }

  // SEMANTICS 21
  @Test
  void get_doneTaskAfterTheLoopIsClosed_givesTheResult() throws Exception {
    Task<String> task = onVirtualTime(() -> {
      Task<String> inner = createTask(() -> "value");
      await(inner);
      return inner;
    });

    assertThat(task.get()).isEqualTo("value");
    assertThat(task.get(0, TimeUnit.SECONDS)).isEqualTo("value");
  }

  // SEMANTICS 21
  // asyncio 2.10.1
  @Test
  void stateAndResultNow_neverWait() {
    onVirtualTime(() -> {
      Task<String> task = createTask(() -> "value");

      assertThat(task.state()).isEqualTo(Future.State.RUNNING);
      assertThat(catchThrowable(task::resultNow)).isInstanceOf(IllegalStateException.class);
      assertThat(catchThrowable(task::exceptionNow)).isInstanceOf(IllegalStateException.class);
      await(task);
      assertThat(task.state()).isEqualTo(Future.State.SUCCESS);
      assertThat(task.resultNow()).isEqualTo("value");
      assertThat(catchThrowable(task::exceptionNow)).isInstanceOf(IllegalStateException.class);
    });
  }

  // SEMANTICS 21
  @Test
  void cancel_fromOutside_postsAndSaysWhetherItWasNotYetDone() {
    onRealTime(() -> {
      var task = createTask(async(() -> untilCancelled()));

      boolean first = blocking(() -> task.cancel(true));
      while (!task.isDone()) {
        sleep(ms(1));
      }
      boolean second = blocking(() -> task.cancel(true));

      assertThat(first).isTrue();
      assertThat(second).isFalse();
      assertThat(task.state()).isEqualTo(Future.State.CANCELLED);
    });
  }

  @Test
  void toCompletableFuture_endsAsTheTaskDoes() {
    TestLoop.onRealTime(() -> {
      Task<String> succeeding = createTask(() -> "value");
      Task<String> failing = createTask(() -> {
        throw new IOException("broken");
      });
      Task<@Nullable Void> cancelled = createTask(() -> sleep(TestLoop.ms(1_000)));
      CompletableFuture<String> value = succeeding.toCompletableFuture();
      CompletableFuture<String> failure = failing.toCompletableFuture();
      CompletableFuture<@Nullable Void> cancellation = cancelled.toCompletableFuture();
      cancelled.cancel();
      sleep(TestLoop.ms(1));

      assertThat(value).isCompletedWithValue("value");
      assertThat(failure).isCompletedExceptionally();
      assertThat(failure.exceptionNow()).isInstanceOf(IOException.class);
      assertThat(cancellation).isCancelled();
    });
  }

  @Test
  void toCompletableFuture_cancelled_leavesTheTaskAlone() {
    TestLoop.onRealTime(() -> {
      Task<String> task = createTask(() -> {
        sleep(TestLoop.ms(1));
        return "value";
      });
      task.toCompletableFuture().cancel(true);

      assertThat(task.await()).isEqualTo("value");
    });
  }
}
