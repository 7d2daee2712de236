package dev.meanwhile.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that is started, read to its end and never left behind.
final class Child {
  /// Far longer than any work takes; a process that hangs must not keep the others from running.
  private static final long LIMIT_MINUTES = 20;

  private Child() {}

  /// The lines that `command` prints to its output; its errors go to this process's.
  ///
  /// @param enough after how many lines it is ended
  /// @throws IOException if it cannot be started, or fails
  static List<String> run(List<String> command, @Nullable Path folder, long enough)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.start();
    Timer limit = new Timer("child-limit", true);
    limit.schedule(
        new TimerTask() {
          @Override
          public void run() {
            process.destroyForcibly();
          }
        },
        TimeUnit.MINUTES.toMillis(LIMIT_MINUTES));
    try (BufferedReader output = process.inputReader()) {
      List<String> lines = output.lines().limit(enough).toList();
      if (lines.size() == enough) {
        return lines;
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(command.getFirst() + " ended with " + code + " after " + lines.size()
            + " lines: " + String.join(" ", command));
      }
      return lines;
    } finally {
      limit.cancel();
      process.destroyForcibly().waitFor();
    }
  }

  /// The first line that `command` prints; empty if it cannot be had.
  static String firstLine(List<String> command) throws InterruptedException {
    try {
      List<String> lines = new ArrayList<>(run(command, null, Long.MAX_VALUE));
      return lines.isEmpty() ? "" : lines.getFirst().trim();
    } catch (IOException _) {
      return "";
    }
  }
}
