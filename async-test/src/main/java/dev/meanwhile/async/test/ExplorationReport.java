package dev.meanwhile.async.test;

import java.util.Locale;

/// What an exploration without a failure has seen.
///
/// @param runs how many times the program ran
/// @param distinctSchedules how many of these were different
/// @param shareExplored an estimate of the share of all schedules that was seen, from 0 to 1;
///     [Double#NaN] where none can be made: it needs random walks, or an exhaustive exploration
///     that came to its end
public record ExplorationReport(int runs, int distinctSchedules, double shareExplored) {
  @Override
  public String toString() {
    String share = Double.isNaN(shareExplored)
        ? ""
        : String.format(Locale.ROOT, ", about %.2g of all", shareExplored);
    return "ExplorationReport[" + runs + " runs, " + distinctSchedules + " schedules" + share + "]";
  }
}
