package dev.meanwhile.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What [SimulationProgram] printed in all rounds on one carrier: of each process, the median of
/// the second half of its repeats.
final class SimulationFigures {
  private final Map<SimulationProgram.Work, List<Double>> rounds =
      new EnumMap<>(SimulationProgram.Work.class);

  void add(List<String> lines) {
    for (SimulationProgram.Work work : SimulationProgram.Work.values()) {
      String name = work.name().toLowerCase(Locale.ROOT) + "=";
      List<Double> repeats = lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> Double.valueOf(line.substring(name.length())))
          .toList();
      Results.median(repeats.subList(repeats.size() / 2, repeats.size()))
          .ifPresent(
              warm -> rounds.computeIfAbsent(work, _ -> new ArrayList<>()).add(warm));
    }
  }

  /// The median over the rounds.
  OptionalDouble of(SimulationProgram.Work work) {
    return Results.median(rounds.getOrDefault(work, List.of()));
  }
}
