package dev.meanwhile.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What [FlatProgram] printed in all rounds on one carrier.
final class Flat {
  private static final Pattern PRINTED = Pattern.compile("(.+) (\\d+)=([0-9.]+)");

  private final Map<FlatProgram.Work, Map<Integer, List<Double>>> measured = new TreeMap<>();

  void add(List<String> lines) {
    for (String line : lines) {
      Matcher printed = PRINTED.matcher(line);
      if (!printed.matches()) {
        continue;
      }
      for (FlatProgram.Work work : FlatProgram.Work.values()) {
        if (work.label.equals(printed.group(1))) {
          measured
              .computeIfAbsent(work, _ -> new TreeMap<>())
              .computeIfAbsent(Integer.valueOf(printed.group(2)), _ -> new ArrayList<>())
              .add(Double.valueOf(printed.group(3)));
        }
      }
    }
  }

  /// The median over the rounds, by count.
  Map<Integer, Double> of(FlatProgram.Work work) {
    Map<Integer, Double> medians = new TreeMap<>();
    measured
        .getOrDefault(work, Map.of())
        .forEach((count, values) -> medians.put(count, Results.median(values).orElseThrow()));
    return medians;
  }
}
