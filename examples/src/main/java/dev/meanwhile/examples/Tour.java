package dev.meanwhile.examples;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.Runner;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// All listings, by name, and how to run them: for real, or on virtual time.
public final class Tour {
  private static final List<Listing> LISTINGS = List.of(
      new Listing(
          "breakfast-blocking", "Breakfast with one pair of hands", Tour::blockingBreakfast),
      listing(
          "breakfast", "The same breakfast, coffee and toast at once", Breakfast::makeBreakfast),
      listing(
          "coroutine-objects", "Work that is described and has not begun", CoroutineObjects::show),
      listing("async-functions", "What calling an async function gives", AsyncFunctions::show),
      listing(
          "sequential-await", "One wait after the other, with its timeline", SequentialAwait::show),
      listing("awaitables", "What can and what cannot be awaited", Awaitables::show),
      fetching(
          "scraper",
          "Pages fetched at once and one by one",
          site -> new Scraper(site).comparePerformance()),
      listing("background-task", "createTask: start now, await later", BackgroundTask::show),
      listing("errors-one-by-one", "Each operation's error on its own", ErrorsOneByOne::show),
      listing("errors-gathered", "All at once, every outcome kept", ErrorsGathered::show),
      listing("timeout", "Three seconds and no longer", TimeoutExample::show),
      listing("cancellation", "Changing one's mind after two seconds", CancellationExample::show),
      new Listing(
          "blocking-pitfall", "What a blocking call does to the others", Tour::blockingPitfall),
      listing(
          "concurrent-or-sequential", "gather against one by one", ConcurrentOrSequential::show),
      fetching(
          "resource-management",
          "What is opened gets closed",
          site -> new ResourceManagement(site).show()),
      fetching(
          "aggregator",
          "The news aggregator: everything together",
          site -> new Aggregator(site).show()));

  private Tour() {}

  /// The listings, in the order of the tour.
  public static List<Listing> listings() {
    return LISTINGS;
  }

  /// The listing of that name.
  public static Optional<Listing> find(String name) {
    return LISTINGS.stream().filter(listing -> listing.name.equals(name)).findFirst();
  }

  /// How time passes in a run.
  public enum Pace {
    /// As it does.
    REAL,
    /// At once: on virtual time, and without a socket.
    INSTANT
  }

  /// A program of the tour.
  public static final class Listing {
    private final String name;
    private final String title;
    private final Program program;

    private Listing(String name, String title, Program program) {
      this.name = name;
      this.title = title;
      this.program = program;
    }

    /// Its name, as `tour NAME` takes it.
    public String name() {
      return name;
    }

    /// What it shows, in a few words.
    public String title() {
      return title;
    }

    /// Runs it, printing to `out`. Blocks until it has ended; for a thread outside of loops.
    ///
    /// @return how long it took, by its own clock
    public Duration run(Pace pace, PrintStream out) {
      return program.run(pace, out);
    }
  }

  private interface Program {
    Duration run(Pace pace, PrintStream out);
  }

  private static Listing listing(String name, String title, Action body) {
    return new Listing(name, title, (pace, out) -> inLoop(pace, out, body));
  }

  private static Listing fetching(String name, String title, Consumer<Site> body) {
    return new Listing(
        name,
        title,
        (pace, out) -> inLoop(pace, out, () -> {
          try (Site site = pace == Pace.REAL ? Site.onThisMachine() : Site.inMemory()) {
            body.accept(site);
          }
        }));
  }

  private static Duration blockingPitfall(Pace pace, PrintStream out) {
    Pause pause = pause(pace);
    return inLoop(pace, out, () -> new BlockingPitfall(pause).show()).plus(pause.pretended());
  }

  /// Knows nothing of loops, and blocks the thread it runs on.
  private static Duration blockingBreakfast(Pace pace, PrintStream out) {
    Pause pause = pause(pace);
    Duration start = pause.time();
    new BlockingBreakfast(pause, out).makeBreakfast();
    return pause.time().minus(start);
  }

  private static Pause pause(Pace pace) {
    return pace == Pace.REAL ? Pause.real() : Pause.instant();
  }

  private static Duration inLoop(Pace pace, PrintStream out, Action body) {
    Runner.Builder options = Runner.builder();
    if (pace == Pace.INSTANT) {
      options.clock(LoopClock.virtual()).random(new SplittableRandom(3));
    }
    try (Runner runner = options.open()) {
      return runner.run(() -> {
        Duration start = runner.loop().time();
        Screen.redirect(out);
        body.run();
        return runner.loop().time().minus(start);
      });
    }
  }
}
