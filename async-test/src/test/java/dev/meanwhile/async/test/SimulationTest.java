package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.DeadlockError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// SEMANTICS 28 and 30, as far as `Simulation.run` goes.
final class SimulationTest {
  private final List<String> log = new ArrayList<>();

  private void log(String event) {
    log.add(event + "@" + EventLoop.current().time().toMillis() + "ms");
  }

  @Test
  void run_block_givesItsValue() {
    assertThat(Simulation.run(() -> "value")).isEqualTo("value");
  }

  @Test
  void run_failures_areThrownAsRunThrowsThem() {
    IOException checked = new IOException("broken");

    Throwable thrown = catchThrowable(() -> Simulation.run(() -> {
      throw checked;
    }));

    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(checked);
  }

  // Would take fifty years if it took real time.
  @Test
  void time_whileAllWait_jumpsToTheNextDeadline() {
    Instant end = Simulation.run(() -> {
      sleep(Duration.ofDays(18_250));
      return EventLoop.current().clock().instant();
    });

    assertThat(end).isAfter("2074-01-01T00:00:00Z");
  }

  @Test
  void time_whileATaskRuns_standsStill() {
    Simulation.run(() -> {
      Duration before = EventLoop.current().time();
      for (int i = 0; i < 100; i++) {
        sleep(Duration.ZERO);
      }

      assertThat(EventLoop.current().time()).isEqualTo(before);
    });
  }

  @Test
  void events_comeInOrderOfTheirDeadlines() {
    Simulation.run(() -> {
      createTask(() -> {
        sleep(Duration.ofMillis(300));
        log("task");
      });
      try {
        timeout(Duration.ofMillis(500), () -> sleep(Duration.ofHours(1)));
      } catch (TimedOutException _) {
        log("timeout");
      }
    });

    assertThat(log).containsExactly("task@300ms", "timeout@500ms");
  }

  @Test
  void order_andRandomness_areTheSameInEveryRun() {
    List<String> first = Simulation.run(this::crowd);
    List<String> second = Simulation.run(this::crowd);

    assertThat(second).isEqualTo(first).hasSize(60);
  }

  private List<String> crowd() {
    List<String> events = new ArrayList<>();
    taskGroup(group -> {
      for (int i = 0; i < 20; i++) {
        int number = i;
        group.start(() -> {
          for (int n = 0; n < 3; n++) {
            sleep(Duration.ofMillis(EventLoop.current().random().nextInt(10)));
            events.add(number + "@" + EventLoop.current().time().toMillis());
          }
        });
      }
    });
    return events;
  }

  @Test
  void deadlock_isThrownWithWhoWaitsForWhat() {
    Throwable thrown = catchThrowable(() -> Simulation.run(() -> {
      Task<?>[] circle = new Task<?>[2];
      circle[0] = createTask(async("left", () -> await(circle[1])));
      circle[1] = createTask(async("right", () -> await(circle[0])));
      await(circle[0]);
    }));

    assertThat(thrown)
        .isInstanceOf(DeadlockError.class)
        .hasMessageContaining("left waits for task right")
        .hasMessageContaining("right waits for task left");
  }

  @Test
  void completion_fromAForeignThread_failsTheRunAndNamesTheThread() {
    List<Throwable> refused = new ArrayList<>();

    Throwable thrown = catchThrowable(() -> Simulation.run(() -> {
      Promise<String> promise = EventLoop.current().createPromise();
      Thread intruder = new Thread(
          () -> refused.add(catchThrowable(() -> promise.complete("value"))), "intruder");
      intruder.start();
      intruder.join();
      await(promise);
    }));

    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("intruder");
    assertThat(refused).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void blocking_runsInlineAndTakesNoTime() {
    Simulation.run(() -> {
      createTask(() -> log("other"));
      blocking(() -> log("body"));
      offload(() -> log("computation"));
      sleep(Duration.ofMillis(1));
    });

    assertThat(log).containsExactly("body@0ms", "computation@0ms", "other@0ms");
  }

  @Test
  void tasksOfAFailedRun_areCancelledAndUnwound() {
    Throwable thrown = catchThrowable(() -> Simulation.run(() -> {
      createTask(() -> {
        try {
          sleep(Duration.ofHours(1));
        } catch (CancelledError error) {
          log("unwound");
          throw error;
        }
      });
      sleep(Duration.ofMillis(5));
      throw new IllegalStateException("failed");
    }));

    assertThat(thrown).hasMessage("failed");
    assertThat(log).containsExactly("unwound@5ms");
  }

  // A main that waits for ever on virtual time must still be stopped by the watchdog of a test.
  @Test
  void interrupt_ofTheCaller_endsARunThatGoesOnForEver() throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread caller = new Thread(() -> thrown.add(catchThrowable(() -> Simulation.run(() -> {
      while (true) {
        sleep(Duration.ofSeconds(1));
      }
    }))));

    caller.start();
    caller.interrupt();
    caller.join();

    assertThat(thrown).singleElement().isInstanceOf(CancelledError.class);
  }
}
