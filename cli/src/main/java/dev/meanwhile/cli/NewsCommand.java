package dev.meanwhile.cli;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.Choice;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SampleNewsroom;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceList;
import dev.meanwhile.news.StoryGroup;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SearchWords;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `meanwhile news`: reads all sources at once and prints what is new.
@Command(
    name = "news",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads all sources at once and prints what is new, what failed and why, and a summary.",
      "Sources that are kept (meanwhile sources add, or --save) are read when they are due. Sources given here are read once.",
      "Without any source at all it starts a small newsroom of sample sources on this machine and reads that."
    })
final class NewsCommand implements Callable<Integer> {
  /// What makes the command end with exit code 1.
  enum FailOn {
    ALL,
    ANY
  }

  private static final int MAX_LISTED = 10_000;

  /// How long work that cannot be interrupted may hold up the end of a run.
  private static final Duration GRACE = Duration.ofMillis(250);

  @Spec
  private CommandSpec spec;

  @Mixin
  private GivenSources given;

  @Option(
      names = "--save",
      description = "Keep the sources that are given, and read everything that is kept and due.")
  private boolean save;

  @Mixin
  private StoreOption store;

  @Mixin
  private FetchOptions options;

  @Option(
      names = "--since",
      paramLabel = "DURATION|DATE",
      converter = SinceOption.class,
      description = "Show what was published since then (3h, 2d, 2026-11-23), read or not.")
  private SinceOption.@Nullable Since since;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only sources that are filed under it.")
  private @Nullable String tag;

  @Option(
      names = "--search",
      paramLabel = "WORDS",
      description = "Show only articles that have these words.")
  private @Nullable String search;

  @Option(
      names = "--stories",
      description = "Show articles on the same event together, and say why they are.")
  private boolean isByStory;

  @Option(
      names = "--force",
      description = "Read all sources that are kept, also those that are not due.")
  private boolean isForced;

  @Option(
      names = "--limit",
      defaultValue = "30",
      paramLabel = "N",
      description = "How many articles are shown at most (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--fail-on",
      defaultValue = "all",
      paramLabel = "all|any",
      description = "Exit with 1 when all sources failed (default), or when any did.")
  private FailOn failOn;

  @Option(
      names = "--events",
      description = "Print each event as one line of JSON as it happens, the account as the last.")
  private boolean events;

  @Option(
      names = "--json",
      description = "Print the account as one JSON object, and nothing else, on standard output.")
  private boolean json;

  @Mixin
  private OnNew onNew;

  @Override
  public Integer call() {
    options.check();
    if (limit < 1 || limit > MAX_LISTED) {
      throw new ParameterException(spec.commandLine(), "--limit must be from 1 to " + MAX_LISTED);
    }
    if (json && events) {
      throw new ParameterException(spec.commandLine(), "choose one of --json and --events");
    }
    SearchWords words = words();
    SourceList sources = collect();
    try (Runner runner = Runner.builder().blockingGrace(GRACE).open()) {
      return runner.run(() -> read(sources, words));
    }
  }

  private int read(SourceList sources, @Nullable SearchWords words) {
    if (given.isEmpty() ? store.isThere() : save) {
      try (NewsStore open = store.open()) {
        if (save || open.sources().count() > 0) {
          return readStored(open, sources, words);
        }
      }
    }
    onNew.refuseWithoutStore();
    return given.isEmpty() ? readSample() : readOnce(sources.sources(), sources.problems());
  }

  private @Nullable SearchWords words() {
    SearchWords words = search == null ? null : SearchWords.parse(search);
    if (search != null && words == null) {
      throw new ParameterException(spec.commandLine(), "--search has no word to look for");
    }
    return words;
  }

  private SourceList collect() {
    if (given.isEmpty()) {
      if (save) {
        throw new ParameterException(spec.commandLine(), "--save needs sources to keep");
      }
      return new SourceList(List.of(), List.of());
    }
    SourceList sources = given.collect();
    PrintWriter err = spec.commandLine().getErr();
    sources.problems().forEach(problem -> err.println("meanwhile: " + Terminal.clean(problem)));
    err.flush();
    if (sources.sources().isEmpty()) {
      throw new CommandFailure("there is no source to read in what was given");
    }
    return sources;
  }

  // --- sources that are kept ---

