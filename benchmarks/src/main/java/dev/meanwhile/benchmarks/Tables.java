package dev.meanwhile.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// Results as Markdown.
final class Tables {
  private Tables() {}

  /// What [ScaleProgram] printed, a row per run.
  static String scale(List<String> lines) {
    String[] names = {"seconds", "read", "failed", "left", "heap_mb"};
    StringBuilder table = new StringBuilder("| run | time | read | failed | not reached by the "
        + "deadline | heap in use afterwards |\n| --- | --- | --- | --- | --- | --- |\n");
    for (int run = 0; (run + 1) * names.length <= lines.size(); run++) {
      table.append("| ").append(run + 1).append(" |");
      for (int i = 0; i < names.length; i++) {
        String value = lines.get(run * names.length + i).replaceAll(".*=", "");
        boolean isCount = i > 0 && i < names.length - 1;
        table
            .append(' ')
            .append(isCount ? value.replace(".0", "") : value)
            .append(i == 0 ? " s" : isCount ? "" : " MB")
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /// One row per contender: figure, range over the rounds, and the ratio to asyncio.
  static String figures(Results results, List<Figure> figures) {
    StringBuilder table = new StringBuilder("| |");
    figures.forEach(figure -> table.append(' ').append(figure.label).append(" |"));
    table.append("\n| --- |").repeat(" --- |", figures.size()).append('\n');
    for (Contender contender : Contender.values()) {
      if (!results.has(contender, figures)) {
        continue;
      }
      table.append("| ").append(contender.label).append(" |");
      for (Figure figure : figures) {
        table.append(' ').append(cell(results, contender, figure)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String cell(Results results, Contender contender, Figure figure) {
    OptionalDouble value = results.median(contender, figure);
    if (value.isEmpty()) {
      return "";
    }
    String range = results.range(contender, figure);
    String shown = "**" + figure.show(value.getAsDouble()) + "**"
        + (range.isEmpty() ? "" : " (" + range + ")");
    OptionalDouble reference = results.median(Contender.ASYNCIO, figure);
    if (reference.isEmpty() || contender == Contender.ASYNCIO) {
      return shown;
    }
    double ratio = value.getAsDouble() / reference.getAsDouble();
    return shown + String.format(Locale.ROOT, ratio < 0.1 ? ", %.3f" : ", %.2f", ratio);
  }

  /// Every bar that belongs to one of `figures`, kept or not.
  static String bars(Results results, List<Figure> figures) {
    StringBuilder table = new StringBuilder("| bar | asked for | measured | |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (Bar bar : Bar.ALL) {
      if (figures.contains(bar.figure())) {
        OptionalDouble ratio = bar.ratio(results);
        row(
            table,
            bar.subject().label + ": " + bar.figure().label,
            bar.asked(),
            ratio.isEmpty() ? "" : bar.shown(ratio.getAsDouble()),
            ratio.isEmpty() ? "not measured" : verdict(bar.isKept(ratio.getAsDouble())));
      }
    }
    if (figures.contains(Figure.MILLION_SECONDS)) {
      OptionalDouble wall = results.median(Contender.PINNED, Figure.MILLION_SECONDS);
      double limit = Bar.MILLION_SECONDS_LIMIT;
      row(
          table,
          Contender.PINNED.label + ": " + Figure.MILLION_SECONDS.label,
          "at most " + Figure.MILLION_SECONDS.show(limit),
          wall.isEmpty() ? "" : Figure.MILLION_SECONDS.show(wall.getAsDouble()),
          wall.isEmpty() ? "not measured" : verdict(wall.getAsDouble() <= limit));
    }
    return table.toString();
  }

  private static String verdict(boolean isKept) {
    return isKept ? "kept" : "**missed**";
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /// How fast simulations are on each carrier, beside what is asked for.
  static String simulation(Map<Contender, SimulationFigures> measured) {
    StringBuilder table = new StringBuilder("| | asked for |");
    measured.keySet().forEach(carrier -> table.append(' ').append(carrier.label).append(" |"));
    table.append("\n| --- | --- |").repeat(" --- |", measured.size()).append('\n');
    for (SimulationProgram.Work work : SimulationProgram.Work.values()) {
      table.append("| ").append(work.label).append(" | ").append(work.asked()).append(" |");
      for (SimulationFigures figures : measured.values()) {
        OptionalDouble value = figures.of(work);
        table
            .append(' ')
            .append(
                value.isEmpty()
                    ? "not measured"
                    : "**" + work.show(value.getAsDouble()) + "**, "
                        + verdict(work.isKept(value.getAsDouble())))
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /// The cost of one task by how many there are.
  static String flat(Map<Contender, Flat> measured) {
    TreeSet<Integer> counts = new TreeSet<>();
    measured
        .values()
        .forEach(flat -> counts.addAll(flat.of(FlatProgram.Work.SPAWN).keySet()));
    StringBuilder table = new StringBuilder("| ns per task | carrier |");
    counts.forEach(count -> table.append(String.format(Locale.ROOT, " %,d |", count)));
    table.append(" most by fewest |\n| --- | --- |").repeat(" --- |", counts.size() + 1);
    table.append('\n');
    for (FlatProgram.Work work : FlatProgram.Work.values()) {
      measured.forEach((carrier, flat) -> {
        Map<Integer, Double> costs = flat.of(work);
        table.append("| ").append(work.label).append(" | ");
        table.append(carrier == Contender.PINNED ? "pinned |" : "shared |");
        counts.forEach(
            count -> table.append(String.format(Locale.ROOT, " %,.0f |", costs.get(count))));
        double growth = costs.getOrDefault(counts.last(), Double.NaN)
            / costs.getOrDefault(counts.first(), Double.NaN);
        table.append(String.format(Locale.ROOT, " %.1f |%n", growth));
      });
    }
    return table.toString();
  }
}
