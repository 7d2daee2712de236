package dev.meanwhile.async.test;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/// What goes wrong at a [dev.meanwhile.async.FaultPoint] in some of the runs of an exploration.
///
/// {@snippet :
/// Exploration.random(1).faults(
///     Faults.at("store.write").failing(() -> new IOException("disk full")).withProbability(0.1),
///     Faults.at("store.write").delaying(Duration.ofMillis(1), Duration.ofSeconds(2)));
/// }
///
/// The run's seed decides where, so that a replay does the same; in an exhaustive exploration
/// each fault is a deviation, whatever its probability. Immutable.
public final class Faults {
  private static final double DEFAULT_PROBABILITY = 0.1;

  private final String point;
  private final Effect effect;
  private final double probability;

  private Faults(String point, Effect effect, double probability) {
    this.point = point;
    this.effect = effect;
    this.probability = probability;
  }

  /// What a fault does.
  sealed interface Effect {
    record Failing(Supplier<? extends Exception> exception) implements Effect {}

    record Delaying(Duration shortest, Duration longest) implements Effect {}

    record Cancelling() implements Effect {}
  }

  /// Begins a fault at the points of that name.
  public static Point at(String name) {
    return new Point(Objects.requireNonNull(name, "name"));
  }

  /// A point, of which is to be said what happens there.
  public static final class Point {
    private final String name;

    private Point(String name) {
      this.name = name;
    }

    /// The point throws `exception`, a new one each time. It may be a checked one, which
    /// [dev.meanwhile.async.FaultPoint#at] does not declare.
    public Faults failing(Supplier<? extends Exception> exception) {
      return fault(new Effect.Failing(Objects.requireNonNull(exception, "exception")));
    }

    /// The task waits there, for a time between the two. A cancel ends the wait; a task that is
    /// cancelled already, and a callback, do not wait.
    ///
    /// @throws IllegalArgumentException if `shortest` is negative or longer than `longest`
    public Faults delaying(Duration shortest, Duration longest) {
      if (shortest.isNegative() || shortest.compareTo(longest) > 0) {
        throw new IllegalArgumentException("no range of delays: " + shortest + " to " + longest);
      }
      return fault(new Effect.Delaying(shortest, longest));
    }

    /// The task is cancelled there, as [dev.meanwhile.async.Task#cancel] does it: its next wait
    /// throws. Nothing happens to a callback.
    public Faults cancelling() {
      return fault(new Effect.Cancelling());
    }

    private Faults fault(Effect effect) {
      return new Faults(name, effect, DEFAULT_PROBABILITY);
    }
  }

  /// How likely it is each time that the point is reached; 0.1 by default.
  ///
  /// @throws IllegalArgumentException if it is not above 0 and at most 1
  public Faults withProbability(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a probability is above 0 and at most 1, not " + probability);
    }
    return new Faults(point, effect, probability);
  }

  String point() {
    return point;
  }

  Effect effect() {
    return effect;
  }

  double probability() {
    return probability;
  }

  @Override
  public String toString() {
    String what = switch (effect) {
      case Effect.Failing _ -> "failing";
      case Effect.Delaying(var shortest, var longest) -> "delaying " + shortest + " to " + longest;
      case Effect.Cancelling _ -> "cancelling";
    };
    return "Faults[" + what + " at " + point + ", probability " + probability + "]";
  }
}
