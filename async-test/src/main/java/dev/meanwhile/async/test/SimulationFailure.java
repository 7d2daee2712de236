package dev.meanwhile.async.test;

/// A program failed under one of its schedules. The cause is what the program failed with.
///
/// The message shows how to run it again, and the shortest way to the failure that was found as
/// an interleaving: who ran when, what it waited for, and at which line.
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String schedule;
  private final String shrunk;

  SimulationFailure(
      String message, Throwable cause, long seed, Schedule schedule, Schedule shrunk) {
    super(message, cause);
    this.seed = seed;
    this.schedule = schedule.toString();
    this.shrunk = shrunk.toString();
  }

  private SimulationFailure(SimulationFailure original, String more) {
    super(original.getMessage() + more, original.getCause());
    this.seed = original.seed;
    this.schedule = original.schedule;
    this.shrunk = original.shrunk;
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
}
