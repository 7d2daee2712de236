package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.examples.Screen.format;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.async.Coroutine;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Fetches pages at once, then one by one, and compares.
public final class Scraper {
  private final Site site;
  private final List<String> urls;

  Scraper(Site site) {
    this.site = site;
    this.urls =
        Stream.of("/delay/1", "/delay/2", "/delay/1", "/delay/3").map(site::url).toList();
  }

  /// Runs the program.
  public static void main(String[] args) {
    run(() -> {
      try (Site site = Site.onThisMachine()) {
        new Scraper(site).comparePerformance();
      }
    });
  }

  /// What became of one address.
  sealed interface Page {
    record Fetched(String url, int status, JsonNode data) implements Page {}

    record Failed(String url, String error) implements Page {}
  }

  /// Fetches one address.
  Page fetchUrl(ClientSession session, String url) {
    println("🔄 Starting request to " + url);
    try (Response response = session.get(url)) {
      JsonNode data = response.json();
      println("✅ Completed " + url);
      return new Page.Fetched(url, response.status(), data);
    } catch (RuntimeException e) {
      println("❌ Error fetching " + url + ": " + e.getMessage());
      return new Page.Failed(url, String.valueOf(e.getMessage()));
    }
  }

  /// Fetches all addresses at once.
  List<Page> fetchAllConcurrently() {
    try (ClientSession session = site.openSession()) {
      List<Coroutine<Page>> fetches =
          urls.stream().map(url -> async(() -> fetchUrl(session, url))).toList();
      return await(gather(fetches));
    }
  }

  /// Fetches all addresses one by one, for comparison.
  List<Page> fetchAllSequentially() {
    List<Page> pages = new ArrayList<>();
    try (ClientSession session = site.openSession()) {
      for (String url : urls) {
        pages.add(fetchUrl(session, url));
      }
    }
    return pages;
  }

  void comparePerformance() {
    println("=== Concurrent Fetching ===");
    double concurrent = secondsOf(this::fetchAllConcurrently);

    println("\n=== Sequential Fetching ===");
    double sequential = secondsOf(this::fetchAllSequentially);

    println("\n📊 Performance Comparison:");
    println(format("Concurrent: %.2f seconds", concurrent));
    println(format("Sequential: %.2f seconds", sequential));
    println(format("Speedup: %.2fx faster", sequential / concurrent));
  }

  private static double secondsOf(Runnable work) {
    Duration start = EventLoop.current().time();
    work.run();
    return EventLoop.current().time().minus(start).toNanos() / 1e9;
  }
}
