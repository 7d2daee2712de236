package dev.meanwhile.benchmarks;

import dev.meanwhile.benchmarks.FeedProgram.Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What [FeedProgram] printed for each parser in all rounds, and feedparser beside it.
final class FeedFigures {
  private static final double MB = 1e6;

  /// Prints what the program prints, after one pass: there is nothing to warm up.
  private static final String FEEDPARSER = """
      import os, sys, time, feedparser
      bodies = []
      for folder, _, names in os.walk(sys.argv[1]):
          for name in names:
              body = open(os.path.join(folder, name), "rb").read()
              head = body[:2000]
              if not name.endswith(".json") and (b"<rss" in head or b"<feed" in head or b"<rdf:RDF" in head):
                  bodies.append(body)
      start, lost, entries = time.process_time(), 0, 0
      for body in bodies:
          count = len(feedparser.parse(body).entries)
          lost += count == 0
          entries += count
      print("feeds=%d bytes=%d seconds=%.6f allocated=0 lost=%d entries=%d"
          % (len(bodies), sum(map(len, bodies)), time.process_time() - start, lost, entries))
      """;

  private static final Pattern LINE = Pattern.compile(
      "feeds=(\\d+) bytes=(\\d+) seconds=([0-9.]+) allocated=(\\d+) lost=(\\d+) entries=(\\d+)");

  /// One pass over the feeds.
  private record Pass(
      int feeds, long bytes, double seconds, long allocated, int lost, int entries) {
    static Pass of(String line) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a pass: " + line);
      }
      return new Pass(
          Integer.parseInt(matcher.group(1)),
          Long.parseLong(matcher.group(2)),
          Double.parseDouble(matcher.group(3)),
          Long.parseLong(matcher.group(4)),
          Integer.parseInt(matcher.group(5)),
          Integer.parseInt(matcher.group(6)));
    }

    double speed() {
      return bytes / MB / seconds;
    }
  }

  private final Path feeds;
  private final Map<Reader, List<Double>> speeds = new EnumMap<>(Reader.class);
  private final Map<Reader, Pass> last = new EnumMap<>(Reader.class);
  private OptionalDouble feedparserSpeed = OptionalDouble.empty();
  private String feedparserRow = "";

  /// @param feeds the folder of the captured feeds
  FeedFigures(Path feeds) {
    this.feeds = feeds;
  }

  /// Has each parser read everything in so many passes, in a process of its own; the slow ones in
  /// a third of them, which takes them longer still. Of the passes the second half counts.
  void measure(int passes) throws IOException, InterruptedException {
    for (Reader reader : Reader.values()) {
      List<Pass> all = Child.run(
              Peers.ours(
                  "none",
                  "FeedProgram",
                  reader.name().toLowerCase(Locale.ROOT),
                  feeds.toString(),
                  String.valueOf(isSlow(reader) ? Math.max(4, passes / 3) : passes)),
              null,
              Long.MAX_VALUE)
          .stream()
          .map(Pass::of)
          .toList();
      Results.median(
              all.subList(all.size() / 2, all.size()).stream().map(Pass::speed).toList())
          .ifPresent(
              speed -> speeds.computeIfAbsent(reader, _ -> new ArrayList<>()).add(speed));
      last.put(reader, all.getLast());
    }
  }

  private static boolean isSlow(Reader reader) {
    return switch (reader) {
      case MEANWHILE, ARRIVING, AALTO -> false;
      case JSOUP, RSSREADER, ROME -> true;
    };
  }

  /// Has feedparser read everything once, if there is one.
  void measureFeedparser(String python) throws InterruptedException {
    String version =
        Child.firstLine(List.of(python, "-c", "import feedparser; print(feedparser.__version__)"));
    String line = Child.firstLine(List.of(python, "-c", FEEDPARSER, feeds.toString()));
    if (!line.isEmpty()) {
      Pass pass = Pass.of(line);
      feedparserSpeed = OptionalDouble.of(pass.speed());
      feedparserRow = row("feedparser " + version, pass.speed(), pass);
    }
  }

  private OptionalDouble speed(Reader reader) {
    return Results.median(speeds.getOrDefault(reader, List.of()));
  }

  String table() {
    StringBuilder table = new StringBuilder(
        "| | MB/s | allocated per MB | feeds lost | entries |\n| --- | --- | --- | --- | --- |\n");
    for (Reader reader : Reader.values()) {
      Pass pass = last.get(reader);
      if (pass != null) {
        table.append(row(reader.label, speed(reader).orElse(0), pass));
      }
    }
    table.append(feedparserRow.isEmpty() ? "\nWithout feedparser: found none.\n" : feedparserRow);
    table.append("\n| bar | asked for | measured | |\n| --- | --- | --- | --- |\n");
    double ours = speed(Reader.MEANWHILE).orElse(0);
    table.append(bar("0.45 of bare Aalto", 0.45, ours / speed(Reader.AALTO).orElse(1)));
    table.append(bar("10 times ROME", 10, ours / speed(Reader.ROME).orElse(1)));
    table.append(String.format(
        Locale.ROOT,
        "| no feed lost | 0 | %d | %s |%n",
        lost(),
        lost() == 0 ? "kept" : "**missed**"));
    feedparserSpeed.ifPresent(theirs -> table.append(String.format(
        Locale.ROOT, "%nOne core reads %.0f times as much as feedparser.%n", ours / theirs)));
    return table.toString();
  }

  private int lost() {
    Pass pass = last.get(Reader.MEANWHILE);
    return pass == null ? 0 : pass.lost();
  }

  private static String row(String label, double speed, Pass pass) {
    String allocated = pass.allocated() == 0
        ? ""
        : String.format(Locale.ROOT, "%.1f MB", (double) pass.allocated() / pass.bytes());
    return String.format(
        Locale.ROOT,
        "| %s | **%." + (speed < 10 ? 1 : 0) + "f** | %s | %d of %d | %d |%n",
        label,
        speed,
        allocated,
        pass.lost(),
        pass.feeds(),
        pass.entries());
  }

  private static String bar(String asked, double limit, double measured) {
    return String.format(
        Locale.ROOT,
        "| at least | %s | %.2f times | %s |%n",
        asked,
        measured,
        measured >= limit ? "kept" : "**missed**");
  }
}
