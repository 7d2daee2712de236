package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Programs that go the same way twice, and programs that do not.
final class DeterminismTest {
  private static final Exploration TEN = Exploration.random(7).runs(10);

  private static void randomSleeps() {
    await(gather(
        async(() -> sleep(Duration.ofMillis(EventLoop.current().random().nextInt(100)))),
        async(() -> sleep(Duration.ofMillis(EventLoop.current().random().nextInt(100)))),
        async(() -> sleep(Duration.ZERO))));
  }

  private static String messageOf(Action check) {
    Throwable thrown = catchThrowable(check::run);
    assertThat(thrown).isInstanceOf(AssertionError.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void check_programOfTheLoopsOwnRandomness_givesTheSameHashEachTime() {
    long first = Simulation.checkDeterminism(TEN, DeterminismTest::randomSleeps);
    long second = Simulation.checkDeterminism(TEN, DeterminismTest::randomSleeps);
    long other =
        Simulation.checkDeterminism(Exploration.random(8).runs(10), DeterminismTest::randomSleeps);

    assertThat(first).isEqualTo(second).isNotEqualTo(other);
  }

  @Test
  void check_everyKindOfExploration_passesADeterministicProgram() {
    Simulation.checkDeterminism(Exploration.pct(1, 3).runs(10), DeterminismTest::randomSleeps);
    Simulation.checkDeterminism(Exploration.pos(1).runs(10), DeterminismTest::randomSleeps);
    Simulation.checkDeterminism(Exploration.exhaustive(2), DeterminismTest::randomSleeps);
    Simulation.checkDeterminism(Exploration.cancelEverywhere(), DeterminismTest::randomSleeps);
  }

  @Test
  void check_stateKeptFromRunToRun_showsTheFirstTurnThatDiffers() {
    AtomicInteger kept = new AtomicInteger();

    String message = messageOf(() -> Simulation.checkDeterminism(TEN, () -> {
      sleep(Duration.ofMillis(1));
      sleep(Duration.ofMillis(kept.incrementAndGet()));
    }));

    assertThat(message)
        .contains("turn 2 was")
        .contains("main waits for the end of a sleep of 1 ms (DeterminismTest.java:")
        .contains("main waits for the end of a sleep of 2 ms (DeterminismTest.java:")
        .contains("EventLoop.clock()");
  }

  @Test
  void check_runThatIsLongerTheSecondTime_saysSo() {
    AtomicInteger kept = new AtomicInteger();

    String message = messageOf(() -> Simulation.checkDeterminism(TEN, () -> {
      for (int i = kept.getAndIncrement(); i >= 0; i--) {
        sleep(Duration.ofMillis(1));
      }
    }));

    assertThat(message).contains("turn 2 was").contains("main ends");
  }

  @Test
  void check_failureThatComesOnce_isADifference() {
    AtomicInteger kept = new AtomicInteger();

    String message = messageOf(() -> Simulation.checkDeterminism(TEN, () -> {
      if (kept.getAndIncrement() == 1) {
        throw new IOException("the second time");
      }
    }));

    assertThat(message).contains("the second time");
  }

  @Test
  void check_failureThatComesEachTime_passes() {
    Simulation.checkDeterminism(TEN, () -> {
      throw new IOException("each time");
    });
  }
}
