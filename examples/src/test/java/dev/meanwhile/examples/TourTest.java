package dev.meanwhile.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.examples.Tour.Listing;
import dev.meanwhile.examples.Tour.Pace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each listing prints what the primer says, in the time that it says: on virtual time.
final class TourTest {
  @Test
  void listings_areThoseOfThePrimerInItsOrder() {
    assertThat(Tour.listings())
        .extracting(Listing::name)
        .containsExactly(
            "breakfast-blocking",
            "breakfast",
            "coroutine-objects",
            "async-functions",
            "sequential-await",
            "awaitables",
            "scraper",
            "background-task",
            "errors-one-by-one",
            "errors-gathered",
            "timeout",
            "cancellation",
            "blocking-pitfall",
            "concurrent-or-sequential",
            "resource-management",
            "aggregator");
    assertThat(Tour.find("no-such-listing")).isEmpty();
  }

  @Test
  void breakfastBlocking_takesTheSumOfBoth() {
    check("breakfast-blocking", 5_000, """
        Starting to make coffee...
        Coffee is ready!
        Starting to make toast...
        Toast is ready!
        ☕ Hot coffee, 🍞 Crispy toast
        Breakfast ready! Total time: 5.0 seconds
        """);
  }

  @Test
  void breakfast_takesTheLongerOfBoth() {
    check("breakfast", 3_000, """
        Starting to make coffee...
        Starting to make toast...
        Toast is ready!
        Coffee is ready!
        ☕ Hot coffee, 🍞 Crispy toast
        Breakfast ready! Total time: 3.0 seconds
        """);
  }

  @Test
  void coroutineObjects_runOnlyWhenAwaited() {
    check("coroutine-objects", 1_000, """
        class dev.meanwhile.async.Coroutine
        Coroutine[my_coroutine, created]
        Starting coroutine
        Resuming after 1 second
        Done!
        Coroutine[my_coroutine, done]
        """);
  }

  @Test
  void asyncFunctions_giveACoroutine() {
    check("async-functions", 0, """
        I run immediately
        Coroutine[async_function, created]
        I return a coroutine object
        """);
  }

  @Test
  void sequentialAwait_hasTheTimelineOfThePrimer() {
    check("sequential-await", 3_000, """
        === Sequential Awaiting ===
        0s: 🔄 Starting to fetch from Database
        2s: ✅ Finished fetching from Database
        2s: 🔄 Starting to fetch from API
        3s: ✅ Finished fetching from API
        3s: Got: Data from Database and Data from API
        """);
  }

  @Test
  void awaitables_areAllAwaited() {
    check("awaitables", 1_500, """
        ✅ A sleep of 1 second
        ✅ A task: Hello from async function
        ✅ A coroutine: Another async result
        ✅ A promise: Kept
        ❌ A string or a number: the compiler says so
        """);
  }

  @Test
  void scraper_isFasterAtOnceThanOneByOne() {
    check("scraper", 10_000, """
        === Concurrent Fetching ===
        🔄 Starting request to http://site.example/delay/1
        🔄 Starting request to http://site.example/delay/2
        🔄 Starting request to http://site.example/delay/1
        🔄 Starting request to http://site.example/delay/3
        ✅ Completed http://site.example/delay/1
        ✅ Completed http://site.example/delay/1
        ✅ Completed http://site.example/delay/2
        ✅ Completed http://site.example/delay/3

        === Sequential Fetching ===
        🔄 Starting request to http://site.example/delay/1
        ✅ Completed http://site.example/delay/1
        🔄 Starting request to http://site.example/delay/2
        ✅ Completed http://site.example/delay/2
        🔄 Starting request to http://site.example/delay/1
        ✅ Completed http://site.example/delay/1
        🔄 Starting request to http://site.example/delay/3
        ✅ Completed http://site.example/delay/3

        📊 Performance Comparison:
        Concurrent: 3.00 seconds
        Sequential: 7.00 seconds
        Speedup: 2.33x faster
        """);
  }

