package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Coroutines that nobody ran.
final class ForgottenCoroutineTest {
  private static void forget(String name) {
    async(name, () -> "never");
  }

  private static void collectUntil(TestLoop loop, int reports) {
    while (loop.reports().size() < reports) {
      System.gc();
      sleep(ms(1));
    }
  }

  @Test
  void dropped_inDebugMode_isReportedWithTheLineThatMadeIt() {
    try (TestLoop loop = TestLoop.real(options -> options.debug(true))) {
      loop.run(() -> {
        forget("lonely");
        collectUntil(loop, 1);
      });

      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.FORGOTTEN_COROUTINE);
        assertThat(report.message()).contains("coroutine lonely").contains("await");
        assertThat(report.error())
            .isNotNull()
            .satisfies(error -> assertThat(error.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("forget")));
      });
    }
  }

  @Test
  void used_inAnyWay_isNotReported() {
    try (TestLoop loop = TestLoop.real(options -> options.debug(true))) {
      loop.run(() -> {
        await(async("awaited", () -> "value"));
        createTask(async("cancelled before it began", () -> "value")).cancel();
        await(gather(async("gathered", () -> "value")));
        forget("lonely");
        collectUntil(loop, 1);
      });

      assertThat(loop.reports()).singleElement().asString().contains("lonely");
    }
  }

  @Test
  void dropped_withoutDebugMode_costsNothingAndSaysNothing() {
    try (TestLoop loop = TestLoop.real()) {
      loop.run(() -> {
        Coroutine<String> coroutine = async("quiet", () -> "never");

        assertThat(ForgottenCoroutine.watch(coroutine)).isNull();
      });
    }
  }
}
