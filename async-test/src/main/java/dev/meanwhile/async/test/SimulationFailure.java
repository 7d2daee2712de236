package dev.meanwhile.async.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program failed under one of its schedules. The cause is what the program failed with.
///
/// The message shows how to run it again, and the shortest way to the failure that was found as
/// an interleaving: who ran when, what it waited for, and at which line.
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String schedule;
  private final String shrunk;
  private final String file;

  SimulationFailure(
      String message,
      Throwable cause,
      long seed,
      Schedule schedule,
      Schedule shrunk,
      ScheduleFile file) {
    super(message, cause);
    this.seed = seed;
    this.schedule = schedule.toString();
    this.shrunk = shrunk.toString();
    this.file = file.text();
  }

  private SimulationFailure(SimulationFailure original, String more) {
    super(original.getMessage() + more, original.getCause());
    this.seed = original.seed;
    this.schedule = original.schedule;
    this.shrunk = original.shrunk;
    this.file = original.file;
    setStackTrace(original.getStackTrace());
  }

  /// The same with more to say.
  SimulationFailure with(String more) {
    return new SimulationFailure(this, more);
  }

  /// What [Simulation#replay(long, java.util.concurrent.Callable)] runs again, in this JVM or
  /// another one.
  public long seed() {
    return seed;
  }

  /// The run's schedule in full, for
  /// [Simulation#replay(String, java.util.concurrent.Callable)].
  public String schedule() {
    return schedule;
  }

  /// The schedule with the fewest deviations from first-in-first-out that was found to fail in
  /// the same way, for [Simulation#replay(String, java.util.concurrent.Callable)].
  public String shrunk() {
    return shrunk;
  }

  /// Writes the shrunk schedule to a file, for
  /// [Simulation#replay(Path, java.util.concurrent.Callable)]: to keep beside a test, since it
  /// outlives changes of the program that have nothing to do with it. Replaces what was there.
  ///
  /// It tells each deviation by who was concerned: a task by its creator, its name and its number
  /// among those of the same name, and which turn of that task it was. It is text, with a line
  /// for each.
  ///
  /// @throws UncheckedIOException if it cannot be written
  public void saveTo(Path path) {
    try {
      Files.writeString(path, file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot save the schedule to " + path, failure);
    }
  }
}
