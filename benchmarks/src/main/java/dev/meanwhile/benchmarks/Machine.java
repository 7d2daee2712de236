package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

/// Where and when it was measured, in one sentence.
final class Machine {
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Machine() {}

  static String describe(Map<Contender, String> versions) {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "Measured %s on %d cores (%s), %s %s, JDK %s",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("os.name"),
        System.getProperty("os.version").replaceAll("[^0-9.].*", ""),
        System.getProperty("java.vm.version")));
    versions.forEach((peer, version) -> text.append(", ").append(named(peer, version)));
    return text.append('.').toString();
  }

  private static String named(Contender peer, String version) {
    return switch (peer) {
      case ASYNCIO -> version;
      case GO -> version.replaceAll("go version go(\\S+).*", "Go $1");
      default -> peer.label + " " + version;
    };
  }

  /// The load that the machine has had in the last minute, from whomever; 0 where unknown.
  static double load() {
    try {
      return Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]);
    } catch (IOException _) {
      return 0;
    }
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceAll(".*:\\s*", "").trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException _) {
      return System.getProperty("os.arch");
    }
  }
}
