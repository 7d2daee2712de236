package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.offload;
import static dev.meanwhile.async.Async.run;

import dev.meanwhile.async.Coroutine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The work of [Simulation#explore]: runs a program over and over, and shrinks the first failure.
final class Explorer {
  /// How many runs are spent on looking for a shorter way to the failure.
  private static final int SHRINKING_RUNS = 2_000;

  private final Exploration exploration;
  private final Callable<?> body;
  private final InstantSource clock;
  private final Instant end;

  // Guarded by this object's monitor: several threads may run the program.
  private final Set<Long> schedules = new HashSet<>();
  private int started;
  private int runs;
  private int mostSteps = 2;
  private double sumOfTrees;
  private boolean isComplete;
  private int failedRun = Integer.MAX_VALUE;
  private @Nullable Failed failed;

  /// The run with the lowest number that failed.
  private record Failed(Token token, Attempt<?> attempt, Throwable failure) {}

  /// @param clock what the time limit is measured by
  Explorer(Exploration exploration, Callable<?> body, InstantSource clock) {
    this.exploration = exploration;
    this.body = body;
    this.clock = clock;
    this.end = exploration.end(clock);
  }

  ExplorationReport explore() {
    if (exploration.kind() == Exploration.Kind.EXHAUSTIVE) {
      isComplete = exhaust();
    } else if (exploration.kind() == Exploration.Kind.CANCEL) {
      isComplete = cancelEverywhere();
    } else if (exploration.threads() == 1) {
      sample();
    } else {
      sampleOnSeveralThreads();
    }
    Failed first = failed;
    if (first != null) {
      throw failure(first);
    }
    return new ExplorationReport(runs, schedules.size(), shareExplored());
  }

  private double shareExplored() {
    if (isComplete) {
      return 1;
    }
    if (exploration.kind() != Exploration.Kind.RANDOM || runs == 0) {
      return Double.NaN;
    }
    return Math.min(1, schedules.size() / (sumOfTrees / runs));
  }

  // --- random runs ---

  private void sampleOnSeveralThreads() {
    run(() -> {
      List<Coroutine<Boolean>> samplers = new ArrayList<>();
      for (int i = 0; i < exploration.threads(); i++) {
        samplers.add(async(() -> offload(() -> {
          sample();
          return true;
        })));
      }
      await(gather(samplers));
    });
  }

  private void sample() {
    for (int number = next(); number >= 0; number = next()) {
      Token token = token(number);
      record(number, token, attempt(token.plan()));
    }
  }

  /// The number of a run that is to be made; -1 when there is none.
  private synchronized int next() {
    boolean isOver = failed != null
        || started >= exploration.maxRuns()
        || (started > 0 && !clock.instant().isBefore(end));
    return isOver ? -1 : started++;
  }

  private synchronized Token token(int number) {
    return exploration.token(number, mostSteps);
  }

  private synchronized void record(int number, Token token, Attempt<?> attempt) {
    runs++;
    schedules.add(attempt.choices().hash() + token.cancelAt());
    mostSteps = Math.max(mostSteps, attempt.choices().steps());
    sumOfTrees += Math.exp(attempt.choices().logOfTree());
    Throwable failure = attempt.failure();
    if (failure != null && number < failedRun) {
      failedRun = number;
      failed = new Failed(token, attempt, failure);
    }
  }

  private Attempt<?> attempt(Plan plan) {
    return Attempt.of(body, plan, exploration.world(), null);
  }

  // --- a cancel at every wait ---

  /// @return whether it came to its end
  private boolean cancelEverywhere() {
    int waits = 0;
    for (int wait = 0; wait <= waits; wait++) {
      int number = next();
      if (number < 0) {
        return false;
      }
      Attempt<?> attempt = attempt(Plan.cancelAt(wait));
      if (wait == 0) {
        waits = attempt.waits();
      }
      record(number, Token.cancelAt(wait), attempt);
    }
    return failed == null;
  }

  // --- all schedules up to a number of deviations ---

  /// Tries those with the fewest deviations first.
  ///
  /// @return whether there are no more
  private boolean exhaust() {
    for (int count = 0; count <= exploration.depth(); count++) {
      int before = runs;
      if (!exhaust(List.of(), count)) {
        return false;
      }
      if (runs == before) {
        return true; // no run has a choice left that could deviate
      }
    }
    return true;
  }

  /// Runs all schedules that begin with these deviations and have `more` after them.
  ///
  /// @return whether it came to its end
  private boolean exhaust(List<Schedule.Deviation> deviations, int more) {
    int number = more == 0 ? next() : 0;
    if (number < 0) {
      return false;
    }
    Token token = Token.deviations(deviations);
    Attempt<?> attempt = attempt(Plan.of(new Policies.Deviating(deviations), token.programSeed()));
    if (more == 0) {
      record(number, token, attempt);
      return failed == null;
    }
    int first = deviations.isEmpty() ? 0 : deviations.getLast().step() + 1;
    for (int step = first; step < attempt.choices().steps(); step++) {
      for (int choice = 1; choice < attempt.choices().alternatives(step); choice++) {
        List<Schedule.Deviation> further = new ArrayList<>(deviations);
        further.add(new Schedule.Deviation(step, choice));
        if (!exhaust(further, more - 1)) {
          return false;
        }
      }
    }
    return true;
  }

  // --- the failure ---

  private SimulationFailure failure(Failed first) {
    Token token = first.token();
    Schedule full =
        new Schedule(token.programSeed(), first.attempt().choices().deviations(), token.cancelAt());
    if (!new SameFailure(first.failure()).isSame(attempt(full.plan()).failure())) {
      return notAgain(first, full);
    }
    Schedule shrunk = new Schedule(
        token.programSeed(), shrink(full, new SameFailure(first.failure())), token.cancelAt());
    Interleaving interleaving = new Interleaving();
    Attempt<?> last = Attempt.of(body, shrunk.plan(), exploration.world(), interleaving);
    String with = exploration.world().equals(World.PLAIN) ? "" : "exploration, ";
    String seed = token.isWhole()
        ? "\n  again:     Simulation.replay(" + token.bits() + "L, " + with + "body)"
        : "";
    String message = headline(first) + seed
        + "\n  shortest:  Simulation.replay(\"" + shrunk + "\", " + with + "body), which "
        + (token.cancelAt() > 0
            ? "cancels at wait " + token.cancelAt()
            : "deviates " + times(shrunk.deviations().size()) + " from first-in-first-out")
        + ending(last, first.failure()) + ":\n" + interleaving;
    return new SimulationFailure(message, first.failure(), token.bits(), full, shrunk, last.file());
  }

  private String headline(Failed first) {
    return "run " + (failedRun + 1) + " of the " + exploration + " failed: " + first.failure();
  }

  /// What the shortest run says, if that is something else.
  private static String ending(Attempt<?> last, Throwable first) {
    String says = String.valueOf(last.failure());
    return says.equals(first.toString()) ? "" : " and ends with " + says;
  }

  /// Looking for a shorter way would lead anywhere.
  private SimulationFailure notAgain(Failed first, Schedule schedule) {
    String message = headline(first)
        + "\n  but not when the same schedule was run again, so that it cannot be replayed: the"
        + " program is not deterministic. Simulation.checkDeterminism shows where.";
    return new SimulationFailure(
        message,
        first.failure(),
        first.token().bits(),
        schedule,
        schedule,
        first.attempt().file());
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /// Leaves out as many deviations as it can while the program fails in the same way: halves,
  /// then quarters, and so on down to single ones (delta debugging).
  private List<Schedule.Deviation> shrink(Schedule full, SameFailure wanted) {
    List<Schedule.Deviation> shortest = full.deviations();
    Instant over = exploration.end(clock);
    int budget = SHRINKING_RUNS;
    int piece = Math.max(1, (shortest.size() + 1) / 2);
    while (!shortest.isEmpty()) {
      boolean hasShrunk = false;
      for (int start = 0; start < shortest.size(); ) {
        if (budget-- == 0 || !clock.instant().isBefore(over)) {
          return shortest;
        }
        List<Schedule.Deviation> fewer = without(shortest, start, piece);
        Attempt<?> attempt = attempt(Plan.of(new Policies.Deviating(fewer), full.programSeed()));
        List<Schedule.Deviation> made = attempt.choices().deviations();
        if (wanted.isSame(attempt.failure()) && made.size() < shortest.size()) {
          shortest = List.copyOf(made);
          hasShrunk = true;
        } else {
          start += piece;
        }
      }
      if (piece == 1 && !hasShrunk) {
        break;
      }
      piece = hasShrunk ? Math.min(piece, Math.max(1, shortest.size())) : Math.max(1, piece / 2);
    }
    return shortest;
  }

  private static List<Schedule.Deviation> without(
      List<Schedule.Deviation> deviations, int start, int count) {
    List<Schedule.Deviation> fewer = new ArrayList<>(deviations.subList(0, start));
    fewer.addAll(deviations.subList(Math.min(deviations.size(), start + count), deviations.size()));
    return fewer;
  }
}
