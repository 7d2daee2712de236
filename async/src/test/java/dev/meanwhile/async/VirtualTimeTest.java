package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// SEMANTICS 28 and 30, promise 5 as far as a simulation goes.
final class VirtualTimeTest {
  @Test
  void sleep_aYear_jumps() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      sleep(Duration.ofDays(365));
      log.add("a year later");
    });

    assertThat(log.events())
        .containsExactly("a year later@" + Duration.ofDays(365).toMillis() + "ms");
  }

  // SEMANTICS 30
  @Test
  void clock_movesWithTheLoopsTime() {
    try (TestLoop loop = TestLoop.virtual(
        options -> options.clock(LoopClock.virtual(Instant.parse("2030-06-01T12:00:00Z"))))) {
      Instant later = loop.run(() -> {
        sleep(Duration.ofHours(1));
        return EventLoop.current().clock().instant();
      });

      assertThat(later).isEqualTo("2030-06-01T13:00:00Z");
    }
  }

  // Promise 5
  @Test
  void deadlock_isThrownIntoMainWithTheWaitGraph() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Task<?> egg = createTask(Async.<Object>async("egg", () -> {
        untilCancelled();
        return "hatched";
      }));
      await(createTask(async("chicken", () -> await(egg))));
    }));

    assertThat(thrown)
        .isInstanceOf(DeadlockError.class)
        .hasMessageContaining("chicken waits for task egg")
        .hasMessageContaining("egg waits for a promise")
        .hasMessageContaining("main waits for task chicken");
  }

  @Test
  void deadlock_caughtByMain_letsItGoOn() {
    String value = onVirtualTime(() -> {
      Throwable thrown = catchThrowable(() -> untilCancelled());
      sleep(ms(1));
      return thrown.getClass().getSimpleName();
    });

    assertThat(value).isEqualTo("DeadlockError");
  }

  // SEMANTICS 28
  @Test
  void completion_fromAForeignThread_failsTheRunAndNamesTheThread() {
    AtomicReference<Throwable> refused = new AtomicReference<>();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      Thread intruder = new Thread(
          () -> refused.set(catchThrowable(() -> promise.complete("intruding"))), "intruder");
      intruder.start();
      intruder.join();
      sleep(ms(1));
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("intruder");
    assertThat(refused.get()).isInstanceOf(IllegalStateException.class);
  }

  // SEMANTICS 28
  @Test
  void completion_fromAForeignThreadOfAMainThatWaitsNoMore_failsTheRunToo() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      EventLoop loop = EventLoop.current();
      Thread intruder = new Thread(() -> loop.post(() -> {}), "intruder");
      intruder.setUncaughtExceptionHandler((thread, refused) -> {});
      intruder.start();
      intruder.join();
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("intruder");
  }

  @Test
  void order_isTheSameInEveryRun() {
    List<List<String>> runs = new ArrayList<>();

    for (int run = 0; run < 3; run++) {
      EventLog log = new EventLog();
      onVirtualTime(() -> taskGroup(group -> {
        for (int i = 0; i < 20; i++) {
          int number = i;
          group.start(() -> {
            for (int n = 0; n < 3; n++) {
              sleep(ms((number * 7 + n * 13) % 11));
              log.add("task " + number);
            }
          });
        }
      }));
      runs.add(log.events());
    }

    assertThat(runs.get(1)).isEqualTo(runs.get(0));
    assertThat(runs.get(2)).isEqualTo(runs.get(0));
  }

  // SEMANTICS 28
  @Test
  void cancel_fromAForeignThread_failsTheRunAndNamesTheThread() {
    Throwable thrown = catchThrowable(() -> TestLoop.onVirtualTime(() -> {
      Task<?> victim = createTask(() -> sleep(Duration.ofHours(1)));
      blocking(() -> {
        Thread foreign = Thread.ofPlatform()
            .name("canceller")
            .start(() -> TestLoop.ignoreFailure(victim::cancel));
        foreign.join();
      });
      sleep(Duration.ofHours(2));
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("canceller");
  }
}
