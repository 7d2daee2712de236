package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The aggregators as users of Python and Node would write them, and the server that all of them
/// read. Whatever is missing is left out, and named with the reason.
final class NewsPeers {
  private static final String CONCURRENCY = "64";

  private final Path sources;
  private final Path scratch;
  private final String python;
  private final List<String> missing = new ArrayList<>();

  /// @param sources the folder of the peers' programs
  /// @param scratch a folder to build in
  NewsPeers(Path sources, Path scratch, String python) {
    this.sources = sources;
    this.scratch = scratch;
    this.python = python;
  }

  /// What one of them printed.
  record Printed(double feedsPerSecond, double cpuMillis, double peakMb) {
    static Printed of(String line) {
      return new Printed(
          number("feeds_per_s", line), number("cpu_ms_per_feed", line), number("peak_mb", line));
    }

    private static double number(String name, String line) {
      Matcher found = Pattern.compile('"' + name + "\": ?([0-9.]+)").matcher(line);
      return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
  }

  /// Who is left out, and why.
  List<String> missing() {
    return missing;
  }

  /// Builds the server of feeds; empty where there is no Go.
  Optional<Path> buildServer() throws InterruptedException {
    Path program = scratch.resolve("feedserver");
    try {
      Files.createDirectories(scratch);
      Child.run(
          List.of(
              "go",
              "build",
              "-o",
              program.toString(),
              sources.resolve("feedserver.go").toString()),
          scratch,
          Long.MAX_VALUE);
      return Optional.of(program);
    } catch (IOException e) {
      missing.add("everything, since the server of feeds cannot be built: " + e.getMessage());
      return Optional.empty();
    }
  }

  Optional<Printed> python(Path list) throws InterruptedException {
    return run(
        "Python",
        List.of(python, sources.resolve("news_python.py").toString(), list.toString(), CONCURRENCY),
        scratch);
  }

  Optional<Printed> node(Path list) throws InterruptedException {
    Path folder = scratch.resolve("node");
    try {
      Files.createDirectories(folder);
      Files.copy(
          sources.resolve("news_node.mjs"),
          folder.resolve("news_node.mjs"),
          StandardCopyOption.REPLACE_EXISTING);
      if (!Files.isDirectory(folder.resolve("node_modules/feedsmith"))) {
        Child.run(List.of("npm", "install", "--silent", "feedsmith"), folder, Long.MAX_VALUE);
      }
    } catch (IOException e) {
      missing.add("Node: " + e.getMessage());
      return Optional.empty();
    }
    return run("Node", List.of("node", "news_node.mjs", list.toString(), CONCURRENCY), folder);
  }

  private Optional<Printed> run(String who, List<String> command, Path folder)
      throws InterruptedException {
    try {
      return Optional.of(Printed.of(Child.run(command, folder, Long.MAX_VALUE).getLast()));
    } catch (IOException e) {
      missing.add(who + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// The middle one of several.
  static OptionalDouble median(
      List<Printed> printed, java.util.function.ToDoubleFunction<Printed> figure) {
    return Results.median(printed.stream().mapToDouble(figure).boxed().toList());
  }
}
