package dev.meanwhile.async.test;

import java.util.List;
import java.util.Set;

/// Tells the program's own code from that which runs it or helps it, for those who look for a
/// line to show.
final class ProgramCode {
  private static final Set<String> LIBRARY =
      Set.of("dev.meanwhile.async", "dev.meanwhile.async.net", "dev.meanwhile.async.process");

  private static final Set<String> OWN = Set.of(
      Interleaving.class.getName(),
      TurnTrace.class.getName(),
      CancelAtWait.class.getName(),
      FaultPoints.class.getName(),
      Attempt.class.getName());

  /// The JDK's, and what throws in a test's name.
  private static final List<String> HELPERS =
      List.of("java.", "jdk.", "org.junit.", "org.opentest4j.", "org.assertj.", "org.hamcrest.");

  private ProgramCode() {}

  static boolean has(String className) {
    int end = className.lastIndexOf('.');
    String packageName = end < 0 ? "" : className.substring(0, end);
    return !LIBRARY.contains(packageName)
        && !OWN.contains(className)
        && HELPERS.stream().noneMatch(className::startsWith);
  }
}
