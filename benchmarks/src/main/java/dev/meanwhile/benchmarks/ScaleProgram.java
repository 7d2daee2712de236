package dev.meanwhile.benchmarks;

import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.news.Account;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.ReadOutcome;
import dev.meanwhile.news.RunListener;
import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceReport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads many sources on many hosts of this machine, a tenth of which are dead or drip, by a
/// deadline, over and over: `ScaleProgram PORT SOURCES HOSTS`, against [HttpServerProgram].
///
/// Of ten hosts one ends in 5 and is in trouble there: it says nothing or drips; every hundredth
/// host besides is asked at a port where nobody listens.
public final class ScaleProgram {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /// Enough to show whether anything piles up.
  private static final int RUNS = 6;

  private ScaleProgram() {}

  /// Runs the work.
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int hosts = Integer.parseInt(arguments[2]);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int host = i % hosts;
      String address = "127.1." + host / 250 + "." + (1 + host % 250);
      int asked = host % 100 == 7 ? 1 : port;
      sources.add(Source.of(URI.create("http://" + address + ":" + asked + "/" + i)));
    }
    RuntimeProgram.onLoop(() -> {
      try (ClientSession session =
          ClientSession.builder().governor(HostGovernor.polite()).open()) {
        NewsAggregator aggregator = NewsAggregator.builder(session)
            .deadline(DEADLINE)
            .timeout(Duration.ofSeconds(5))
            .concurrency(512)
            .build();
        for (int i = 0; i < RUNS; i++) {
          report(aggregator.refresh(sources, RunListener.NONE));
        }
      }
    });
    Output.printPeak();
    System.exit(0);
  }

  private static void report(Account account) {
    Output.print("scale_seconds", account.took().toMillis() / 1e3);
    Output.print("scale_read", account.successful());
    Output.print(
        "scale_failed", count(account, ReadOutcome.FAILED) + count(account, ReadOutcome.SLOW));
    Output.print(
        "scale_left", count(account, ReadOutcome.CUT_OFF) + count(account, ReadOutcome.POSTPONED));
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    Output.print("scale_heap_mb", (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024);
  }

  private static int count(Account account, ReadOutcome outcome) {
    return Math.toIntExact(account.results().stream()
        .map(SourceReport::outcome)
        .filter(each -> each == outcome)
        .count());
  }
}
