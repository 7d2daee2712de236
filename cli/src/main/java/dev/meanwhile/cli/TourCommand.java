package dev.meanwhile.cli;

import dev.meanwhile.examples.Tour;
import dev.meanwhile.examples.Tour.Listing;
import dev.meanwhile.examples.Tour.Pace;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile tour`: the listings, one after the other.
@Command(
    name = "tour",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs the listings of an introduction to asynchronous programming, as programs of this project.")
final class TourCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this one.")
  private @Nullable String name;

  @Option(names = "--list", description = "List them, one a line.")
  private boolean isList;

  @Option(names = "--instant", description = "Run on virtual time: the same output, at once.")
  private boolean isInstant;

  @Override
  public Integer call() {
    if (isList) {
      PrintWriter out = spec.commandLine().getOut();
      Tour.listings()
          .forEach(listing -> out.println(Terminal.pad(listing.name(), 26) + listing.title()));
      out.flush();
      return 0;
    }
    boolean isAlone = name != null;
    for (Listing listing : chosen()) {
      show(listing, isAlone);
    }
    return 0;
  }

  private List<Listing> chosen() {
    if (name == null) {
      return Tour.listings();
    }
    return List.of(Tour.find(name)
        .orElseThrow(() -> new ParameterException(
            spec.commandLine(),
            "there is no listing '" + name + "': meanwhile tour --list shows all of them")));
  }

  private void show(Listing listing, boolean isAlone) {
    Terminal terminal = Terminal.fromProperties();
    PrintStream out = System.out;
    if (!isAlone) {
      out.println(terminal.bold("── " + listing.name() + ": " + listing.title()));
    }
    Duration took = listing.run(isInstant ? Pace.INSTANT : Pace.REAL, out);
    if (!isAlone) {
      String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
      out.println(terminal.dim("   (" + seconds + (isInstant ? " of virtual time)" : ")")));
      out.println();
    }
  }
}
