package dev.meanwhile.async;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The settings of a loop, as [Runner.Builder] collects them.
record RunnerOptions(
    boolean debug,
    @Nullable String name,
    Duration stallThreshold,
    Duration closeGrace,
    Duration blockingGrace,
    LoopClock clock,
    Carrier carrier,
    @Nullable TurnOrder order,
    @Nullable TurnObserver observer,
    @Nullable FaultHandler faults,
    RandomGenerator random,
    OutsidePolicy outside,
    long turnLimit,
    @Nullable Consumer<? super LoopReport> reports,
    @Nullable ForeignContext foreignContext,
    Duration idleReport,
    boolean handlesInterrupts) {
  /// Whether loops are in debug mode unless told otherwise.
  static final boolean DEBUG_DEFAULT = Boolean.getBoolean("meanwhile.debug");
}
