package dev.meanwhile.cli;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.Choice;
import dev.meanwhile.news.Indexer;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SourceReport;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
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
import picocli.CommandLine.Spec;

/// `meanwhile watch`: keeps reading.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Keeps reading the sources that are kept, each when it is due, and prints what is new. Ends with Ctrl-C."
    })
final class WatchCommand implements Callable<Integer> {
  private static final int MAX_SHOWN = 200;

  @Spec
  private CommandSpec spec;

  @Mixin
  private StoreOption store;

  @Mixin
  private FetchOptions options;

  @Option(
      names = "--every",
      defaultValue = "30s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description = "How often it is looked which sources are due (default ${DEFAULT-VALUE}).")
  private Duration every;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only sources filed under it.")
  private @Nullable String tag;

  @Option(names = "--events", description = "Print each event as one line of JSON instead.")
  private boolean events;

  @Mixin
  private OnNew onNew;

  @Option(names = "--rounds", hidden = true, description = "End after so many rounds.")
  private int rounds = Integer.MAX_VALUE;

  @Override
  public Integer call() {
    options.check();
    try (Runner runner = Runner.open();
        NewsStore open = store.open()) {
      runner.run(() -> watch(open));
    }
    return 0;
  }

  private void watch(NewsStore open) {
    PrintWriter out = spec.commandLine().getOut();
    EventLoop loop = EventLoop.current();
    AsyncEvent stopped = new AsyncEvent();
    HostGovernor governor = options.governor(LearnedManners.load(open));
    try (ClientSession session = options.session(governor);
        Interrupts _ = Interrupts.stopping(() -> loop.post(stopped::set))) {
      NewsAggregator aggregator = options.aggregator(session, governor);
      for (int round = 0; round < rounds && !stopped.isSet(); round++) {
        round(open, aggregator, stopped, out);
        LearnedManners.save(open, governor.learned());
        if (round + 1 < rounds) {
          Async.moveOnAfter(every, () -> stopped.await());
        }
      }
    }
  }

  private void round(
      NewsStore open, NewsAggregator aggregator, AsyncEvent stopped, PrintWriter out) {
    Instant start = EventLoop.current().clock().instant();
    Arrivals arrivals = new Arrivals();
    RunListener shown =
        events ? new EventLines(out) : new Failures(spec.commandLine().getErr());
    RunListener listener = new Listeners(shown, arrivals);
    NewsAggregator.Run run = aggregator.prepare(open, new Choice(tag, false), listener);
    var stopper = Async.createTask(() -> {
      stopped.await();
      run.stop("it was interrupted");
    });
    Account account;
    try {
      account = run.await();
    } finally {
      stopper.cancel();
    }
    if (events) {
      out.println(EventLines.done(account));
    } else {
      List<Article> news =
          open.articles().list(ArticleQuery.newest(MAX_SHOWN).seenSince(start).tagged(tag));
      if (!news.isEmpty()) {
        new ArticleList(Terminal.fromProperties(), start)
            .lines(start.toString().substring(11, 16) + " UTC", news)
            .forEach(out::println);
      }
    }
    out.flush();
    onNew.tell(open, arrivals);
    if (!stopped.isSet()) {
      new Indexer(open).catchUp(_ -> {});
    }
  }

  /// Tells what fails, and what is not verified, in a line each.
  private record Failures(PrintWriter err) implements RunListener {
    @Override
    public void finished(SourceReport report) {
      if (!report.outcome().isSuccess()) {
        err.println("meanwhile: " + Terminal.clean(report.source().name()) + ": "
            + Terminal.clean(NewsText.why(report)));
      }
      if (report.isUnverified()) {
        err.println(
            "meanwhile: " + Terminal.clean(report.source().name()) + ": " + Unverified.WORDS);
      }
      err.flush();
    }
  }
}
