package dev.meanwhile.async.process;

import dev.meanwhile.async.net.StreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How [Subprocess#start] starts a program.
///
/// @param folder where it runs; null for where this program does
/// @param environment what is added to this program's environment, or replaces parts of it
/// @param input what its input is connected to
/// @param output what its output is connected to
/// @param errors what its errors are connected to
/// @param grace how long it may take to end when asked to, before it is killed
/// @param limit the readers' limit in bytes: see [StreamReader#DEFAULT_LIMIT]
public record ProcessOptions(
    @Nullable Path folder,
    Map<String, String> environment,
    Stdio input,
    Stdio output,
    Stdio errors,
    Duration grace,
    int limit) {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(2);

  /// Checks the values and copies the environment.
  ///
  /// @throws IllegalArgumentException if input or output is connected to the output, the grace
  ///     is negative, or the limit not from 1 to
  ///     [StreamReader#MAX_WHOLE]
  public ProcessOptions {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(errors, "errors");
    if (input == Stdio.OUTPUT || output == Stdio.OUTPUT) {
      throw new IllegalArgumentException("only errors can be connected to the output");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("the time of grace cannot be negative: " + grace);
    }
    StreamReader.requireLimit(limit);
  }

  /// Here, with this program's environment, three pipes, 2 s of grace, and 64 KiB.
  public static ProcessOptions defaults() {
    return new ProcessOptions(
        null,
        Map.of(),
        Stdio.PIPE,
        Stdio.PIPE,
        Stdio.PIPE,
        DEFAULT_GRACE,
        StreamReader.DEFAULT_LIMIT);
  }

  /// The same, running in another folder.
  public ProcessOptions withFolder(Path folder) {
    return new ProcessOptions(
        Objects.requireNonNull(folder, "folder"), environment, input, output, errors, grace, limit);
  }

  /// The same, with one more variable of the environment.
  public ProcessOptions withEnvironment(String name, String value) {
    Map<String, String> added = new HashMap<>(environment);
    added.put(name, value);
    return new ProcessOptions(folder, added, input, output, errors, grace, limit);
  }

  /// The same, with its input connected otherwise.
  public ProcessOptions withInput(Stdio input) {
    return new ProcessOptions(folder, environment, input, output, errors, grace, limit);
  }

  /// The same, with its output connected otherwise.
  public ProcessOptions withOutput(Stdio output) {
    return new ProcessOptions(folder, environment, input, output, errors, grace, limit);
  }

  /// The same, with its errors connected otherwise.
  public ProcessOptions withErrors(Stdio errors) {
    return new ProcessOptions(folder, environment, input, output, errors, grace, limit);
  }

  /// The same, with another time of grace; zero kills it without asking.
  public ProcessOptions withGrace(Duration grace) {
    return new ProcessOptions(folder, environment, input, output, errors, grace, limit);
  }

  /// The same, with another limit for the readers.
  public ProcessOptions withLimit(int limit) {
    return new ProcessOptions(folder, environment, input, output, errors, grace, limit);
  }

  /// All of it except for the values of the environment, which may be secrets.
  @Override
  public String toString() {
    return "ProcessOptions[folder=" + folder + ", environment="
        + new TreeSet<>(environment.keySet())
        + ", input=" + input + ", output=" + output + ", errors=" + errors + ", grace=" + grace
        + ", limit=" + limit + "]";
  }
}
