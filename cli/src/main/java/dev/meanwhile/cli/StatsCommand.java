package dev.meanwhile.cli;

import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Sources.PastReading;
import dev.meanwhile.news.store.StoredSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `meanwhile stats`: how the last readings of each source went.
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How the last readings of each source went (at most 100 each): how many there were, how many brought nothing",
      "new, how many failed, how much was read, how long the middle one and the slowest twentieth took."
    })
final class StatsCommand implements Callable<Integer> {
  private static final int READINGS = 100;
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int BAR_COLUMNS = 16;

  @Spec
  private CommandSpec spec;

  @Mixin
  private StoreOption store;

  @Option(names = "--json", description = "Print one JSON object per source on one line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.fromProperties();
    try (NewsStore open = store.open()) {
      if (!json) {
        out.println(open.sources().count() + " sources, " + open.articles().count() + " articles, "
            + open.articles().unread() + " unread");
        out.println(terminal.bold(String.format(
            "%-28s %5s %5s %5s %9s %8s %8s  %s",
            "Source", "reads", "same", "fail", "KiB", "p50 ms", "p95 ms", "new articles")));
      }
      for (StoredSource source : open.sources().all()) {
        List<PastReading> readings = open.sources().readings(source.id(), READINGS);
        out.println(json ? object(source, readings) : line(source, readings));
      }
    }
    return 0;
  }

  private static String line(StoredSource source, List<PastReading> readings) {
    return Terminal.pad(source.name(), 28)
        + String.format(
            " %5d %5d %5d %9d %8d %8d  ",
            readings.size(),
            count(readings, "unchanged"),
            failures(readings),
            bytes(readings) / 1024,
            percentile(readings, 50),
            percentile(readings, 95))
        + sparkline(readings);
  }

  private static String object(StoredSource source, List<PastReading> readings) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("id", source.id());
    json.put("name", source.name());
    json.put("reads", readings.size());
    json.put("unchanged", count(readings, "unchanged"));
    json.put(
        "not_modified", readings.stream().filter(read -> read.status() == 304).count());
    json.put("failed", failures(readings));
    json.put("bytes", bytes(readings));
    json.put("p50_ms", percentile(readings, 50));
    json.put("p95_ms", percentile(readings, 95));
    json.put("new_articles", readings.stream().mapToInt(PastReading::added).sum());
    return Terminal.escaped(json.toString());
  }

  private static long count(List<PastReading> readings, String outcome) {
    return readings.stream().filter(read -> read.outcome().equals(outcome)).count();
  }

  private static long failures(List<PastReading> readings) {
    return count(readings, ReadOutcome.FAILED.word()) + count(readings, ReadOutcome.SLOW.word());
  }

  private static long bytes(List<PastReading> readings) {
    return readings.stream().mapToLong(PastReading::bytes).sum();
  }

  /// The nearest rank; 0 if there is none.
  private static long percentile(List<PastReading> readings, int percent) {
    List<Duration> sorted = readings.stream().map(PastReading::took).sorted().toList();
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(rank, 1) - 1).toMillis();
  }

  /// New articles of the last readings, the latest at the right.
  static String sparkline(List<PastReading> readings) {
    List<PastReading> last =
        readings.subList(0, Math.min(readings.size(), BAR_COLUMNS)).reversed();
    int most = last.stream().mapToInt(PastReading::added).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (PastReading reading : last) {
      int height = most == 0 ? 0 : reading.added() * (BARS.length() - 1) / most;
      bars.append(failures(List.of(reading)) > 0 ? '×' : BARS.charAt(height));
    }
    return bars.toString();
  }
}
