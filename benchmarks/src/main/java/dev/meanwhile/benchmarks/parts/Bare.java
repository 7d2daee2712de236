package dev.meanwhile.benchmarks.parts;

import dev.meanwhile.benchmarks.OwnScheduler;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Bare virtual threads on the same kind of scheduler as a carrier's: one thread of their own
/// (`pinned`), or the JDK's (`shared`).
@State(Scope.Benchmark)
public class Bare {
  /// The name of the carrier whose scheduler this is like.
  @Param({"pinned", "shared"})
  public String carrier = "";

  /// Makes a virtual thread that is not started yet.
  public Function<Runnable, Thread> newThread = Thread.ofVirtual()::unstarted;

  private OwnScheduler own = OwnScheduler.open();

  /// Opens the scheduler.
  @Setup(Level.Trial)
  public void open() {
    own.close();
    own = OwnScheduler.open();
    newThread = carrier.equals("pinned")
        ? own::newThread
        : Thread.ofVirtual().inheritInheritableThreadLocals(false)::unstarted;
  }

  /// Lets it go.
  @TearDown(Level.Trial)
  public void close() {
    own.close();
  }
}
