package dev.meanwhile.async.test.gallery;

import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// The page about the gallery, measured: the same every time, since each run is simulated and
/// each seed given.
final class GalleryDocument {
  private static final int MOST_RUNS = 3_000;
  private static final int SEEDS = 20;
  private static final String SOURCES = "../async-test/src/test/java/";

  private GalleryDocument() {}

  static String measure() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Bug bug : Gallery.BUGS) {
      page.append(begin(bug))
          .append(bug.what())
          .append(" | ")
          .append(isSeenInOrder(bug) ? "yes" : "no")
          .append(" | ")
          .append(median(bug, Exploration::random))
          .append(" | ")
          .append(median(bug, seed -> Exploration.pct(seed, 3)))
          .append(" | ")
          .append(median(bug, Exploration::pos))
          .append(" | ")
          .append(exhaustively(bug))
          .append(" |\n");
    }
    return page.toString();
  }

  /// What a bug's line begins with: its name, as a link to its source.
  static String begin(Bug bug) {
    return "| [" + bug.name() + "](" + SOURCES + bug.source().getName().replace('.', '/')
        + ".java) | ";
  }

  private static boolean isSeenInOrder(Bug bug) {
    try {
      Simulation.run(bug.broken());
      return false;
    } catch (Exception | Error _) {
      return true;
    }
  }

  private static String median(Bug bug, LongFunction<Exploration> policy) {
    int[] runs = LongStream.rangeClosed(1, SEEDS)
        .mapToObj(seed -> Search.firstFinding(policy.apply(seed).runs(MOST_RUNS), bug.broken()))
        .mapToInt(found -> found.orElse(Integer.MAX_VALUE))
        .sorted()
        .toArray();
    int median = runs[(SEEDS - 1) / 2];
    return median == Integer.MAX_VALUE ? "–" : number(median);
  }

  private static String exhaustively(Bug bug) {
    for (int deviations = 1; deviations <= 3; deviations++) {
      OptionalInt found = Search.firstFinding(Exploration.exhaustive(deviations), bug.broken());
      if (found.isPresent()) {
        return number(found.getAsInt()) + " (" + deviations + ")";
      }
    }
    return "–";
  }

  private static String number(int runs) {
    return String.format(Locale.ROOT, "%,d", runs);
  }

  private static final String HEAD = """
      # A gallery of concurrency bugs

      Classic mistakes, each as a program of a few lines with the mistake (`broken()`) and without it (`fixed()`). Only one task of
      a loop runs at a time, so each is a wait in the wrong place. In first-in-first-out order, in which an ordinary test runs
      them, none shows. `Simulation.explore` finds them: the table says in which run, as the median over 20 seeds. The fixes
      fail under none of the schedules tried.

      - **FIFO**: whether a plain `Simulation.run` shows it.
      - **random**, **PCT**, **POS**: `Exploration.random(seed)`, `.pct(seed, 3)`, `.pos(seed)`. A dash: more than 3,000 runs.
      - **exhaustive**: `Exploration.exhaustive(n)` for the smallest `n` up to 3 that finds it, which stands in brackets. A dash: it
        takes more than three turns out of order.

      Every run is simulated and every seed given, so the figures are the same on every machine. Written by
      `mvn -pl async-test -am verify -Pslow -Dtest=GalleryDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dgallery.write=true`;
      without the last option the same test compares.

      | bug | what happens | FIFO | random | PCT | POS | exhaustive |
      | --- | --- | --- | --- | --- | --- | --- |
      """;
}
