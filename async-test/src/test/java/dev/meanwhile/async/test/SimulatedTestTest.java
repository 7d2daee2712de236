package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.EventLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult.Status;

/// The annotation, on classes that are run by the tests here.
final class SimulatedTestTest {
  private static final List<String> LOG = new ArrayList<>();

  @BeforeEach
  void clear() {
    LOG.clear();
  }

  /// Fails if the second one reads before the first one has written.
  static class LostUpdate {
    private int balance;

    @SimulatedTest(runs = 500)
    void increment_twice_countsTwo() {
      await(gather(async(this::increment), async(this::increment)));

      assertThat(balance).isEqualTo(2);
    }

    @SimulatedTest(policy = SimulatedTest.Policy.FIFO)
    void increment_once_countsOne() {
      increment();

      assertThat(balance).isEqualTo(1);
    }

    private void increment() {
      int read = balance;
      if (EventLoop.current().random().nextBoolean()) {
        sleep(Duration.ZERO);
      }
      balance = read + 1;
    }
  }

  @Test
  void failure_ofOneSchedule_namesTheAnnotationThatRepeatsIt() {
    Launched launched = Launched.of(LostUpdate.class);

    assertThat(launched.status("increment_once_countsOne")).isEqualTo(Status.SUCCESSFUL);
    assertThat(launched.failure("increment_twice_countsTwo"))
        .isInstanceOfSatisfying(
            SimulationFailure.class,
            failure -> assertThat(failure)
                .hasMessageEndingWith(
                    "in JUnit:  @SimulatedTest(replay = \"" + failure.shrunk() + "\")")
                .hasMessageContaining("Simulation.replay("));
  }

  static class Replayed {
    private int balance;

    // The order that LostUpdate cannot bear, whatever its randomness says.
    @SimulatedTest(replay = "v1 random=1:")
    void bySchedule() {
      LOG.add("by schedule");
    }

    @SimulatedTest(replay = "2305843009213693953L")
    void bySeed() {
      LOG.add("by seed");
      balance++;
      assertThat(balance).isEqualTo(1);
    }
  }

  @Test
  void replay_isRunOnce() {
    Launched launched = Launched.of(Replayed.class);

    assertThat(launched.failure("bySchedule")).isNull();
    assertThat(launched.failure("bySeed")).isNull();
    assertThat(LOG).containsExactlyInAnyOrder("by schedule", "by seed");
  }

  static class Around {
    private final List<String> mine = new ArrayList<>();

    @BeforeEach
    void before(EventLoop loop) {
      sleep(Duration.ofSeconds(1)); // it may wait
      mine.add("before at " + loop.time().toSeconds() + " s");
    }

    @SimulatedTest(runs = 2)
    void test(EventLoop loop, RandomGenerator random, @TempDir Path folder) {
      assertThat(loop).isSameAs(EventLoop.current());
      assertThat(random).isSameAs(loop.random());
      assertThat(folder).isDirectory();
      sleep(Duration.ofSeconds(1));
      mine.add("test at " + loop.time().toSeconds() + " s");
    }

    @AfterEach
    void after() {
      LOG.add(mine + ", after");
    }

    @Test
    void plainTestBeside() {
      // Its methods before and after are JUnit's as ever: the one before fails outside of a loop.
    }
  }

  @Test
  void eachRun_hasAnInstanceOfItsOwnAndTheMethodsAroundIt() {
    Launched launched = Launched.of(Around.class);

    assertThat(launched.failure("test")).isNull();
    assertThat(LOG)
        .containsSequence(
            "[before at 1 s, test at 2 s], after", "[before at 1 s, test at 2 s], after");
    assertThat(launched.status("plainTestBeside")).isEqualTo(Status.FAILED);
  }

  static class FailingClean {
    @SimulatedTest(runs = 3)
    void test() {
      throw new IllegalStateException("the test");
    }

    @AfterEach
    void after() {
      throw new IllegalArgumentException("the clean-up");
    }
  }

  @Test
  void cleanUpThatFailsToo_isSuppressed() {
    Throwable failure = Launched.of(FailingClean.class).failure("test");

    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    Throwable cause = failure == null ? null : failure.getCause();
    assertThat(cause == null ? List.<@Nullable Throwable>of() : List.of(cause.getSuppressed()))
        .singleElement()
        .isInstanceOf(IllegalArgumentException.class);
  }

  static class Outer {
    private final List<String> outers = new ArrayList<>();

    @BeforeEach
    void outerBefore() {
      outers.add("outer");
    }

    @Nested
    class Inner {
      @BeforeEach
      void innerBefore() {
        outers.add("inner");
      }

      @SimulatedTest(runs = 2)
      void test() {
        LOG.add(String.join(", ", outers));
      }
    }
  }

  @Test
  void nestedClass_hasANewClassAroundItInEachRun() {
    Launched launched = Launched.of(Outer.class);

    assertThat(launched.failure("test")).isNull();
    assertThat(LOG).containsExactly("outer, inner", "outer, inner");
  }

  static class Assuming {
    @SimulatedTest
    void test() {
      Assumptions.abort("not here");
    }
  }

  @Test
  void abortedAssumption_abortsTheTest() {
    assertThat(Launched.of(Assuming.class).status("test")).isEqualTo(Status.ABORTED);
  }

  static class Policies {
    @SimulatedTest(policy = SimulatedTest.Policy.PCT, depth = 2, runs = 3)
    void pct() {
      LOG.add("pct");
    }

    @SimulatedTest(policy = SimulatedTest.Policy.POS, runs = 4, seed = 9)
    void pos() {
      LOG.add("pos");
    }

    @SimulatedTest(policy = SimulatedTest.Policy.EXHAUSTIVE, depth = 1)
    void exhaustive() {
      LOG.add("exhaustive");
    }

    @SimulatedTest(policy = SimulatedTest.Policy.CANCEL_EVERYWHERE)
    void cancelled() {
      LOG.add("cancelled");
      sleep(Duration.ofSeconds(1));
      sleep(Duration.ofSeconds(1));
    }

    @SimulatedTest(runs = 1_000_000, within = "PT0.05S")
    void within() {
      LOG.add("within");
    }
  }

  @Test
  void policies_areThoseOfExploration() {
    Launched launched = Launched.of(Policies.class);

    assertThat(launched.count()).isEqualTo(5);
    assertThat(LOG).filteredOn("pct"::equals).hasSize(3);
    assertThat(LOG).filteredOn("pos"::equals).hasSize(4);
    assertThat(LOG).contains("exhaustive");
    assertThat(LOG).filteredOn("cancelled"::equals).hasSize(3);
    assertThat(LOG).filteredOn("within"::equals).hasSizeBetween(1, 999_999);
  }

  @Test
  void replay_ofATextThatIsNoSchedule_saysSo() {
    Throwable thrown = catchThrowable(() -> Simulation.replay("nonsense", () -> {}));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }
}
