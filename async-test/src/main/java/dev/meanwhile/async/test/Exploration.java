package dev.meanwhile.async.test;

import dev.meanwhile.async.OutsidePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which schedules of a program [Simulation#explore] tries, and how many.
///
/// {@snippet :
/// Exploration exploration = Exploration.random(42).runs(10_000).within(Duration.ofSeconds(5));
/// }
///
/// A schedule says, at each point where several tasks or callbacks are ready, which of them goes
/// next. Immutable.
public final class Exploration {
  private static final int DEFAULT_RUNS = 1_000;

  /// Stands for a depth that changes from run to run.
  private static final int STEPPED = 0;

  /// Bugs of a greater depth are rare.
  private static final int DEEPEST_STEP = 5;

  /// How the choices of one run are made.
  enum Kind {
    RANDOM,
    PCT,
    POS,
    EXHAUSTIVE,
    CANCEL
  }

  private final Kind kind;
  private final long seed;
  private final int depth;
  private final int runs;
  private final @Nullable Duration limit;
  private final int threads;
  private final World world;

  private Exploration(
      Kind kind,
      long seed,
      int depth,
      int runs,
      @Nullable Duration limit,
      int threads,
      World world) {
    this.kind = kind;
    this.seed = seed;
    this.depth = depth;
    this.runs = runs;
    this.limit = limit;
    this.threads = threads;
    this.world = world;
  }

  private static Exploration of(Kind kind, long seed, int depth) {
    return new Exploration(kind, seed, depth, 0, null, 1, World.PLAIN);
  }

  /// A random walk: everyone who is ready is equally likely to go next.
  public static Exploration random(long seed) {
    return of(Kind.RANDOM, seed, 0);
  }

  /// Probabilistic concurrency testing: everyone has a random priority, the highest goes first,
  /// and at `depth - 1` random points the one that runs drops to the lowest. A bug that needs
  /// `depth` turns in a certain order is found by each run with a probability of at least
  /// `1 / (n k^(depth-1))` for `n` tasks and `k` choices (Burckhardt, Kothari, Musuvathi and
  /// Nagarakatti, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010).
  ///
  /// One that runs on and on while others are ready drops as well, so that none starves.
  ///
  /// @param depth from 1 to 31
  /// @throws IllegalArgumentException if it is not
  public static Exploration pct(long seed, int depth) {
    if (depth < 1 || depth > 31) {
      throw new IllegalArgumentException("a depth is from 1 to 31, not " + depth);
    }
    return of(Kind.PCT, seed, depth);
  }

  /// As [#pct(long, int)], for bugs of whatever depth: the runs take the depths 1 to 5 in turn.
  public static Exploration pct(long seed) {
    return of(Kind.PCT, seed, STEPPED);
  }

  /// Partial order sampling: each turn that somebody becomes ready for gets a random priority of
  /// its own, and the highest goes first (after Yuan, Yang and Gu, "Partial Order Aware
  /// Concurrency Sampling", 2018; which turns conflict is not known here).
  public static Exploration pos(long seed) {
    return of(Kind.POS, seed, 0);
  }

  /// All schedules that deviate from first-in-first-out at most `deviations` times, those with
  /// the fewest first. For small programs: their number grows with the power of `deviations`.
  ///
  /// @throws IllegalArgumentException if it is negative
  public static Exploration exhaustive(int deviations) {
    if (deviations < 0) {
      throw new IllegalArgumentException("deviations cannot be " + deviations);
    }
    return of(Kind.EXHAUSTIVE, 0, deviations);
  }

  /// Cancels everywhere: runs the program once as it is, and then once for each wait of that run
  /// with the task that waits there cancelled, as [dev.meanwhile.async.Task#cancel] does it. The
  /// order is first-in-first-out.
  ///
  /// A run fails if the program deadlocks, or fails with anything but the cancellation, or, once
  /// its main task has ended, leaves a task that nobody has cancelled, or one that does not end,
  /// or a timer that is still set a second later. That goes for the first run, too. A program
  /// that ends with the cancellation, or with a value, is well.
  ///
  /// {@snippet :
  /// Simulation.explore(Exploration.cancelEverywhere(), () -> {
  ///   Pool pool = new Pool(2);
  ///   await(gatherSettled(async(() -> use(pool)), async(() -> use(pool))));
  ///   assertEquals(2, pool.available());
  /// });
  /// }
  ///
  /// The checks of a program that may be cancelled itself belong into a `finally` block. It runs
  /// on one thread.
  public static Exploration cancelEverywhere() {
    return of(Kind.CANCEL, 0, 0);
  }

  /// At most so many runs. Without this and [#within] there are 1,000, and all of an exhaustive
  /// exploration or of one that cancels everywhere.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Exploration runs(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("there must be at least one run, not " + runs);
    }
    return new Exploration(kind, seed, depth, runs, limit, threads, world);
  }

  /// No new run after so much real time. Looking for a shorter way to a failure may take as long
  /// once more.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public Exploration within(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a time limit must be longer than zero, not " + limit);
    }
    return new Exploration(kind, seed, depth, runs, limit, threads, world);
  }

  /// On so many threads at once, each with a loop of its own: for bodies that share nothing
  /// between their runs. The failure that is reported is the one with the lowest run number. An
  /// exhaustive exploration, and one that cancels everywhere, stay on one thread.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Exploration parallel(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("there must be at least one thread, not " + threads);
    }
    return new Exploration(kind, seed, depth, runs, limit, threads, world);
  }

  /// What becomes of `blocking` and `offload`; they run inline by default.
  public Exploration outside(OutsidePolicy outside) {
    Objects.requireNonNull(outside, "outside");
    return in(world.with(outside));
  }

  /// What may go wrong at a [dev.meanwhile.async.FaultPoint], instead of what was said before.
  /// Where several can at one point, each is drawn for in this order, until one throws. Nothing
  /// goes wrong in an exploration that cancels everywhere.
  ///
  /// A failure is shrunk to the faults it needs; its interleaving lists them. To see it again,
  /// give its seed or schedule together with this exploration.
  public Exploration faults(Faults... faults) {
    return in(world.with(faults));
  }

  /// Has a task lose its turn at some of the points marked with
  /// [dev.meanwhile.async.FaultPoint]: whether it goes on there, or which other one does, is a
  /// choice like any other. Without this a task gives up its turn at waits only, and all between
  /// two of them is one step.
  public Exploration preemption() {
    return in(world.preemptive());
  }

  /// At most so many turns in one run, of tasks and callbacks; 1,000,000 by default. A run that
  /// takes more fails, and tells who waits for what: time costs nothing here, so a program that
  /// ticks for ever while it waits for what does not come would never end.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Exploration turns(long turns) {
    if (turns < 1) {
      throw new IllegalArgumentException("there must be at least one turn, not " + turns);
    }
    return in(world.with(turns));
  }

  private Exploration in(World other) {
    return new Exploration(kind, seed, depth, runs, limit, threads, other);
  }

  Kind kind() {
    return kind;
  }

  int depth() {
    return depth;
  }

  int threads() {
    return isCounted() ? 1 : threads;
  }

  /// Whether it goes through all there is rather than drawing at random.
  boolean isCounted() {
    return kind == Kind.EXHAUSTIVE || kind == Kind.CANCEL;
  }

  World world() {
    return world;
  }

  /// When something that begins now has taken as long as it may.
  Instant end(InstantSource clock) {
    Instant now = clock.instant();
    return limit == null || limit.compareTo(Duration.between(now, Instant.MAX)) > 0
        ? Instant.MAX
        : now.plus(limit);
  }

  int maxRuns() {
    if (runs > 0) {
      return runs;
    }
    return limit != null || isCounted() ? Integer.MAX_VALUE : DEFAULT_RUNS;
  }

  /// What the choices of one run are made from.
  ///
  /// @param number the run, counted from 0
  /// @param choices about how many choices a run has
  Token token(int number, int choices) {
    long mixed = mix(seed + 0x9e3779b97f4a7c15L * (number + 1));
    return switch (kind) {
      case RANDOM -> Token.random(mixed);
      case POS -> Token.pos(mixed);
      case PCT -> Token.pct(mixed, depth == STEPPED ? 1 + number % DEEPEST_STEP : depth, choices);
      case EXHAUSTIVE, CANCEL ->
        throw new IllegalStateException("this exploration has no random runs");
    };
  }

  /// The finalizer of SplitMix64.
  private static long mix(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public String toString() {
    String words = switch (kind) {
      case RANDOM -> "random walk";
      case PCT -> depth == STEPPED ? "PCT of depths 1 to " + DEEPEST_STEP : "PCT of depth " + depth;
      case POS -> "partial order sampling";
      case EXHAUSTIVE -> "all with at most " + depth + " deviations";
      case CANCEL -> "cancel everywhere";
    };
    return "Exploration[" + words + "]";
  }
}
