package dev.meanwhile.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// Runs the command as a user would, in this process.
final class Commands {
  private Commands() {}

  /// What a command left.
  ///
  /// @param exitCode its exit code
  /// @param out what it wrote to standard output
  /// @param err what it wrote to standard error
  record Result(int exitCode, String out, String err) {}

  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Meanwhile.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
