package dev.meanwhile.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.Choice;
import dev.meanwhile.news.Indexer;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.SourceReport;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Sources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Reads all sources of a list into a store, makes what they bring findable, and does so again:
/// `NewsProgram LIST STORE RUNS DEADLINE_SECONDS`, a process of its own, cold as a user's is.
/// Prints a block of lines for each run; times begin with the run and not with the JVM, as
/// those of the peers do.
public final class NewsProgram {
  /// As many as the peers get. The server is on this machine and takes them all.
  private static final int CONCURRENCY = 64;

  private static final int PER_HOST = 8;

  private NewsProgram() {}

  /// Runs the work.
  public static void main(String[] arguments) throws IOException {
    List<Sources.Added> sources = Files.readAllLines(Path.of(arguments[0])).stream()
        .filter(line -> !line.isBlank())
        .map(line -> Sources.Added.feed(URI.create(line), null, false, Set.of()))
        .toList();
    int runs = Integer.parseInt(arguments[2]);
    Duration deadline = Duration.ofSeconds(Long.parseLong(arguments[3]));
    try (NewsStore store = NewsStore.open(arguments[1])) {
      store.sources().add(sources, Instant.now());
      for (int run = 0; run < runs; run++) {
        RuntimeProgram.onLoop(() -> measure(store, deadline, sources.size()));
      }
    }
    System.exit(0);
  }

  private static void measure(NewsStore store, Duration deadline, int sources) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    HostGovernor governor = HostGovernor.builder()
        .perHost(PER_HOST)
        .spacing(Duration.ZERO)
        .privateSpacing(Duration.ZERO)
        .build();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    Account account;
    try (ClientSession session = ClientSession.builder()
        .maxConnectionsPerHost(PER_HOST)
        .governor(governor)
        .open()) {
      account = NewsAggregator.builder(session)
          .concurrency(CONCURRENCY)
          .deadline(deadline)
          .build()
          .refresh(store, new Choice(null, true), RunListener.NONE);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuMillis = (system.getProcessCpuTime() - cpu) / 1e6;
    new Indexer(store).catchUp(_ -> {});
    Output.print("news_seconds", seconds);
    Output.print("news_sources", account.results().size());
    Output.print("news_feeds_per_s", sources / seconds);
    Output.print("news_cpu_us_per_feed", cpuMillis * 1_000 / sources);
    Output.print("news_findable_seconds", (System.nanoTime() - start) / 1e9);
    Output.print("news_read", account.successful());
    Output.print("news_failed", count(account, ReadOutcome.FAILED));
    Output.print("news_slow", count(account, ReadOutcome.SLOW));
    Output.print("news_unchanged", count(account, ReadOutcome.UNCHANGED));
    Output.print(
        "news_left", count(account, ReadOutcome.CUT_OFF) + count(account, ReadOutcome.POSTPONED));
    Output.print("news_articles", (double) store.articles().count());
    Output.printPeak();
  }

  private static int count(Account account, ReadOutcome outcome) {
    return Math.toIntExact(account.results().stream()
        .map(SourceReport::outcome)
        .filter(each -> each == outcome)
        .count());
  }
}
