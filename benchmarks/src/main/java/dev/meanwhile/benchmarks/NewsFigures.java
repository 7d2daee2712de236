package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The news of thousands of sources, beside the aggregators of others.
final class NewsFigures {
  private static final int HOSTS = 20;
  private static final int COPIES = 20;

  /// Python's program takes as long for each of many sources as for each of a few.
  private static final int COPIES_FOR_PYTHON = 2;

  private static final String LONG = "1200";
  private static final int DEADLINE = 30;

  private final NewsPeers peers;
  private final FeedServer server;
  private final Path scratch;
  private final List<NewsPeers.Printed> python = new ArrayList<>();
  private final List<NewsPeers.Printed> node = new ArrayList<>();
  private final List<Run> first = new ArrayList<>();
  private final List<Run> second = new ArrayList<>();

  /// @param scratch a folder for stores, which are deleted
  NewsFigures(NewsPeers peers, FeedServer server, Path scratch) {
    this.peers = peers;
    this.server = server;
    this.scratch = scratch;
  }

  /// What [NewsProgram] printed of one run.
  private record Run(Map<String, Double> values) {
    double of(String name) {
      return values.getOrDefault(name, 0.0);
    }
  }

  /// Has all of them read the same feeds, in another order each time.
  void measure(int round) throws IOException, InterruptedException {
    if (round % 2 == 0) {
      measurePeers();
      measureOurs();
    } else {
      measureOurs();
      measurePeers();
    }
  }

  private void measurePeers() throws IOException, InterruptedException {
    peers.python(list("python.txt", HOSTS, COPIES_FOR_PYTHON)).ifPresent(python::add);
    peers.node(list("all.txt", HOSTS, COPIES)).ifPresent(node::add);
  }

  private void measureOurs() throws IOException, InterruptedException {
    List<Run> runs = ours(list("all.txt", HOSTS, COPIES), 2, LONG, "first.db");
    first.add(runs.getFirst());
    second.add(runs.getLast());
  }

  private Path list(String name, int hosts, int copies) throws IOException, InterruptedException {
    return FeedServer.list(scratch, name, server.addresses(hosts, copies));
  }

