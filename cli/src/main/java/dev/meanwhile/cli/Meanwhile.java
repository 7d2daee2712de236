package dev.meanwhile.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Entry point of the `meanwhile` command.
@Command(
    name = "meanwhile",
    version = "meanwhile 0.1.0",
    mixinStandardHelpOptions = true,
    description =
        "async/await for Java: a news aggregator, a scraper, and a tour of what the library does.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NewsCommand.class,
      SourcesCommand.class,
      SearchCommand.class,
      ReadCommand.class,
      MarkCommands.Star.class,
      MarkCommands.MarkRead.class,
      StatsCommand.class,
      ExportCommand.class,
      WatchCommand.class,
      StoreCommand.class,
      ScrapeCommand.class,
      FeedCommand.class,
      TourCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 it ran, 1 it could not or every source failed, 2 wrong usage, 130 Ctrl-C."
    })
public final class Meanwhile implements Runnable {
  /// Warns of each robots.txt with a line that it does not know, as most have. Held here, or the
  /// level would be forgotten.
  private static final Logger ROBOTS = Logger.getLogger("crawlercommons.robots");

  @Spec
  private CommandSpec spec;

  Meanwhile() {}

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] args) {
    CommandLine commandLine = commandLine().setOut(StandardOutput.writer(System.out));
    System.exit(commandLine.execute(args));
  }

  static CommandLine commandLine() {
    ROBOTS.setLevel(Level.OFF);
    CommandLine commandLine = new CommandLine(new Meanwhile());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(Math.clamp(Terminal.fromProperties().columns(), 60, 110));
    commandLine.setExecutionExceptionHandler((failure, command, _) -> {
      PrintWriter err = command.getErr();
      if (failure instanceof CommandFailure) {
        err.println("meanwhile: " + failure.getMessage());
      } else {
        err.println("meanwhile: this is an error of Meanwhile itself: " + failure);
        failure.printStackTrace(err);
      }
      return 1;
    });
    return commandLine;
  }

  /// Without a command: what there is.
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
