package dev.meanwhile.async.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A loop for one test, which leaves no task behind, and no report that the test does not ask
/// for.
public final class StreamLoop {
  private final List<LoopReport> reports = new CopyOnWriteArrayList<>();

  /// Runs on virtual time, over a network in memory.
  public static void onVirtualTime(Action main) {
    assertThat(new StreamLoop().virtual(main)).as("reports").isEmpty();
  }

  /// Runs on real time, over sockets.
  public static void onRealTime(Action main) {
    assertThat(new StreamLoop().real(main)).as("reports").isEmpty();
  }

  /// As [#onVirtualTime], and gives what was reported.
  static List<LoopReport> reportsOnVirtualTime(Action main) {
    return new StreamLoop().virtual(main);
  }

  /// As [#onRealTime], and gives what was reported.
  public static List<LoopReport> reportsOnRealTime(Action main) {
    return new StreamLoop().real(main);
  }

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /// A wait that only a cancellation ends.
  static void untilCancelled() {
    EventLoop.current().createPromise().await();
  }

  private List<LoopReport> virtual(Action main) {
    return run(Runner.builder().clock(LoopClock.virtual()), () -> {
      Network.use(new MemoryNetwork());
      main.run();
    });
  }

  private List<LoopReport> real(Action main) {
    return run(Runner.builder(), main);
  }

  private List<LoopReport> run(Runner.Builder options, Action main) {
    try (Runner runner = options.reports(reports::add).open()) {
      runner.run(() -> {
        main.run();
        assertThat(Async.allTasks()).as("tasks left").containsExactly(Async.currentTask());
      });
    }
    return reports;
  }
}
