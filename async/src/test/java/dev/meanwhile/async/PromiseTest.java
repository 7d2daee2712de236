package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Promises, and foreign completion stages: SEMANTICS 10, 13 and 22.
final class PromiseTest {
  // asyncio 2.10.1
  @Test
  void complete_onlyTheFirstCounts() {
    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();

      assertThat(promise.complete("first")).isTrue();
      assertThat(promise.complete("second")).isFalse();
      assertThat(promise.fail(new IllegalStateException("third"))).isFalse();
      assertThat(promise.cancel()).isFalse();
      assertThat(await(promise)).isEqualTo("first");
    });
  }

  // asyncio 2.10.1
  @Test
  void fail_isThrownToEveryWaiter() {
    IOException failure = new IOException("broken");

    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      promise.fail(failure);

      assertThat(catchThrowable(promise::await))
          .isInstanceOf(CompletionException.class)
          .hasCause(failure);
    });
  }

  // asyncio 2.10.1
  @Test
  void cancel_throwsCancelledErrorToItsWaiters() {
    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      promise.cancel();

      assertThat(catchThrowable(promise::await))
          .isInstanceOf(CancelledError.class)
          .hasMessage("the promise was cancelled");
    });
  }

  // SEMANTICS 22
  @Test
  void complete_fromAnotherThread_wakesTheWaiter() {
    onRealTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      new Thread(() -> promise.complete("from outside")).start();

      assertThat(await(promise)).isEqualTo("from outside");
    });
  }

  // SEMANTICS 10
  // asyncio 2.2.6
  @Test
  void await_cancelled_leavesThePromiseAlone() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      EventLoop.current().callLater(ms(20), () -> promise.complete("value"));
      moveOnAfter(ms(5), () -> await(promise));
      log.add("moved on, done " + promise.isDone());
      log.add(await(promise));
    });

    assertThat(log.events()).containsExactly("moved on, done false@5ms", "value@20ms");
  }

  @Test
  void complete_whileLoopIsClosed_neitherFailsNorHangs() {
    Promise<String> promise = onVirtualTime(() -> EventLoop.current().createPromise());

    assertThat(promise.complete("too late")).isTrue();
    assertThat(promise.toCompletableFuture()).isCompletedWithValue("too late");
  }

  // asyncio 2.10.4
  @Test
  void toCompletableFuture_endsAsThePromise() {
    IllegalStateException failure = new IllegalStateException("broken");

    onRealTime(() -> {
      Promise<String> good = EventLoop.current().createPromise();
      Promise<String> bad = EventLoop.current().createPromise();
      Promise<String> gone = EventLoop.current().createPromise();
      List<CompletableFuture<String>> futures = List.of(
          good.toCompletableFuture(), bad.toCompletableFuture(), gone.toCompletableFuture());
      good.complete("value");
      bad.fail(failure);
      gone.cancel();

      assertThat(futures.get(0)).isCompletedWithValue("value");
      assertThat(futures.get(1)).isCompletedExceptionally();
      assertThat(futures.get(2)).isCancelled();
    });
  }

  @Test
  void toCompletableFuture_whenTheLoopClosesFirst_isCancelled() {
    CompletableFuture<String> future =
        onVirtualTime(() -> EventLoop.current().<String>createPromise().toCompletableFuture());

    assertThat(future).isCancelled();
  }

  // SEMANTICS 4: what hangs on a future is no part of the task that completes it
  @Test
  void toCompletableFuture_itsDependents_mayNotWait() {
    List<Throwable> thrown = new ArrayList<>();

    onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      promise.toCompletableFuture().thenRun(() -> thrown.add(catchThrowable(() -> sleep(ms(1)))));
      promise.complete("value");
      sleep(ms(1));
    });

    assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
  }

  // asyncio 2.10.4
  @Test
  void await_stageThatIsComplete_givesItsValue() {
    String value = onVirtualTime(() -> await(CompletableFuture.completedFuture("value")));

    assertThat(value).isEqualTo("value");
  }

  @Test
  void await_stageCompletedLater_givesItsValue() {
    onRealTime(() -> {
      CompletableFuture<String> stage = CompletableFuture.supplyAsync(() -> "value");

      assertThat(await(stage)).isEqualTo("value");
    });
  }

  // asyncio 2.10.4
  @Test
  void await_failedStage_throwsTheFailureUnwrapped() {
    IllegalArgumentException failure = new IllegalArgumentException("broken");
    CompletableFuture<String> stage =
        CompletableFuture.<String>failedFuture(failure).thenApply(value -> value);

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> await(stage)));

    assertThat(thrown).isSameAs(failure);
  }

  // SEMANTICS 10
  // asyncio 2.10.4
  @Test
  void await_stageCancelled_leavesTheStageAlone() {
    CompletableFuture<String> stage = new CompletableFuture<>();

    onRealTime(() -> moveOnAfter(Duration.ZERO, () -> await(stage)));

    assertThat(stage).isNotDone();
  }

  @Test
  void complete_byManyThreads_oneWins() throws InterruptedException {
    AtomicReference<Promise<Integer>> promise = new AtomicReference<>();
    List<Boolean> wins = new java.util.concurrent.CopyOnWriteArrayList<>();

    onRealTime(() -> {
      promise.set(EventLoop.current().createPromise());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        Thread thread = new Thread(() -> wins.add(promise.get().complete(number)));
        threads.add(thread);
        thread.start();
      }
      await(promise.get());
      blocking(() -> {
        for (Thread thread : threads) {
          thread.join();
        }
      });
    });

    assertThat(wins).containsOnlyOnce(true).hasSize(4);
  }

  // asyncio 2.10.1
  @Test
  void isDone_beforeAndAfterEachKindOfEnd() {
    onVirtualTime(() -> {
      Promise<String> completed = EventLoop.current().createPromise();
      Promise<String> cancelled = EventLoop.current().createPromise();

      assertThat(completed.isDone()).isFalse();
      assertThat(completed).hasToString("Promise[pending]");
      completed.complete("value");
      cancelled.cancel();
      assertThat(completed.isDone()).isTrue();
      assertThat(cancelled.isDone()).isTrue();
      assertThat(cancelled.complete("too late")).isFalse();
    });
  }
}
