package dev.meanwhile.async;

/// A place in a program at which a simulation may let something go wrong.
///
/// {@snippet :
/// void write(Record entry) throws IOException {
///   FaultPoint.at("store.write");
///   file.append(entry);
/// }
/// }
///
/// In production it does nothing, and costs next to nothing. In a simulation that was told to, it
/// throws what the test gave for that name, waits for a time, cancels the task, or lets others go
/// first; see `Exploration.faults` and `Exploration.preemption` in `dev.meanwhile.async.test`. So
/// put it where the real thing may fail, checked exceptions included, and where the task may
/// wait: what lies on its two sides is not one step without others in between.
public final class FaultPoint {
  private FaultPoint() {}

  /// The calling task or callback is at the point `name`. Does nothing on a thread of no loop.
  ///
  /// May wait and may throw in a simulation only; a callback never waits here.
  public static void at(String name) {
    LoopThread thread = LoopThread.currentOrNull();
    FaultHandler handler = thread == null ? null : thread.loop.faults;
    if (thread != null && handler != null) {
      thread.loop.reach(handler, name, thread.runningTask());
    }
  }
}
