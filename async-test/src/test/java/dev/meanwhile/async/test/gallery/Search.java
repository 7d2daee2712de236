package dev.meanwhile.async.test.gallery;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.SimulationFailure;
import java.util.OptionalInt;

/// Counts the runs that an exploration needs for its first finding.
final class Search {
  private int runs;
  private boolean isFound;

  private Search() {}

  /// In which run `program` failed first, counted from 1; empty if in none.
  static OptionalInt firstFinding(Exploration exploration, Action program) {
    Search search = new Search();
    try {
      Simulation.explore(exploration, () -> search.run(program));
      return OptionalInt.empty();
    } catch (SimulationFailure _) {
      return OptionalInt.of(search.runs);
    }
  }

  /// Once it has failed it does nothing any more: shrinking the finding would take far longer
  /// than to find it.
  private void run(Action program) throws Exception {
    if (isFound) {
      return;
    }
    runs++;
    try {
      program.run();
    } catch (Throwable failure) {
      isFound = true;
      throw failure;
    }
  }
}
