package dev.meanwhile.benchmarks.parts;

import dev.meanwhile.async.Carrier;
import dev.meanwhile.async.Runner;
import java.util.Locale;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A loop that stays open during a trial. A benchmark enters it once per invocation and does the
/// operation many times inside, since entering and leaving wakes two threads of the platform.
@State(Scope.Benchmark)
public class OnLoop {
  /// Operations per invocation of what takes less than a microsecond or so.
  static final int MANY = 100_000;

  /// The carrier's name.
  @Param({"pinned", "shared"})
  public String carrier = "";

  /// The loop's runner.
  public Runner runner = Runner.open();

  /// Opens the loop.
  @Setup(Level.Trial)
  public void open() {
    runner.close();
    runner = Runner.builder()
        .name("benchmark")
        .carrier(Carrier.valueOf(carrier.toUpperCase(Locale.ROOT)))
        .open();
  }

  /// Closes it.
  @TearDown(Level.Trial)
  public void close() {
    runner.close();
  }
}
