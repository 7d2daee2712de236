package dev.meanwhile.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the contenders are started, after whatever has to be built was built. Peers whose tools or
/// sources are missing are left out, and named with the reason.
final class Peers {
  /// What every JVM here is started with: our launcher's flags for memory, and the serial
  /// collector, which needs the least.
  private static final List<String> JVM_FLAGS = List.of(
      "--add-opens",
      "java.base/java.lang=ALL-UNNAMED",
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders",
      "-Djdk.trackAllThreads=false");

  /// Four repeats of three works; afterwards the program goes on to the million.
  private static final int KOTLIN_LINES = 12;

  private final @Nullable Path sources;
  private final Path scratch;
  private final String python;
  private final Map<Contender, String> versions = new EnumMap<>(Contender.class);
  private final Map<Contender, String> missing = new EnumMap<>(Contender.class);
  private @Nullable String kotlinClassPath;

  private Peers(@Nullable Path sources, Path scratch, String python) {
    this.sources = sources;
    this.scratch = scratch;
    this.python = python;
  }

  /// Looks for the peers and builds what has to be built.
  ///
  /// @param sources the folder of the peers' programs; null where there is none
  /// @param scratch a folder to build in; nothing is written to `sources`
  static Peers prepare(@Nullable Path sources, Path scratch, String python)
      throws InterruptedException {
    Peers peers = new Peers(sources, scratch, python);
    if (sources == null) {
      for (Contender peer :
          List.of(Contender.ASYNCIO, Contender.UVLOOP, Contender.GO, Contender.KOTLIN)) {
        peers.missing.put(peer, "found no folder of peers");
      }
      return peers;
    }
    peers.findPython();
    peers.attempt(Contender.GO, () -> peers.buildGo(sources));
    peers.attempt(Contender.KOTLIN, () -> peers.buildKotlin(sources));
    return peers;
  }

  /// Who is left out, and why.
  Map<Contender, String> missing() {
    return missing;
  }

  /// The versions that were found of the others.
  Map<Contender, String> versions() {
    return versions;
  }

  /// What the contender prints on the four works, or only on the million; empty if it is missing.
  Optional<List<String>> run(Contender contender, boolean isMillion)
      throws IOException, InterruptedException {
    if (missing.containsKey(contender)) {
      return Optional.empty();
    }
    boolean isCutShort = contender == Contender.KOTLIN && !isMillion;
    List<String> command = command(contender, isMillion);
    return Optional.of(Child.run(command, null, isCutShort ? KOTLIN_LINES : Long.MAX_VALUE));
  }

  /// What aiohttp on uvloop prints when it fetches; empty where it is missing.
  ///
  /// @param work address, connections, requests
  Optional<List<String>> aiohttp(String[] work) throws InterruptedException {
    if (sources == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Child.run(
          List.of(python, source("fetch_aiohttp.py"), work[0], work[1], work[2], "uv"),
          null,
          Long.MAX_VALUE));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private List<String> command(Contender contender, boolean isMillion) {
    String work = isMillion ? "million" : "all";
    return switch (contender) {
      case PINNED -> ours("pinned", "RuntimeProgram", work);
      case SHARED -> ours("shared", "RuntimeProgram", work);
      case BARE_OWN -> ours("none", "BareProgram", "own", work);
      case BARE_JDK -> ours("none", "BareProgram", "jdk", work);
      case ASYNCIO -> List.of(python, source("asyncio_bench.py"), work);
      case UVLOOP -> List.of(python, source("asyncio_bench.py"), "uv", work);
      case GO, GO_ONE -> List.of(scratch.resolve("runtime").toString(), work);
      case KOTLIN ->
        List.of(java(), "-XX:+UseSerialGC", "-cp", String.valueOf(kotlinClassPath), "RuntimeKt");
    };
  }

  /// The command that runs a program of this module.
  static List<String> ours(String carrier, String program, String... arguments) {
    return ours(List.of(), carrier, program, arguments);
  }

  /// The same with more flags for its JVM.
  static List<String> ours(
      List<String> flags, String carrier, String program, String... arguments) {
    return Stream.of(
            Stream.of(java()),
            JVM_FLAGS.stream(),
            flags.stream(),
            Stream.of(
                "-Dmeanwhile.carrier=" + carrier,
                "-cp",
                System.getProperty("java.class.path"),
                Peers.class.getPackageName() + "." + program),
            Stream.of(arguments))
        .flatMap(part -> part)
        .toList();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private String source(String name) {
    return sources == null ? name : sources.resolve(name).toString();
  }

  private void findPython() throws InterruptedException {
    String version = Child.firstLine(List.of(
        python,
        "-c",
        "import platform as p; print(p.python_implementation(), p.python_version())"));
    String uvloop =
        Child.firstLine(List.of(python, "-c", "import uvloop; print(uvloop.__version__)"));
    note(Contender.ASYNCIO, version, "found no " + python);
    note(Contender.UVLOOP, uvloop, python + " has no uvloop");
  }

  private void note(Contender contender, String version, String otherwise) {
    if (version.isEmpty()) {
      missing.put(contender, otherwise);
    } else {
      versions.put(contender, version);
    }
  }

  private interface Build {
    void run() throws IOException, InterruptedException;
  }

  private void attempt(Contender contender, Build build) throws InterruptedException {
    try {
      build.run();
    } catch (IOException failure) {
      missing.put(contender, "cannot be built: " + failure.getMessage());
    }
  }

  private void buildGo(Path from) throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    String program = scratch.resolve("runtime").toString();
    Child.run(
        List.of("go", "build", "-o", program, from.resolve("runtime.go").toString()),
        scratch,
        Long.MAX_VALUE);
    note(Contender.GO, Child.firstLine(List.of("go", "version")), "has no version");
  }

  private void buildKotlin(Path from) throws IOException, InterruptedException {
    Path copy = scratch.resolve("kotlin");
    copyFolder(from.resolve("kotlin"), copy);
    Child.run(
        List.of(
            "mvn",
            "-q",
            "-B",
            "compile",
            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath",
            "-Dmdep.outputFile=target/classpath"),
        copy,
        Long.MAX_VALUE);
    kotlinClassPath = copy.resolve("target/classes")
        + File.pathSeparator
        + Files.readString(copy.resolve("target/classpath")).trim();
    Matcher version = Pattern.compile("kotlinx-coroutines-core-jvm</artifactId><version>([^<]+)<")
        .matcher(Files.readString(copy.resolve("pom.xml")));
    note(Contender.KOTLIN, version.find() ? version.group(1) : "?", "");
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
