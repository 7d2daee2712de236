package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// SEMANTICS 5.
final class RunnerTest {
  // asyncio 2.8.3
  @Test
  void run_severalTimes_usesOneLoop() {
    try (TestLoop loop = TestLoop.virtual()) {
      EventLoop first = loop.run(() -> EventLoop.current());
      EventLoop second = loop.run(() -> EventLoop.current());

      assertThat(first).isSameAs(second);
    }
  }

  // asyncio 2.8.3
  @Test
  void run_taskLeftFromTheFirst_goesOnInTheSecond() {
    EventLog log = new EventLog();

    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        createTask(() -> {
          sleep(ms(10));
          log.add("left over");
        });
        sleep(ms(1));
      });
      loop.run(() -> sleep(ms(20)));
    }

    assertThat(log.events()).containsExactly("left over@10ms");
  }

  // asyncio 2.8.3
  @Test
  void run_afterClose_isRefused() {
    Runner runner = Runner.open();
    runner.close();
    runner.close();

    assertThat(catchThrowable(() -> runner.run(() -> {})))
        .isInstanceOf(IllegalStateException.class);
  }

  // asyncio 2.2.30
  @Test
  void runAndClose_whileItRuns_areRefused() {
    List<Throwable> thrown = new ArrayList<>();

    try (TestLoop loop = TestLoop.real()) {
      loop.run(() -> blocking(() -> {
        thrown.add(catchThrowable(() -> loop.runner().run(() -> {})));
        thrown.add(catchThrowable(() -> loop.runner().close()));
      }));
    }

    assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
  }

  @Test
  void close_inATaskOfTheLoop_isRefused() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> loop.runner().close()));

      assertThat(thrown).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void run_failed_leavesTheRunnerUsable() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> {
        throw new IllegalArgumentException("broken");
      }));

      assertThat(thrown).hasMessage("broken");
      assertThat(loop.run(() -> "again")).isEqualTo("again");
    }
  }

  // SEMANTICS 5
  @Test
  void close_taskThatDoesNotEnd_isReportedWithWhatItWaitsForAndLeft() {
    TestLoop loop = TestLoop.virtual(options -> options.closeGrace(ms(100)));
    loop.run(() -> {
      createTask(async("stubborn", () -> shielded(() -> untilCancelled())));
      sleep(ms(1));
    });

    loop.runner().close();

    assertThat(loop.reports()).singleElement().satisfies(report -> {
      assertThat(report.kind()).isEqualTo(LoopReport.Kind.LEFT_BEHIND);
      assertThat(report.message()).contains("stubborn").contains("a promise").contains("100 ms");
    });
  }

  // SEMANTICS 5: on both carriers a task that never lets go does not keep close() from returning
  @Test
  void close_taskThatHoldsTheLoop_isReportedWithItsStackAndLeft() {
    CountDownLatch gate = new CountDownLatch(1);
    TestLoop loop = TestLoop.real(options -> options.closeGrace(ms(20)));
    try {
      loop.run(() -> {
        createTask(async("hog", () -> holdTheLoop(gate)));
        sleep(ms(1));
      });

      loop.runner().close();

      assertThat(loop.reports())
          .filteredOn(report -> report.kind() == LoopReport.Kind.LEFT_BEHIND)
          .singleElement()
          .satisfies(report -> {
            assertThat(report.message()).contains("hog").contains("holds the loop");
            assertThat(report.error()).isNotNull();
          });
    } finally {
      gate.countDown();
    }
  }

  private static void holdTheLoop(CountDownLatch gate) throws InterruptedException {
    try {
      untilCancelled();
    } finally {
      gate.await();
    }
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThat(catchThrowable(() -> Runner.builder().stallThreshold(ms(0))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> Runner.builder().closeGrace(ms(-1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.8.1
  @Test
  void options_nameAndDebug_reachTheLoop() {
    try (TestLoop loop = TestLoop.virtual(options -> options.name("worker").debug(true))) {
      assertThat(loop.loop()).asString().contains("worker");
      assertThat(loop.loop().isDebug()).isTrue();
    }
  }

  @Test
  void run_byAnotherThreadAfterwards_works() throws InterruptedException {
    AtomicReference<String> value = new AtomicReference<>("");
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {});

      Thread other = new Thread(() -> value.set(loop.run(() -> "value")));
      other.start();
      other.join();
    }

    assertThat(value).hasValue("value");
  }

  // asyncio 2.8.3
  @Test
  void run_again_beginsWithTheInitialValuesOfContextVariables() {
    ContextVar<String> user = ContextVar.of("nobody");

    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> user.set("somebody"));
      String seen = loop.run(() -> user.get());

      assertThat(seen).isEqualTo("nobody");
    }
  }

  @Test
  void close_callbacksOfWhatItCancelled_areStillCalled() {
    List<String> log = new ArrayList<>();
    try (Runner runner = Runner.open()) {
      runner.run(() -> createTask(() -> sleep(Duration.ofHours(1)))
          .onDone(task -> log.add("told of the end, cancelled " + task.isCancelled())));
    }

    assertThat(log).containsExactly("told of the end, cancelled true");
  }
}