  @Test
  void backgroundTask_goesOnMeanwhile() {
    check("background-task", 3_000, """
        === Using createTask for better control ===
        🔧 Doing other important work...
        🔄 Starting Background job (will take 3s)
        🔧 Still working on other things...
        ⏳ Now waiting for background job...
        ✅ Background job completed
        🎉 Final result: Result from Background job
        """);
  }

  @Test
  void errorsOneByOne_eachIsHandledWhereItHappens() {
    check("errors-one-by-one", 3_000, """
        === Individual Error Handling ===
        ❌ Task A: Operation Task A failed!
        ✅ Task B: Success from Task B
        ✅ Task C: Success from Task C
        """);
  }

  @Test
  void errorsGathered_takeTheTimeOfOne() {
    check("errors-gathered", 1_000, """
        === Error Handling with Gather ===
        ❌ Task A: Operation Task A failed!
        ✅ Task B: Success from Task B
        ✅ Task C: Success from Task C
        """);
  }

  @Test
  void timeout_comesAfterThreeSeconds() {
    check("timeout", 3_000, """
        === Timeout Example ===
        🐌 Starting slow operation...
        ⏰ Operation timed out after 3 seconds
        """);
  }

  @Test
  void cancellation_comesAfterTwoSeconds() {
    check("cancellation", 2_000, """
        === Cancellation Example ===
        🐌 Starting slow operation...
        🛑 Cancelling the slow operation...
        ✋ Task was cancelled
        """);
  }

  @Test
  void blockingPitfall_holdsTheOthersUp() {
    check("blocking-pitfall", 5_000, """
        ❌ Bad: the others stood still for up to 1.1 seconds
        ✅ Good: the others stood still for up to 0.1 seconds
        """);
  }

  @Test
  void concurrentOrSequential_oneSecondAgainstThree() {
    check("concurrent-or-sequential", 4_000, """
        ✅ Concurrent: [Result 1, Result 2, Result 3] in 1.0 seconds
        ❌ Sequential: [Result 1, Result 2, Result 3] in 3.0 seconds
        """);
  }

  @Test
  void resourceManagement_readsThePage() {
    check("resource-management", 0, """
        ✅ Got 63 characters; response and session are closed
        """);
  }

  @Test
  void aggregator_takesTheTimeOfItsSlowestSource() {
    check("aggregator", 2_100, """
        🚀 Starting Async News Aggregator
        ==================================================
        📰 Fetching news from NewsSource1...
        📰 Fetching news from NewsSource2...
        📰 Fetching news from NewsSource3...
        ✅ Got 4 articles from NewsSource1
        ✅ Got 4 articles from NewsSource3
        ✅ Got 4 articles from NewsSource2

        📊 AGGREGATION SUMMARY
        ==================================================
        Sources processed: 3
        Successful: 3
        Failed: 0
        Total articles: 12
        Time taken: 2.1 seconds

        📋 DETAILED RESULTS
        ------------------------------
        ✅ NewsSource1: 4 articles
        ✅ NewsSource2: 4 articles
        ✅ NewsSource3: 4 articles
        """);
  }

  /// The same programs, with real sleeping and real sockets: the same lines, but for addresses and
  /// times, and for what the loop reports of the listing that blocks it.
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("listingsWithoutChance")
  void realPace_printsTheSameLines(String name) {
    Listing listing = Tour.find(name).orElseThrow();

    assertThat(masked(outputOf(listing, Pace.REAL)))
        .isEqualTo(masked(outputOf(listing, Pace.INSTANT)));
  }

  static List<String> listingsWithoutChance() {
    return Tour.listings().stream()
        .map(Listing::name)
        .filter(name -> !name.startsWith("errors-"))
        .toList();
  }

  private static List<String> masked(String output) {
    return output
        .lines()
        .filter(line -> !line.contains("has held the loop"))
        .map(line -> line.replaceAll("http://[^/]+", "http://site").replaceAll("\\d+\\.\\d+", "N"))
        .toList();
  }

  private static void check(String name, long millis, String expected) {
    Listing listing = Tour.find(name).orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Duration took = listing.run(Pace.INSTANT, new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    assertThat(took).isEqualTo(Duration.ofMillis(millis));
  }

  private static String outputOf(Listing listing, Pace pace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    listing.run(pace, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
