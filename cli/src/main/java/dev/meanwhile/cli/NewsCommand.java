package dev.meanwhile.cli;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SampleNewsroom;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceList;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile news`: reads all sources at once and prints what is new.
@Command(
    name = "news",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads all sources at once and prints the newest headlines, what failed and why, and a summary.",
      "Without any source it starts a small newsroom of sample sources on this machine and reads that."
    })
final class NewsCommand implements Callable<Integer> {
  /// What makes the command end with exit code 1.
  enum FailOn {
    ALL,
    ANY
  }

  private static final int MAX_LIST_BYTES = 50 * 1024 * 1024;
  private static final Duration LONGEST_SPACING = Duration.ofDays(1);

  /// How long work that cannot be interrupted may hold up the end of a run.
  private static final Duration GRACE = Duration.ofMillis(250);

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      description = "Address of a feed (https:// may be left out), or a feed in a file.")
  private List<String> arguments = List.of();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = "Sources, one address a line; # starts a comment.")
  private List<String> lists = List.of();

  @Option(
      names = "--opml",
      paramLabel = "FILE",
      description = "Sources as another reader exported them.")
  private List<String> opmls = List.of();

  @Option(
      names = "--timeout",
      defaultValue = "5s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "For one source, from its request until it is parsed (default ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--deadline",
      defaultValue = "30s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "For the whole run; what is not done by then is reported as cut off (default ${DEFAULT-VALUE}).")
  private Duration deadline;

  @Option(
      names = "--concurrency",
      defaultValue = "64",
      paramLabel = "N",
      description = "How many sources are read at a time (default ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--per-host",
      defaultValue = "2",
      paramLabel = "N",
      description = "How many requests one host gets at a time (default ${DEFAULT-VALUE}).")
  private int perHost;

  @Option(
      names = "--spacing",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "Time between two requests to one host (default 1s, none for this machine and private networks).")
  private @Nullable Duration spacing;

  @Option(
      names = "--allow",
      paramLabel = "HOST|NETWORK",
      description =
          "A host, address or network (10.1.0.0/16) that redirects and OPML files may lead to although it is not public.")
  private List<String> allowed = List.of();

  @Option(
      names = "--fail-on",
      defaultValue = "all",
      paramLabel = "all|any",
      description = "Exit with 1 when all sources failed (default), or when any did.")
  private FailOn failOn;

  @Option(
      names = "--json",
      description = "Print the account as one JSON object, and nothing else, on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    requirePositive("--timeout", timeout.toNanos());
    requirePositive("--deadline", deadline.toNanos());
    requirePositive("--concurrency", concurrency);
    requirePositive("--per-host", perHost);
    if (spacing != null && spacing.compareTo(LONGEST_SPACING) > 0) {
      throw new ParameterException(spec.commandLine(), "--spacing must not be more than 24h");
    }
    boolean isSample = arguments.isEmpty() && lists.isEmpty() && opmls.isEmpty();
    SourceList given = isSample ? new SourceList(List.of(), List.of()) : collect();
    PrintWriter err = spec.commandLine().getErr();
    given.problems().forEach(problem -> err.println("meanwhile: " + Terminal.clean(problem)));
    err.flush();
    if (!isSample && given.sources().isEmpty()) {
      throw new CommandFailure("there is no source to read in what was given");
    }
    try (Runner runner = Runner.builder().blockingGrace(GRACE).open()) {
      return runner.run(
          () -> isSample ? readSample(given.problems()) : read(given.sources(), given.problems()));
    }
  }

  private int readSample(List<String> problems) {
    try (SampleNewsroom newsroom = SampleNewsroom.open()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("No source was given: reading a newsroom of "
          + newsroom.sources().size() + " samples on this machine, slow");
      err.println("and broken ones among them. To read your own: meanwhile news ADDRESS...");
      err.flush();
      return read(newsroom.sources(), problems);
    }
  }

  private int read(List<Source> sources, List<String> problems) {
    HostGovernor.Builder governor = HostGovernor.builder().perHost(perHost);
    if (spacing != null) {
      governor.spacing(spacing).privateSpacing(spacing);
    }
    try (ClientSession session = ClientSession.builder()
        .maxConnectionsPerHost(perHost)
        .governor(governor.build())
        .open()) {
      NewsAggregator aggregator = NewsAggregator.builder(session)
          .timeout(timeout)
          .deadline(deadline)
          .concurrency(concurrency)
          .guard(guard(allowed))
          .build();
      return readAndPrint(aggregator, sources, problems);
    }
  }

  private int readAndPrint(NewsAggregator aggregator, List<Source> sources, List<String> problems) {
    Terminal terminal = Terminal.fromProperties();
    PrintWriter err = spec.commandLine().getErr();
    EventLoop loop = EventLoop.current();
    ProgressView view =
        terminal.isErrorTerminal() ? new ProgressView(err, terminal, "sources") : null;
    if (view != null) {
      view.planned(sources.size());
    }
    RunListener listener =
        view == null ? new ProgressLines(err, sources.size()) : new NewsProgress(view);
    NewsAggregator.Run reading = aggregator.prepare(sources, listener);
    try (Interrupts _ =
        Interrupts.stopping(() -> loop.post(() -> reading.stop("it was interrupted")))) {
      Account account = view == null ? reading.await() : view.during(reading::await);
      print(account, problems, terminal, loop);
      return exitCode(account);
    }
  }

  private void print(Account account, List<String> problems, Terminal terminal, EventLoop loop) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(AccountJson.write(account, problems));
    } else {
      new NewsText(terminal, loop.clock().instant()).lines(account).forEach(out::println);
    }
    if (out.checkError()) {
      throw new CommandFailure("standard output could not be written");
    }
  }

  private int exitCode(Account account) {
    boolean isBad = failOn == FailOn.ANY ? account.failed() > 0 : account.successful() == 0;
    return isBad ? 1 : 0;
  }

  private SourceList collect() {
    List<SourceList> all = new ArrayList<>();
    arguments.forEach(argument -> all.add(argument(argument)));
    lists.forEach(
        file -> all.add(SourceList.parseLines(BoundedFiles.read(file, MAX_LIST_BYTES), file)));
    opmls.forEach(
        file -> all.add(SourceList.parseOpml(BoundedFiles.read(file, MAX_LIST_BYTES), file)));
    return SourceList.concat(all);
  }

  /// An existing file is a file; everything else is an address.
  private SourceList argument(String argument) {
    if (BoundedFiles.isFile(argument)) {
      Source file = new Source(argument, Path.of(argument).toUri());
      return new SourceList(List.of(file), List.of());
    }
    try {
      return new SourceList(List.of(SourceList.parseAddress(argument)), List.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /// Permits public addresses, and what `--allow` says.
  static AddressGuard guard(List<String> allowed) {
    AddressGuard guard = AddressGuard.publicOnly();
    for (String each : allowed) {
      try {
        guard = guard.allowing(each);
      } catch (IllegalArgumentException _) {
        guard = guard.trusting(each);
      }
    }
    return guard;
  }

  private void requirePositive(String option, long value) {
    if (value <= 0) {
      throw new ParameterException(spec.commandLine(), option + " must be more than zero");
    }
  }
}
