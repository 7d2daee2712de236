package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.waitFor;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A news aggregator that fetches from several sources: everything so far, together.
public final class Aggregator {
  private final Site site;
  private final List<String> sources;

  Aggregator(Site site) {
    this.site = site;
    this.sources = Stream.of("/delay/1", "/delay/2", "/delay/1").map(site::url).toList();
  }

  /// Runs the program.
  public static void main(String[] args) {
    run(() -> {
      try (Site site = Site.onThisMachine()) {
        new Aggregator(site).show();
      }
    });
  }

  /// What became of one source.
  sealed interface Result {
    record Success(String source, int articles, Instant fetchTime) implements Result {}

    record Failure(String source, String error) implements Result {}
  }

  /// What became of all of them.
  record Summary(List<Result> results, double seconds) {
    List<Result.Success> successful() {
      return results.stream()
          .filter(Result.Success.class::isInstance)
          .map(Result.Success.class::cast)
          .toList();
    }

    int articles() {
      return successful().stream().mapToInt(Result.Success::articles).sum();
    }
  }

  /// Fetches news from one source; its failure is a result.
  Result fetchNews(ClientSession session, String url, String name) {
    println("📰 Fetching news from " + name + "...");
    Request request = Request.get(URI.create(url)).timeout(Duration.ofSeconds(5));
    try (Response response = session.send(request)) {
      if (response.status() != 200) {
        return new Result.Failure(name, "HTTP " + response.status());
      }
      JsonNode data = response.json();

      // Processing the news takes a moment.
      sleep(Duration.ofMillis(100));

      int articles = data.path("headers").size();
      println("✅ Got " + articles + " articles from " + name);
      return new Result.Success(name, articles, EventLoop.current().clock().instant());
    } catch (TimedOutException e) {
      println("⏰ Timeout fetching from " + name);
      return new Result.Failure(name, "Timeout");
    } catch (RuntimeException e) {
      println("❌ Error fetching from " + name + ": " + e.getMessage());
      return new Result.Failure(name, String.valueOf(e.getMessage()));
    }
  }

  /// Fetches from all sources at once, within a time limit for everything.
  ///
  /// @throws TimedOutException when that is over
  Summary aggregateNews() {
    Duration start = EventLoop.current().time();
    List<Result> results;
    try (ClientSession session = site.openSession()) {
      List<Coroutine<Result>> fetches = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        String url = sources.get(i);
        String name = "NewsSource" + (i + 1);
        fetches.add(async(name, () -> fetchNews(session, url, name)));
      }
      // Failures are results already, so there is none left for gather to throw.
      results = waitFor(async(() -> await(gather(fetches))), Duration.ofSeconds(10));
    }
    Duration took = EventLoop.current().time().minus(start);
    return new Summary(results, Math.round(took.toMillis() / 10.0) / 100.0);
  }

  void show() {
    println("🚀 Starting Async News Aggregator");
    println("=".repeat(50));
    Summary summary;
    try {
      summary = aggregateNews();
    } catch (TimedOutException e) {
      println("⏰ Global timeout reached");
      return;
    }
    int successful = summary.successful().size();
    println("\n📊 AGGREGATION SUMMARY");
    println("=".repeat(50));
    println("Sources processed: " + sources.size());
    println("Successful: " + successful);
    println("Failed: " + (sources.size() - successful));
    println("Total articles: " + summary.articles());
    println("Time taken: " + summary.seconds() + " seconds");

    println("\n📋 DETAILED RESULTS");
    println("-".repeat(30));
    for (Result result : summary.results()) {
      switch (result) {
        case Result.Success(var source, var articles, var _) ->
          println("✅ " + source + ": " + articles + " articles");
        case Result.Failure(var source, var _) -> println("❌ " + source + ": N/A articles");
      }
    }
  }
}
