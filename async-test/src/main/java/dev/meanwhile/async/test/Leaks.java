package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.test.world.WorldTimers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Looks for what a program has left behind when its main task has ended.
final class Leaks {
  /// Clean-up that waits may still come to its end.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private Leaks() {}

  /// @param world whose timers are none of the program's
  /// @throws AssertionError naming tasks that still live, if nobody has cancelled them, and
  ///     timers that are still set a second later
  static void check(Runner runner, WorldTimers world) {
    List<Task<?>> left = runner.leftTasks();
    if (!left.isEmpty()) {
      throw new AssertionError("the program has ended and left behind: "
          + left.stream().map(Task::toString).collect(Collectors.joining(", ")));
    }
    runner.run(() -> sleep(GRACE));
    int timers = runner.leftTimers() - world.set();
    if (timers > 0) {
      throw new AssertionError("the program has ended and left behind "
          + (timers == 1 ? "a timer" : timers + " timers") + ": cancel in a finally block what "
          + "callLater gave");
    }
  }
}