  private int readStored(NewsStore open, SourceList sources, @Nullable SearchWords words) {
    Instant start = EventLoop.current().clock().instant();
    if (!sources.sources().isEmpty()) {
      SourceKeeping.add(open, sources.sources(), start);
    }
    StoredRun run = new StoredRun(open, options, spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    Arrivals arrivals = new Arrivals();
    RunListener listener = events ? new Listeners(new EventLines(out), arrivals) : arrivals;
    int exitCode = run.read(new Choice(tag, isForced), listener, account -> {
      if (words != null) {
        run.index();
      }
      show(open, account, words, start, sources.problems());
      onNew.tell(open, arrivals);
      return exitCode(account);
    });
    run.index();
    return exitCode;
  }

  private void show(
      NewsStore open,
      Account account,
      @Nullable SearchWords words,
      Instant start,
      List<String> problems) {
    LastLook look = LastLook.of(open);
    // Before the list: what arrives meanwhile is shown again rather than never.
    LastLook next = new LastLook(start, open.articles().last());
    List<StoryGroup> stories = grouped(open, news(open, words, look));
    print(account, stories, title(look, start), problems);
    if (tag == null && words == null && since == null) {
      next.keep(open);
    }
  }

  private List<Article> news(NewsStore open, @Nullable SearchWords words, LastLook look) {
    if (words != null) {
      return open.articles().search(words, limit, Long.MAX_VALUE);
    }
    ArticleQuery query = ArticleQuery.newest(limit).tagged(tag);
    if (since != null) {
      Instant from = since.from(EventLoop.current().clock().instant());
      return open.articles().list(query.publishedSince(from));
    }
    return open.articles().list(query.unread().after(look.article()));
  }

  /// Each article alone, unless stories were asked for.
  private List<StoryGroup> grouped(NewsStore open, List<Article> news) {
    if (!isByStory) {
      return news.stream().map(article -> new StoryGroup(List.of(article))).toList();
    }
    List<Article> whole = open.articles().withHtml(news);
    return Async.offload(() -> StoryGroup.of(whole));
  }

  private void print(Account account, List<StoryGroup> news, String title, List<String> problems) {
    Instant now = EventLoop.current().clock().instant();
    PrintWriter out = spec.commandLine().getOut();
    if (events) {
      out.println(EventLines.done(account));
    } else if (json) {
      List<Article> articles =
          news.stream().flatMap(story -> story.articles().stream()).toList();
      out.println(AccountJson.write(account, problems, articles));
    } else {
      Terminal terminal = Terminal.fromProperties();
      new ArticleList(terminal, now).stories(title, news).forEach(out::println);
      new NewsText(terminal, now).account(account).forEach(out::println);
    }
    checkWritten(out);
  }

  private String title(LastLook look, Instant now) {
    if (search != null) {
      return "Found";
    }
    if (since != null) {
      return "News";
    }
    Instant last = look.at();
    if (last == null) {
      return "New";
    }
    String age = Ages.of(last, now);
    return "New since the last look, " + age + (age.equals("just now") ? "" : " ago");
  }

  // --- sources that are read once ---

  private int readSample() {
    try (SampleNewsroom newsroom = SampleNewsroom.open()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("No source was given: reading a newsroom of "
          + newsroom.sources().size() + " samples on this machine, slow");
      err.println("and broken ones among them. To read your own: meanwhile news ADDRESS...");
      err.flush();
      return readOnce(newsroom.sources(), List.of());
    }
  }

  private int readOnce(List<Source> sources, List<String> problems) {
    HostGovernor governor = options.governor(List.of());
    try (ClientSession session = options.session(governor)) {
      return readAndPrint(options.aggregator(session, governor), sources, problems);
    }
  }

  private int readAndPrint(NewsAggregator aggregator, List<Source> sources, List<String> problems) {
    PrintWriter out = spec.commandLine().getOut();
    return WatchedRun.await(
        spec.commandLine().getErr(),
        events ? new EventLines(out) : null,
        listener -> aggregator.prepare(sources, listener),
        account -> {
          if (events) {
            out.println(EventLines.done(account));
          } else if (json) {
            out.println(AccountJson.write(account, problems, List.of()));
          } else {
            Instant now = EventLoop.current().clock().instant();
            new NewsText(Terminal.fromProperties(), now).lines(account).forEach(out::println);
          }
          checkWritten(out);
          return exitCode(account);
        });
  }

  private static void checkWritten(PrintWriter out) {
    if (out.checkError()) {
      throw new CommandFailure("standard output could not be written");
    }
  }

  private int exitCode(Account account) {
    boolean hasRead = !account.results().isEmpty();
    boolean isBad =
        failOn == FailOn.ANY ? account.failed() > 0 : hasRead && account.successful() == 0;
    return isBad ? 1 : 0;
  }
}
