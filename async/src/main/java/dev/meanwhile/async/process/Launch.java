package dev.meanwhile.async.process;

import dev.meanwhile.async.OutsideWork;
import dev.meanwhile.async.WaitKind;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The start of a program, which takes some milliseconds outside of the loop.
record Launch(List<String> command, ProcessOptions options) {
  Launch {
    command = List.copyOf(command);
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IllegalArgumentException("a command must name a program");
    }
  }

  /// The program's name, without its folders and arguments.
  String name() {
    Path file = Path.of(command.getFirst()).getFileName();
    return file == null ? command.getFirst() : file.toString();
  }

  /// Without the arguments, which may be secrets.
  @Override
  public String toString() {
    return "Launch[" + name() + ", " + options + "]";
  }

  /// Waits until it runs.
  Process run() {
    Running running = OutsideWork.on(
            WaitKind.BLOCKING, "the start of " + name(), ProcessThreads.shared())
        .call(this::start);
    return running.process;
  }

  private Running start() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(options.environment());
    builder
        .redirectInput(options.input() == Stdio.INHERIT ? Redirect.INHERIT : Redirect.PIPE)
        .redirectOutput(output(options.output()))
        .redirectError(output(options.errors()))
        .redirectErrorStream(options.errors() == Stdio.OUTPUT);
    try {
      Path folder = options.folder();
      if (folder != null) {
        builder.directory(existing(folder));
      }
      Process process = builder.start();
      if (options.input() == Stdio.NOTHING) {
        process.getOutputStream().close();
      }
      return new Running(process);
    } catch (IOException failure) {
      throw new ProcessException(
          "could not start " + command.getFirst() + ": " + why(failure), failure);
    }
  }

  private static Redirect output(Stdio stdio) {
    return switch (stdio) {
      case PIPE, OUTPUT -> Redirect.PIPE;
      case INHERIT -> Redirect.INHERIT;
      case NOTHING -> Redirect.DISCARD;
    };
  }

  /// The system's own message for a missing folder reads as if the program were missing.
  private static File existing(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
    }
    return folder.toFile();
  }

  private static String why(IOException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  /// A process that nobody has taken yet: closed if the task that starts it is cancelled.
  private record Running(Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.toHandle().destroyForcibly();
    }
  }
}
