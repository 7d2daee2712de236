package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.shielded;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.FaultHandler;
import dev.meanwhile.async.ReadyTurns;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What happens at the fault points of one run: each that can happen is a choice.
final class FaultPoints implements FaultHandler {
  private final World world;
  private final Choices choices;
  private final long seed;
  private final @Nullable Turns turns;
  private final @Nullable Witness shown;
  private final Map<Place, Integer> visits = new HashMap<>();
  private boolean isOver;

  private record Place(String point, long who) {}

  FaultPoints(
      World world, Choices choices, long seed, @Nullable Turns turns, @Nullable Witness shown) {
    this.world = world;
    this.choices = choices;
    this.seed = seed;
    this.turns = turns;
    this.shown = shown;
  }

  @Override
  public void reached(String name, @Nullable Task<?> task, ReadyTurns ready) throws Exception {
    if (isOver) {
      return;
    }
    long who = task == null ? 0 : task.identity();
    int visit = visits.merge(new Place(name, who), 1, Integer::sum);
    boolean mayLose = world.isPreemptive() && task != null;
    if (mayLose && choices.isPreempted(new Spot(name, who, visit, -1), ready)) {
      show(task, "loses its turn at " + name);
      // Not the wait of the program: a cancelled task goes on as it would in production.
      shielded(() -> sleep(Duration.ZERO));
    }
    for (int i = 0; i < world.faults().size(); i++) {
      Faults faults = world.faults().get(i);
      boolean canHappen = task != null || faults.effect() instanceof Faults.Effect.Failing;
      if (canHappen
          && faults.point().equals(name)
          && choices.happens(new Spot(name, who, visit, i), faults.probability())) {
        happen(faults, who, visit, task);
      }
    }
  }

  private void happen(Faults faults, long who, int visit, @Nullable Task<?> task) throws Exception {
    switch (faults.effect()) {
      case Faults.Effect.Failing(var exception) -> {
        Exception fault = exception.get();
        show(task, "fails at " + faults.point() + ": " + fault);
        throw fault;
      }
      case Faults.Effect.Delaying delay -> {
        if (!CancelScope.current().isCancelled()) {
          Duration time = drawn(delay, faults.point(), who, visit);
          show(task, "is delayed at " + faults.point() + " by " + time.toMillis() + " ms");
          sleep(time);
        }
      }
      case Faults.Effect.Cancelling _ -> {
        if (task != null) {
          show(task, "is cancelled at " + faults.point());
          task.cancel(task.name() + " was cancelled at the fault point " + faults.point());
        }
      }
    }
  }

  /// By who is where for the how-manieth time rather than from a sequence, so that a fault that
  /// is left out, or another order, leaves the other delays as they are.
  private Duration drawn(Faults.Effect.Delaying delay, String point, long who, int visit) {
    long range = delay.longest().minus(delay.shortest()).toNanos();
    if (range == 0) {
      return delay.shortest();
    }
    String name = turns == null ? "" : turns.name(who);
    long place = ((long) point.hashCode() << 32) + name.hashCode();
    long own = new SplittableRandom(seed ^ place).nextLong() + visit;
    return delay.shortest().plusNanos(new SplittableRandom(own).nextLong(range + 1));
  }

  private void show(@Nullable Task<?> task, String what) {
    if (shown != null) {
      shown.happens(task, what);
    }
  }

  /// The program has ended: what follows is clean-up.
  void end() {
    isOver = true;
  }
}
