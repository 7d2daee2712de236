package dev.meanwhile.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a contender prints: `name=value`, a line each.
final class Output {
  private Output() {}

  static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s=%.1f%n", name, value);
  }

  static double perOperation(long startNanos, int count) {
    return (double) (System.nanoTime() - startNanos) / count;
  }

  /// The process's largest resident memory so far, as the kernel counts it; Linux only.
  static void printPeak() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          print("peak_mb", Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
