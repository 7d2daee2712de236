package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls in the wrong place, and what they say: SEMANTICS 4.
final class MisuseTest {
  record Misuse(String name, Action call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final AsyncSemaphore SEMAPHORE = new AsyncSemaphore(1);
  private static final List<Task<String>> NO_TASKS = List.of();

  static List<Misuse> calls() {
    return List.of(
        new Misuse("sleep", () -> sleep(ms(1))),
        new Misuse("await", () -> await(async(() -> {}))),
        new Misuse("gather", () -> gather(List.<Task<String>>of())),
        new Misuse("gatherSettled", () -> gatherSettled(List.<Task<String>>of())),
        new Misuse("asCompleted", () -> asCompleted(List.<Task<String>>of())),
        new Misuse("timeout", () -> timeout(ms(1), () -> {})),
        new Misuse("moveOnAfter", () -> moveOnAfter(ms(1), () -> {})),
        new Misuse("shielded", () -> shielded(() -> {})),
        new Misuse("taskGroup", () -> taskGroup(group -> {})),
        new Misuse("blocking", () -> blocking(() -> {})),
        new Misuse("offload", () -> offload(() -> {})),
        new Misuse("race", () -> race(async(() -> "value"))),
        new Misuse("hedge", () -> hedge(() -> "value", 2, ms(1))),
        new Misuse("retry", () -> retry(Retry.attempts(2), () -> "value")),
        new Misuse("waitUntil", () -> waitUntil(NO_TASKS, ReturnWhen.ALL_COMPLETED)),
        new Misuse("currentTask", () -> currentTask()),
        new Misuse("CancelScope.current", () -> CancelScope.current()),
        new Misuse("AsyncSemaphore.acquire", () -> SEMAPHORE.acquire()));
  }

  // asyncio 2.2.26, 2.4.6
  @ParameterizedTest
  @MethodSource("calls")
  void wait_onAThreadOfNoLoop_isRefusedWithWhatToUse(Misuse misuse) {
    Throwable thrown = catchThrowable(misuse.call()::run);

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .message()
        .containsAnyOf("Async.run", "EventLoop.post");
  }

  // asyncio 2.2.26
  @ParameterizedTest
  @MethodSource("calls")
  void wait_inACallback_isRefused(Misuse misuse) {
    List<Throwable> thrown = new ArrayList<>();

    onVirtualTime(() -> {
      EventLoop.current().callSoon(() -> thrown.add(catchThrowable(misuse.call()::run)));
      sleep(ms(1));
    });

    assertThat(thrown)
        .singleElement()
        .isInstanceOf(IllegalStateException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .contains("callback");
  }

  @Test
  void createTask_onAThreadOfNoLoop_isRefusedWithWhatToUse() {
    Throwable thrown = catchThrowable(() -> createTask(() -> {}));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("Async.run");
  }

  @Test
  void createTask_inACallback_works() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      EventLoop.current().callSoon(() -> createTask(() -> log.add("task")));
      sleep(ms(1));
    });

    assertThat(log.events()).containsExactly("task@0ms");
  }

  @Test
  void semaphore_releasedOnAThreadOfNoLoop_isRefused() {
    Throwable thrown = catchThrowable(() -> new AsyncSemaphore(0).release());

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EventLoop.post");
  }

  // asyncio 2.2.4
  @Test
  void await_oneself_isRefused() {
    assertRefused("awaits itself", () -> await(currentTask()));
    assertRefused("awaits itself", () -> currentTask().get());
    assertRefused("awaits itself", () -> waitFor(currentTask(), ms(1)));
  }

  // asyncio 2.2.3, 2.2.21
  @Test
  void await_thingsOfAnotherLoop_isRefusedWithWhatToUse() {
    try (TestLoop other = TestLoop.virtual()) {
      Task<String> task = other.run(() -> createTask(() -> "value"));
      Promise<String> promise = other.loop().createPromise();

      assertRefused("another loop", () -> await(task));
      assertRefused("another loop", () -> await(promise));
      assertRefused("another loop", () -> waitFor(promise, ms(1)));
      assertRefused("another loop", () -> gather(task));
      assertRefused("another loop", () -> shield(promise));
      assertRefused("another loop", () -> asCompleted(List.of(task)));
    }
  }

  @Test
  void groupStart_onAnotherThread_isRefused() {
    List<Throwable> thrown = new ArrayList<>();

    onVirtualTime(() -> taskGroup(group -> {
      Thread outside = new Thread(() -> thrown.add(catchThrowable(() -> group.start(() -> {}))));
      outside.start();
      outside.join();
    }));

    assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void semaphore_ofAnotherLoop_isRefused() {
    AsyncSemaphore semaphore = new AsyncSemaphore(1);
    try (TestLoop other = TestLoop.virtual()) {
      other.run(() -> semaphore.acquire());

      assertRefused("another loop", () -> semaphore.release());
    }
  }

  @Test
  void semaphore_whoseLoopIsClosed_servesTheNextLoop() {
    AsyncSemaphore semaphore = new AsyncSemaphore(1);
    onVirtualTime(() -> {
      semaphore.acquire();
      semaphore.release();
    });

    boolean isTaken = onVirtualTime(() -> semaphore.tryAcquire());

    assertThat(isTaken).isTrue();
  }

  @Test
  void moveDeadline_ofNull_leavesNothingBehind() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(absent(), () -> {})));

    assertThat(thrown).isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // what a caller without a checker of nulls may do
  private static Duration absent() {
    return null;
  }

  @Test
  void combinators_givenTheCallingTask_areRefused() {
    assertRefused("wait for itself", () -> gather(currentTask()));
    assertRefused("wait for itself", () -> gatherSettled(currentTask()));
    assertRefused("wait for itself", () -> asCompleted(List.of(currentTask())));
    assertRefused("itself", () -> race(currentTask()));
    assertRefused("itself", () -> waitUntil(List.of(currentTask()), ReturnWhen.ALL_COMPLETED));
  }

  private static void assertRefused(String why, ThrowingCallable call) {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Throwable inside = catchThrowable(call);
      if (inside instanceof RuntimeException failure) {
        throw failure;
      }
    }));
    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining(why);
  }
}