  /// Runs our program over a new store, which is left there.
  private List<Run> ours(Path list, int runs, String seconds, String store)
      throws IOException, InterruptedException {
    delete(store);
    List<String> lines = Child.run(
        Peers.ours(
            List.of(),
            "pinned",
            "NewsProgram",
            list.toString(),
            scratch.resolve(store).toString(),
            String.valueOf(runs),
            seconds),
        null,
        Long.MAX_VALUE);
    List<Run> printed = new ArrayList<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (line.startsWith("news_seconds=")) {
        printed.add(new Run(new LinkedHashMap<>()));
      }
      if (equals > 0 && !printed.isEmpty()) {
        double value = Double.parseDouble(line.substring(equals + 1));
        printed.getLast().values.put(line.substring(0, equals).replace("news_", ""), value);
      }
    }
    return printed;
  }

  private void delete(String store) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith(store)) {
          Files.delete(file);
        }
      }
    }
  }

  private static double median(List<Run> runs, String name) {
    return Results.median(runs.stream().map(run -> run.of(name)).toList()).orElse(0);
  }

  /// Those who were measured, and the bars.
  String table() {
    StringBuilder table = new StringBuilder("""
        | | sources | feeds/s | CPU per feed | peak memory |
        | --- | --- | --- | --- | --- |
        """);
    row(table, "Meanwhile, first run, all kept in SQLite", first);
    row(table, "Meanwhile, second run, nothing has changed (304)", second);
    row(table, "Node, feedsmith; nothing kept", node, COPIES);
    row(table, "Python, aiohttp and feedparser; nothing kept", python, COPIES_FOR_PYTHON);
    table.append(String.format(
        Locale.ROOT,
        "%n%,.0f articles were kept in %.1f s, and found by their words after %.1f s.%n%n",
        median(first, "articles"),
        median(first, "seconds"),
        median(first, "findable_seconds")));
    table.append("| bar | asked for | measured | |\n| --- | --- | --- | --- |\n");
    double speed = median(first, "feeds_per_s");
    NewsPeers.median(python, NewsPeers.Printed::feedsPerSecond)
        .ifPresent(theirs -> bar(table, "20 times Python", speed / theirs, 20));
    NewsPeers.median(node, NewsPeers.Printed::feedsPerSecond)
        .ifPresent(theirs -> bar(table, "3 times Node", speed / theirs, 3));
    double findable = median(first, "findable_seconds") / median(first, "seconds");
    table.append(String.format(
        Locale.ROOT,
        "| at most | 3 times the run until all is found | %.1f times | %s |%n",
        findable,
        findable <= 3 ? "kept" : "**missed**"));
    peers.missing().forEach(who -> table.append("\nWithout ").append(who).append(".\n"));
    return table.toString();
  }

  private static void row(StringBuilder table, String label, List<Run> runs) {
    row(
        table,
        label,
        median(runs, "sources"),
        median(runs, "feeds_per_s"),
        median(runs, "cpu_us_per_feed") / 1_000,
        median(runs, "peak_mb"));
  }

  private void row(StringBuilder table, String label, List<NewsPeers.Printed> printed, int copies) {
    OptionalDouble speed = NewsPeers.median(printed, NewsPeers.Printed::feedsPerSecond);
    if (speed.isPresent()) {
      row(
          table,
          label,
          median(first, "sources") / COPIES * copies,
          speed.getAsDouble(),
          NewsPeers.median(printed, NewsPeers.Printed::cpuMillis).orElse(0),
          NewsPeers.median(printed, NewsPeers.Printed::peakMb).orElse(0));
    }
  }

  private static void row(
      StringBuilder table, String label, double sources, double speed, double cpu, double peak) {
    table.append(String.format(
        Locale.ROOT,
        "| %s | %,.0f | **%,.0f** | %.1f ms | %,.0f MB |%n",
        label,
        sources,
        speed,
        cpu,
        peak));
  }

  private static void bar(StringBuilder table, String asked, double measured, double limit) {
    table.append(String.format(
        Locale.ROOT,
        "| at least | %s | %.1f times | %s |%n",
        asked,
        measured,
        measured >= limit ? "kept" : "**missed**"));
  }

  /// The same with a tenth of the hosts in trouble: what became of all sources by the deadline.
  String trouble() throws IOException, InterruptedException {
    try (HttpServerProcess troubled = HttpServerProcess.start()) {
      List<String> addresses = new ArrayList<>();
      int hosts = 2 * HOSTS;
      List<String> well = server.addresses(hosts, COPIES);
      for (int i = 0; i < well.size(); i++) {
        String port = String.valueOf(troubled.port());
        addresses.add(
            switch (i % hosts) {
              case 5 -> "http://127.1.0.5:" + port + "/" + i; // drips
              case 15 -> "http://127.1.0.15:" + port + "/" + i; // says nothing
              case 25 -> "http://127.1.0.25:1/" + i; // is dead
              case 35 -> "http://127.0.0.36:" + server.port() + "/none/" + i; // fails
              default -> well.get(i);
            });
      }
      Path list = FeedServer.list(scratch, "trouble.txt", addresses);
      Run run = ours(list, 1, String.valueOf(DEADLINE), "trouble.db").getFirst();
      delete("trouble.db");
      return String.format(
          Locale.ROOT,
          "| sources | deadline | took | read | failed | too slow | postponed or cut off |%n"
              + "| --- | --- | --- | --- | --- | --- | --- |%n"
              + "| %,d | %d s | **%.1f s** | %,.0f | %,.0f | %,.0f | %,.0f |%n",
          addresses.size(),
          DEADLINE,
          run.of("seconds"),
          run.of("read"),
          run.of("failed"),
          run.of("slow"),
          run.of("left"));
    }
  }

  /// How the cost changes with the number of sources, and how long a search takes in what the
  /// most of them brought.
  String flat(List<Integer> copies) throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder("""
        | sources | feeds/s | CPU per feed | peak memory | articles | found after |
        | --- | --- | --- | --- | --- | --- |
        """);
    for (int count : copies) {
      Path list = list("flat.txt", HOSTS, count);
      Run run = ours(list, 1, LONG, "flat.db").getFirst();
      table.append(String.format(
          Locale.ROOT,
          "| %,.0f | %,.0f | %.1f ms | %,.0f MB | %,.0f | %.1f s |%n",
          run.of("sources"),
          run.of("feeds_per_s"),
          run.of("cpu_us_per_feed") / 1_000,
          run.of("peak_mb"),
          run.of("articles"),
          run.of("findable_seconds")));
    }
    table.append('\n').append(search("flat.db"));
    delete("flat.db");
    return table.toString();
  }

  private String search(String store) throws IOException, InterruptedException {
    Map<String, Double> printed = new LinkedHashMap<>();
    List<String> command =
        Peers.ours("none", "SearchProgram", scratch.resolve(store).toString(), "600");
    for (String line : Child.run(command, null, Long.MAX_VALUE)) {
      int equals = line.indexOf('=');
      printed.put(line.substring(0, equals), Double.parseDouble(line.substring(equals + 1)));
    }
    double p95 = Optional.ofNullable(printed.get("search_p95_ms")).orElse(0.0);
    return String.format(
        Locale.ROOT,
        "| searches in | half of them within | 95 of 100 within | all within | bar: 50 ms |%n"
            + "| --- | --- | --- | --- | --- |%n"
            + "| %,.0f articles | %.1f ms | **%.1f ms** | %.1f ms | %s |%n",
        printed.get("search_articles"),
        printed.get("search_p50_ms"),
        p95,
        printed.get("search_max_ms"),
        p95 <= 50 ? "kept" : "**missed**");
  }
}
