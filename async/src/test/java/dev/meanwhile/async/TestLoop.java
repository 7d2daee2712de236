package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A loop for one test. When it is closed it checks that the test left nothing behind: no task,
/// no scope, no timer, and no report that the test has not asked for.
final class TestLoop implements AutoCloseable {
  private final List<LoopReport> reports = new CopyOnWriteArrayList<>();
  private final Runner runner;
  private boolean expectsReports;

  private TestLoop(Runner.Builder options) {
    this.runner = options.reports(reports::add).open();
  }

  static TestLoop virtual() {
    return virtual(UnaryOperator.identity());
  }

  static TestLoop virtual(UnaryOperator<Runner.Builder> options) {
    return new TestLoop(options.apply(Runner.builder().clock(LoopClock.virtual())));
  }

  static TestLoop real() {
    return real(UnaryOperator.identity());
  }

  static TestLoop real(UnaryOperator<Runner.Builder> options) {
    return new TestLoop(options.apply(Runner.builder()));
  }

  static <T extends @Nullable Object> T onVirtualTime(Callable<T> main) {
    try (TestLoop loop = virtual()) {
      return loop.run(main);
    }
  }

  @SuppressWarnings("overloads")
  static void onVirtualTime(Action main) {
    try (TestLoop loop = virtual()) {
      loop.run(main);
    }
  }

  @SuppressWarnings("overloads")
  static void onRealTime(Action main) {
    try (TestLoop loop = real()) {
      loop.run(main);
    }
  }

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /// A wait that only a cancellation ends.
  static void untilCancelled() {
    EventLoop.current().createPromise().await();
  }

  /// Runs what fails as a matter of course, where the failure is not what the test is about.
  static void ignoreFailure(Action action) {
    try {
      action.run();
    } catch (Throwable _) {
      // Not what the test is about.
    }
  }

  <T extends @Nullable Object> T run(Callable<T> main) {
    return runner.run(main);
  }

  @SuppressWarnings("overloads")
  void run(Action main) {
    runner.run(main);
  }

  Runner runner() {
    return runner;
  }

  Loop loop() {
    return (Loop) runner.loop();
  }

  /// The reports so far; a test that asks for them expects some.
  List<LoopReport> reports() {
    expectsReports = true;
    return reports;
  }

  List<LoopReport.Kind> reportKinds() {
    return reports().stream().map(LoopReport::kind).toList();
  }

  @Override
  public void close() {
    runner.close();
    Loop loop = loop();
    assertThat(loop.liveTasks()).as("tasks left").isEmpty();
    assertThat(loop.root().next(loop.root())).as("scopes left").isNull();
    assertThat(loop.timers.isEmpty()).as("no timers left").isTrue();
    if (!expectsReports) {
      assertThat(reports).as("reports").isEmpty();
    }
  }
}
