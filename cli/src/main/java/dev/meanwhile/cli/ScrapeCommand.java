package dev.meanwhile.cli;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.SourceList;
import dev.meanwhile.scrape.Robots;
import dev.meanwhile.scrape.Scraped;
import dev.meanwhile.scrape.Scraper;
import dev.meanwhile.scrape.Unread;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile scrape`: reads pages at once.
@Command(
    name = "scrape",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads pages at once and prints title, status, text and links of each as soon as it is there.",
      "What robots.txt of a host asks crawlers not to read is not read."
    })
final class ScrapeCommand implements Callable<Integer> {
  private static final int MAX_FILE_BYTES = 10 * 1024 * 1024;
  private static final int TYPED_PER_HOST = 8;
  private static final int FOUND_PER_HOST = 2;
  private static final Duration LONGEST_SPACING = Duration.ofDays(1);
  private static final Duration GRACE = Duration.ofMillis(250);

  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "1..*",
      description = "Address of a page (https:// may be left out), or a page in a file.")
  private List<String> arguments = List.of();

  @Option(
      names = "--compare",
      description =
          "Read all at once, then one by one, each with a fresh session, and print both times and the speedup.")
  private boolean isCompared;

  @Option(
      names = "--depth",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Also read the pages that links lead to at the same host, up to N links away (default ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--max-pages",
      defaultValue = "100",
      paramLabel = "N",
      description =
          "Read at most so many pages when links are followed (default ${DEFAULT-VALUE}).")
  private int maxPages;

  @Option(
      names = "--select",
      paramLabel = "CSS",
      description = "Take the text of what this CSS selector matches instead of the article.")
  private @Nullable String select;

  @ArgGroup(exclusive = true)
  private @Nullable Format format;

  @Option(
      names = "--timeout",
      defaultValue = "30s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description = "For one request (default ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--per-host",
      paramLabel = "N",
      description =
          "How many requests one host gets at a time (default 8, and 2 for pages found by links).")
  private @Nullable Integer perHost;

  @Option(
      names = "--spacing",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "Time between two requests to one host (default none, and 1s for pages found by links outside of private networks).")
  private @Nullable Duration spacing;

  @Option(
      names = "--ignore-robots",
      description =
          "Do not ask for robots.txt: read also what hosts ask crawlers not to read, and without the pauses that they ask for. Meant for hosts of your own.")
  private boolean isIgnoringRobots;

  @Option(
      names = "--allow",
      paramLabel = "HOST|NETWORK",
      description =
          "A host, address or network (10.1.0.0/16) that redirects may lead to although it is not public.")
  private List<String> allowed = List.of();

  @Option(
      names = "--fail-on",
      defaultValue = "all",
      paramLabel = "all|any",
      description = "Exit with 1 when all pages failed (default), or when any did.")
  private NewsCommand.FailOn failOn;

  /// How results are printed, if not as text.
  static final class Format {
    @Option(names = "--json", description = "Print one JSON object per page, each on one line.")
    boolean isJson;

    @Option(names = "--csv", description = "Print a table with one row per page.")
    boolean isCsv;
  }

  /// What is to be read: addresses, and files.
  private record Input(List<URI> addresses, List<String> files) {}

  @Override
  public Integer call() {
    check();
    Input input = input();
    try (Runner runner = Runner.builder().blockingGrace(GRACE).open()) {
      return runner.run(() -> read(input));
    }
  }

  private void check() {
    requireAtLeast("--depth", 0, depth);
    requireAtLeast("--max-pages", 1, maxPages);
    requireAtLeast("--timeout", 1, timeout.toNanos());
    if (perHost != null) {
      requireAtLeast("--per-host", 1, perHost);
    }
    if (spacing != null && spacing.compareTo(LONGEST_SPACING) > 0) {
      throw wrong("--spacing must not be more than 24h");
    }
    if (select != null) {
      try (ClientSession unused = ClientSession.open()) {
        Scraper.builder(unused).select(select);
      } catch (IllegalArgumentException e) {
        throw wrong("--select: " + e.getMessage());
      }
    }
  }

  /// An existing file is a file; everything else is an address.
  private Input input() {
    List<URI> addresses = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String argument : arguments) {
      if (BoundedFiles.isFile(argument)) {
        files.add(argument);
        continue;
      }
      try {
        URI uri = SourceList.parseAddress(argument).uri();
        if ("file".equalsIgnoreCase(uri.getScheme())) {
          files.add(Path.of(uri).toString());
        } else {
          addresses.add(uri);
        }
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
    if (isCompared && addresses.isEmpty()) {
      throw wrong("--compare needs an address: files do not wait");
    }
    return new Input(addresses, files);
  }

  private int read(Input input) {
    EventLoop loop = EventLoop.current();
    ScrapeOutput output = newOutput(loop);
    Task<?> reading = createTask(() -> {
      output.during(() -> readAll(input, output));
    });
    try (Interrupts _ = Interrupts.stopping(() -> loop.post(() -> reading.cancel("interrupted")))) {
      try {
        reading.await();
      } catch (CancelledError cancelled) {
        if (!reading.isCancelled()) {
          throw cancelled;
        }
        // Ctrl-C: what is done is printed already.
      }
      output.end();
    }
    boolean isBad =
        failOn == NewsCommand.FailOn.ANY ? output.failed() > 0 : output.successful() == 0;
    return isBad ? 1 : 0;
  }

  private ScrapeOutput newOutput(EventLoop loop) {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.fromProperties();
    boolean isWhole = arguments.size() == 1 && depth == 0;
    ScrapeFormat how = format == null
        ? new ScrapeText(terminal, isWhole)
        : format.isJson ? new ScrapeJson(select != null) : new ScrapeCsv();
    return new ScrapeOutput(how, out, spec.commandLine().getErr(), terminal, loop);
  }

  private void readAll(Input input, ScrapeOutput output) {
    try (ClientSession typed = session(TYPED_PER_HOST, Duration.ZERO);
        ClientSession found = session(FOUND_PER_HOST, null)) {
      Scraper scraper = scraper(typed, found, robots(typed)).build();
      output.planned(input.files().size());
      input.files().forEach(file -> output.finished(readFile(scraper, file)));
      if (!isCompared) {
        scraper.scrape(input.addresses(), output);
      }
    }
    if (isCompared) {
      compare(input.addresses(), output);
    }
  }

  private static Scraped readFile(Scraper scraper, String file) {
    URI uri = Path.of(file).toUri();
    try {
      return scraper.parse(blocking(() -> BoundedFiles.read(file, MAX_FILE_BYTES)), uri);
    } catch (CommandFailure e) {
      return new Unread(
          uri, String.valueOf(e.getMessage()), EventLoop.current().clock().instant());
    }
  }

  /// Both ways find the rules of the hosts known already: they are compared, not the hosts.
  private void compare(List<URI> addresses, ScrapeOutput output) {
    try (ClientSession forRules = session(TYPED_PER_HOST, Duration.ZERO)) {
      Robots robots = robots(forRules);
      await(gather(
          addresses.stream().map(uri -> async(() -> robots.objection(uri))).toList()));
      output.firstRound();
      Duration together = timed(robots, addresses, output, 64);
      output.nextRound();
      Duration apart = timed(robots, addresses, output, 1);
      output.compared(together, apart);
    }
  }

  private Duration timed(Robots robots, List<URI> addresses, ScrapeOutput output, int concurrency) {
    EventLoop loop = EventLoop.current();
    Duration start = loop.time();
    try (ClientSession typed = session(TYPED_PER_HOST, Duration.ZERO);
        ClientSession found = session(FOUND_PER_HOST, null)) {
      scraper(typed, found, robots).concurrency(concurrency).build().scrape(addresses, output);
    }
    return loop.time().minus(start);
  }

  private Robots robots(ClientSession session) {
    return isIgnoringRobots ? Robots.ignored() : Robots.over(session);
  }

  private Scraper.Builder scraper(ClientSession typed, ClientSession found, Robots robots) {
    Scraper.Builder scraper = Scraper.builder(typed)
        .found(found)
        .guard(FetchOptions.guard(allowed))
        .robots(robots)
        .timeout(timeout)
        .depth(depth)
        .maxPages(maxPages);
    return select == null ? scraper : scraper.select(select);
  }

  /// @param usualSpacing null: as hosts of the internet have it
  private ClientSession session(int usualPerHost, @Nullable Duration usualSpacing) {
    int atATime = perHost == null ? usualPerHost : perHost;
    HostGovernor.Builder governor = HostGovernor.builder().perHost(atATime);
    Duration apart = spacing == null ? usualSpacing : spacing;
    if (apart != null) {
      governor.spacing(apart).privateSpacing(apart);
    }
    return ClientSession.builder()
        .maxConnectionsPerHost(atATime)
        .governor(governor.build())
        .open();
  }

  private void requireAtLeast(String option, long least, long value) {
    if (value < least) {
      throw wrong(option + " must be " + (least == 0 ? "zero or more" : "more than zero"));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
