package dev.meanwhile.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the processes of all rounds printed.
///
/// A process repeats its works, and the first repeats warm it up: its figure is the median of the
/// second half of its repeats, whoever it is. A contender's figure is the median over the rounds.
final class Results {
  private static final Pattern PRINTED = Pattern.compile("(\\w+)=([0-9.]+)");
  private static final Pattern PEAK_OF_KERNEL = Pattern.compile("VmHWM:\\s*([0-9]+) kB");

  private final Map<Contender, Map<Figure, List<Double>>> rounds = new EnumMap<>(Contender.class);

  /// Adds what one process of a round printed.
  void add(Contender contender, List<String> lines) {
    if (contender == Contender.GO) {
      // One process does the works first on one processor, then on two, as it would by itself.
      List<String> one =
          lines.stream().filter(line -> line.startsWith("procs=1 ")).toList();
      addFigures(Contender.GO_ONE, one);
      addFigures(contender, lines.stream().filter(line -> !one.contains(line)).toList());
    } else {
      addFigures(contender, lines);
    }
  }

  private void addFigures(Contender contender, List<String> lines) {
    for (Figure figure : Figure.values()) {
      warm(printed(figure, lines))
          .ifPresent(measured -> rounds
              .computeIfAbsent(contender, _ -> new EnumMap<>(Figure.class))
              .computeIfAbsent(figure, _ -> new ArrayList<>())
              .add(measured));
    }
  }

  OptionalDouble median(Contender contender, Figure figure) {
    return median(of(contender, figure));
  }

  /// The lowest and the highest round, as `140-152 ns`; empty for a single one.
  String range(Contender contender, Figure figure) {
    List<Double> values = of(contender, figure);
    if (values.size() < 2) {
      return "";
    }
    String lowest = figure.show(Collections.min(values)).replace(" " + figure.unit, "");
    return lowest + "–" + figure.show(Collections.max(values));
  }

  boolean has(Contender contender, List<Figure> figures) {
    return figures.stream().anyMatch(figure -> !of(contender, figure).isEmpty());
  }

  boolean has(Figure figure) {
    return rounds.values().stream().anyMatch(figures -> figures.containsKey(figure));
  }

  private List<Double> of(Contender contender, Figure figure) {
    return rounds.getOrDefault(contender, Map.of()).getOrDefault(figure, List.of());
  }

  private static List<Double> printed(Figure figure, List<String> lines) {
    List<Double> values = new ArrayList<>();
    for (String line : lines) {
      Matcher printed = PRINTED.matcher(line);
      while (printed.find()) {
        if (figure.isPrintedAs(printed.group(1))) {
          values.add(Double.parseDouble(printed.group(2)));
        }
      }
      Matcher peak = PEAK_OF_KERNEL.matcher(line);
      if (figure == Figure.MILLION_MEMORY && peak.find()) {
        values.add(Double.parseDouble(peak.group(1)) / 1024);
      }
    }
    return values;
  }

  private static OptionalDouble warm(List<Double> repeats) {
    return median(repeats.subList(repeats.size() / 2, repeats.size()));
  }

  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
