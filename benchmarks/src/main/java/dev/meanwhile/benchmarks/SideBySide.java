package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the works of all contenders in one sitting, and writes tables and chart into
/// docs/PERFORMANCE.md. Started by `benchmarks/run`.
///
/// Every contender's run is a process of its own. The rounds go through all contenders in turn,
/// each round in another order, so that what else the machine does meets all of them alike.
public final class SideBySide {
  private static final List<Figure> RUNTIME = List.of(Figure.SWITCH, Figure.SPAWN, Figure.QUEUE);
  private static final List<Figure> MILLION =
      List.of(Figure.MILLION_MEMORY, Figure.MILLION_SECONDS);
  private static final List<Contender> OURS = List.of(Contender.PINNED, Contender.SHARED);
  private static final int MOST_TASKS = 1_000_000;

  /// A load that the build just before does not explain.
  private static final double BUSY = 1.5;

  private final Options options;
  private final Peers peers;
  private final Results results = new Results();
  private final Map<Contender, Flat> flat = new EnumMap<>(Contender.class);
  private final Map<Contender, SimulationFigures> simulation = new EnumMap<>(Contender.class);
  private final double loadBefore = Machine.load();

  private SideBySide(Options options, Peers peers) {
    this.options = options;
    this.peers = peers;
  }

  /// What is asked for.
  ///
  /// @param work `runtime`, `million`, `flat`, `simulation`, `http`, `scale`, `feeds`,
  ///     `news`, `news-flat` or `all`, which leaves out the last
  /// @param isQuick one round each
  /// @param project the project's folder
  /// @param peers the folder of the peers' programs; null to do without
  /// @param python the Python to use
  record Options(
      String work, boolean isQuick, Path project, @Nullable Path peers, String python) {
    boolean includes(String part) {
      return work.equals("all") || work.equals(part);
    }

    int rounds(int many) {
      return isQuick ? 1 : many;
    }

    static Options parse(String[] arguments) {
      String work = "all";
      boolean isQuick = false;
      Path project = Path.of("").toAbsolutePath();
      @Nullable Path peers = null;
      String python = Files.exists(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "runtime",
              "million",
              "flat",
              "simulation",
              "http",
              "scale",
              "feeds",
              "news",
              "news-flat",
              "all" -> work = arguments[i];
          case "--quick" -> isQuick = true;
          case "--project" -> project = Path.of(value(arguments, ++i)).toAbsolutePath();
          case "--peers" -> peers = Path.of(value(arguments, ++i)).toAbsolutePath();
          case "--python" -> python = value(arguments, ++i);
          default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
        }
      }
      Path beside = project.resolve("../shared/peers").normalize();
      if (peers == null && Files.isDirectory(beside)) {
        peers = beside;
      }
      return new Options(work, isQuick, project, peers, python);
    }

