package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.Runner;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is left behind by the tests of a class that is run by the tests here.
final class NoLeaksTest {
  @ExtendWith(NoLeaks.class)
  static class Leaking {
    @Test
    void nothing(Runner runner) {
      runner.run(() -> await(createTask(() -> sleep(Duration.ofMillis(1)))));
    }

    @Test
    void task(Runner runner) {
      runner.run(() -> {
        createTask(async("forgotten", () -> sleep(Duration.ofDays(1))));
      });
    }

    @Test
    void callback(Runner runner) {
      runner.run(() -> {
        EventLoop.current().callLater(Duration.ofDays(1), () -> {});
      });
    }

    @Test
    void failure(Runner runner) {
      runner.run(() -> {
        createTask(async("failing", () -> {
          throw new IllegalStateException("nobody looks");
        }));
        sleep(Duration.ofMillis(1));
      });
    }

    @Test
    void noRunner() {
      // Nothing was opened, so nothing is looked at.
    }
  }

  static class Virtual {
    @RegisterExtension
    NoLeaks noLeaks = NoLeaks.with(() -> Runner.builder().clock(LoopClock.virtual()));

    @Test
    void aDay(Runner runner) {
      runner.run(() -> sleep(Duration.ofDays(1)));
    }
  }

  @Test
  void tests_thatLeaveSomething_failAndSayWhat() {
    Launched launched = Launched.of(Leaking.class);

    assertThat(launched.failure("nothing")).isNull();
    assertThat(launched.failure("noRunner")).isNull();
    assertThat(launched.failure("task"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("forgotten")
        .hasMessageContaining("not awaited");
    assertThat(launched.failure("callback"))
        .hasMessageContaining("callbacks that still waited for their time: 1");
    assertThat(launched.failure("failure"))
        .hasMessageContaining("failing failed and nobody looked at it");
  }

  @Test
  void options_ofOnesOwn_areUsed() {
    Launched launched = Launched.of(Virtual.class);

    assertThat(launched.failure("aDay")).isNull();
  }

  @ExtendWith(NoLeaks.class)
  static class LeakingBefore {
    @BeforeAll
    static void prepare(Runner runner) {
      runner.run(() -> {
        createTask(async("prepared", () -> sleep(Duration.ofDays(1))));
      });
    }

    @Test
    void nothing() {}
  }

  @Test
  void runner_ofBeforeAll_isLookedAtAfterAll() {
    Launched launched = Launched.of(LeakingBefore.class);

    assertThat(launched.failure("nothing")).isNull();
    assertThat(launched.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure)
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("the class")
            .hasMessageContaining("prepared"));
  }
}
