package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CPU time per request of those who fetch, against one server in a process of its own; and what
/// became of many sources on many hosts.
final class HttpFigures {
  private static final int CONNECTIONS = 64;
  private static final Pattern OURS = Pattern.compile("http_cpu_us=([0-9.]+)");
  private static final Pattern THEIRS = Pattern.compile("cpu_us_per_request=([0-9.]+)");

  /// Who fetches.
  enum Who {
    PINNED("Meanwhile, pinned"),
    SHARED("Meanwhile, shared"),
    BARE("bare HttpClient 5 on virtual threads"),
    AIOHTTP("aiohttp on uvloop");

    final String label;

    Who(String label) {
      this.label = label;
    }
  }

  private final Map<Who, List<Double>> rounds = new EnumMap<>(Who.class);

  /// Has each fetch the same page `requests` times.
  void measure(Peers peers, int requests) throws IOException, InterruptedException {
    try (HttpServerProcess server = HttpServerProcess.start()) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      String[] work = {url, String.valueOf(CONNECTIONS), String.valueOf(requests)};
      for (Who who : Who.values()) {
        Optional<List<String>> lines = switch (who) {
          case PINNED, SHARED -> ours(who.name().toLowerCase(Locale.ROOT), "session", work);
          case BARE -> ours("none", "bare", work);
          case AIOHTTP -> peers.aiohttp(work);
        };
        lines.ifPresent(printed -> add(who, printed));
      }
    }
  }

  /// Reads `sources` on `hosts` in a heap of 320 MB, and gives the lines that say what became of
  /// them.
  static List<String> scale(int sources, int hosts) throws IOException, InterruptedException {
    try (HttpServerProcess server = HttpServerProcess.start()) {
      return Child.run(
          Peers.ours(
              List.of("-Xmx320m"),
              "pinned",
              "ScaleProgram",
              String.valueOf(server.port()),
              String.valueOf(sources),
              String.valueOf(hosts)),
          null,
          Long.MAX_VALUE);
    }
  }

  private static Optional<List<String>> ours(String carrier, String who, String[] work)
      throws IOException, InterruptedException {
    return Optional.of(Child.run(
        Peers.ours(carrier, "HttpProgram", who, work[0], work[1], work[2]), null, Long.MAX_VALUE));
  }

  /// The last repeat counts: the ones before warm up.
  private void add(Who who, List<String> lines) {
    Pattern pattern = who == Who.AIOHTTP ? THEIRS : OURS;
    double last = 0;
    for (String line : lines) {
      Matcher figure = pattern.matcher(line);
      last = figure.find() ? Double.parseDouble(figure.group(1)) : last;
    }
    rounds.computeIfAbsent(who, _ -> new ArrayList<>()).add(last);
  }

  private OptionalDouble of(Who who) {
    return Results.median(rounds.getOrDefault(who, List.of()));
  }

  String table() {
    StringBuilder table = new StringBuilder("| | CPU per request |\n| --- | --- |\n");
    for (Who who : Who.values()) {
      of(who)
          .ifPresent(median -> table.append(
              String.format(Locale.ROOT, "| %s | **%.1f us** |%n", who.label, median)));
    }
    table.append("\n| bar | asked for | measured | |\n| --- | --- | --- | --- |\n");
    for (Who who : List.of(Who.PINNED, Who.SHARED)) {
      of(who).ifPresent(ours -> {
        of(Who.AIOHTTP)
            .ifPresent(theirs ->
                table.append(bar(who, "at most a fifth of aiohttp on uvloop", theirs / 5, ours)));
        of(Who.BARE)
            .ifPresent(theirs ->
                table.append(bar(who, "at most 4 us over bare HttpClient 5", theirs + 4, ours)));
      });
    }
    return table.toString();
  }

  private static String bar(Who who, String asked, double limit, double measured) {
    return String.format(
        Locale.ROOT,
        "| %s | %s: %.1f us | %.1f us | %s |%n",
        who.label,
        asked,
        limit,
        measured,
        measured <= limit ? "kept" : "**missed**");
  }
}