    private static String value(String[] arguments, int at) {
      if (at >= arguments.length) {
        throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
      }
      return arguments[at];
    }
  }

  /// Measures and writes.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = Options.parse(arguments);
    Path scratch = options.project().resolve("benchmarks/target/peers");
    new SideBySide(options, Peers.prepare(options.peers(), scratch, options.python())).measure();
  }

  private void measure() throws IOException, InterruptedException {
    peers.missing().forEach((peer, why) -> say("without " + peer.label + ": " + why));
    Document document = new Document(options.project().resolve("docs/PERFORMANCE.md"));
    if (options.includes("runtime")) {
      measureContenders("runtime", false, options.rounds(5));
      publish(document, "runtime", figures(RUNTIME));
    }
    if (options.includes("million")) {
      measureContenders("million", true, options.rounds(3));
      publish(document, "million", figures(MILLION));
    }
    if (options.includes("flat")) {
      measureFlat(options.rounds(2));
      publish(document, "flat", Tables.flat(flat) + "\n" + sitting(options.rounds(2)));
    }
    if (options.includes("simulation")) {
      measureSimulation(options.rounds(3));
      publish(
          document,
          "simulation",
          Tables.simulation(simulation) + "\n" + sitting(options.rounds(3)));
    }
    if (options.includes("http")) {
      HttpFigures figures = new HttpFigures();
      for (int round = 0; round < options.rounds(3); round++) {
        figures.measure(peers, options.isQuick() ? 40_000 : 150_000);
        say("http " + (round + 1) + "\n" + figures.table());
      }
      publish(document, "http", figures.table() + "\n" + sitting(options.rounds(3)));
    }
    if (options.includes("scale")) {
      List<String> lines = HttpFigures.scale(10_000, 2_000);
      publish(document, "scale", Tables.scale(lines) + "\n" + sitting(1));
    }
    if (options.includes("feeds")) {
      measureFeeds(document);
    }
    if (options.includes("news") || options.work().equals("news-flat")) {
      measureNews(document);
    }
    if (options.work().equals("all")) {
      String chart = Chart.draw(
          results, List.of(Figure.SWITCH, Figure.SPAWN, Figure.QUEUE, Figure.MILLION_MEMORY));
      Files.writeString(options.project().resolve("docs/performance.svg"), chart);
      publish(document, "chart", "![Meanwhile and its peers; shorter is better](performance.svg)");
    }
  }

  private void measureFeeds(Document document) throws IOException, InterruptedException {
    Path feeds = options.project().resolve("../shared/feeds/real/feeds").normalize();
    if (!Files.isDirectory(feeds)) {
      say("without feeds: found no captured feeds in " + feeds);
      return;
    }
    FeedFigures figures = new FeedFigures(feeds);
    figures.measureFeedparser(options.python());
    for (int round = 0; round < options.rounds(3); round++) {
      figures.measure(options.isQuick() ? 8 : 20);
      say("feeds " + (round + 1) + "\n" + figures.table());
    }
    publish(document, "feeds", figures.table() + "\n" + sitting(options.rounds(3)));
  }

  private void measureNews(Document document) throws IOException, InterruptedException {
    Path feeds = options.project().resolve("../shared/feeds/real").normalize();
    Path programs = options.peers();
    if (!Files.isDirectory(feeds) || programs == null) {
      say("without news: found no captured feeds in " + feeds + ", or no peers");
      return;
    }
    Path scratch = options.project().resolve("benchmarks/target/news");
    NewsPeers newsPeers = new NewsPeers(programs, scratch, options.python());
    Optional<Path> program = newsPeers.buildServer();
    if (program.isEmpty()) {
      say("without news: " + newsPeers.missing());
      return;
    }
    try (FeedServer server = FeedServer.start(program.get(), feeds)) {
      NewsFigures figures = new NewsFigures(newsPeers, server, scratch);
      if (options.work().equals("news-flat")) {
        List<Integer> copies = options.isQuick() ? List.of(1, 10) : List.of(1, 10, 100);
        publish(document, "news-flat", figures.flat(copies) + "\n" + sitting(1));
        return;
      }
      for (int round = 0; round < options.rounds(3); round++) {
        figures.measure(round);
        say("news " + (round + 1) + "\n" + figures.table());
      }
      publish(document, "news", figures.table() + "\n" + sitting(options.rounds(3)));
      publish(document, "news-trouble", figures.trouble() + "\n" + sitting(1));
    }
  }

  private void measureContenders(String part, boolean isMillion, int rounds)
      throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : turns(round, isMillion)) {
        Optional<List<String>> lines = peers.run(contender, isMillion);
        if (lines.isPresent()) {
          log(part, round, contender, lines.get());
          results.add(contender, lines.get());
        }
      }
    }
  }

  private void measureFlat(int rounds) throws IOException, InterruptedException {
    String most = String.valueOf(options.isQuick() ? MOST_TASKS / 10 : MOST_TASKS);
    for (int round = 0; round < rounds; round++) {
      for (Contender carrier : OURS) {
        String name = carrier.name().toLowerCase(Locale.ROOT);
        List<String> lines = Child.run(Peers.ours(name, "FlatProgram", most), null, Long.MAX_VALUE);
        log("flat", round, carrier, lines);
        flat.computeIfAbsent(carrier, _ -> new Flat()).add(lines);
      }
    }
  }

  private void measureSimulation(int rounds) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Contender carrier : OURS) {
        String name = carrier.name().toLowerCase(Locale.ROOT);
        List<String> lines = Child.run(Peers.ours(name, "SimulationProgram"), null, Long.MAX_VALUE);
        log("simulation", round, carrier, lines);
        simulation.computeIfAbsent(carrier, _ -> new SimulationFigures()).add(lines);
      }
    }
  }

  /// Who is measured, beginning with another one in each round.
  private List<Contender> turns(int round, boolean isMillion) {
    List<Contender> turns = new ArrayList<>(List.of(Contender.values()));
    turns.removeIf(contender -> !contender.isStarted() || (isMillion && isSpared(contender)));
    Collections.rotate(turns, -round * 3);
    return turns;
  }

  /// A million takes each half a minute: uvloop has no tasks of its own, and no bar is about the
  /// bare threads' memory.
  private boolean isSpared(Contender contender) {
    return switch (contender) {
      case UVLOOP -> true;
      case BARE_OWN, BARE_JDK -> options.isQuick();
      case PINNED, SHARED, ASYNCIO, GO, GO_ONE, KOTLIN -> false;
    };
  }

  private String figures(List<Figure> figures) {
    int rounds = options.rounds(figures == RUNTIME ? 5 : 3);
    StringBuilder part = new StringBuilder(Tables.figures(results, figures));
    part.append('\n').append(Tables.bars(results, figures));
    peers
        .missing()
        .forEach((peer, why) -> part.append("\nWithout ")
            .append(peer.label)
            .append(": ")
            .append(why)
            .append(".\n"));
    return part.append('\n').append(sitting(rounds)).toString();
  }

  private String sitting(int rounds) {
    String text = Machine.describe(peers.versions())
        + String.format(
            Locale.ROOT,
            " %s; the machine's load was %.1f before the first round.%n",
            rounds == 1 ? "One round" : "Medians of " + rounds + " rounds (lowest–highest)",
            loadBefore);
    return loadBefore < BUSY
        ? text
        : text + "**Others used the machine meanwhile: good for a look, not for a claim.**\n";
  }

  private static void publish(Document document, String part, String content) throws IOException {
    say("\n" + content);
    document.replace(part, content);
  }

  private static void log(String part, int round, Contender contender, List<String> lines) {
    say(part + " " + (round + 1) + ", " + contender.label + ": " + String.join("; ", lines));
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
