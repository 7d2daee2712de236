package dev.meanwhile.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.Sources.Added;
import dev.meanwhile.news.store.StoredSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many sources with all kinds of faults, for days of virtual time.
final class VirtualWeekTest {
  private static final int PER_HOST = 2;
  private static final Duration ROUND = Duration.ofMinutes(10);

  @TempDir
  private Path folder;

  @Test
  void sources_withFaultsForADay_noneIsLostStarvedOrAskedTooMuch() {
    week(40, Duration.ofDays(1), 1);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void thousandSources_withFaultsForAWeek_noneIsLostStarvedOrAskedTooMuch() {
    week(1_000, Duration.ofDays(7), 2);
  }

  /// What the sites do and see.
  private static final class World {
    private final SplittableRandom random;
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int most;

    World(long seed) {
      random = new SplittableRandom(seed);
    }

    Reply answer(Request request) {
      String host = String.valueOf(request.uri().getHost());
      int now = underWay.merge(host, 1, Integer::sum);
      most = Math.max(most, now);
      try {
        Async.sleep(Duration.ofMillis(random.nextInt(400)));
        return answer(request.uri().getPath(), request);
      } finally {
        underWay.merge(host, -1, Integer::sum);
      }
    }

    private Reply answer(String path, Request request) {
      switch (random.nextInt(40)) {
        case 0 -> {
          return Reply.of(500);
        }
        case 1 -> {
          return Reply.of(429).header("Retry-After", "1800");
        }
        case 2 -> {
          Async.sleep(Duration.ofMinutes(2));
        }
        case 3 -> {
          return Reply.of(200).body("<html><body>Oops</body></html>");
        }
        case 4 -> {
          return Reply.of(404);
        }
        default -> {}
      }
      int count = counts.getOrDefault(path, 3) + random.nextInt(2);
      counts.put(path, count);
      String etag = "\"" + count + "\"";
      if (request.headers().first("If-None-Match").orElse("").equals(etag)) {
        return Reply.of(304).header("ETag", etag);
      }
      StringBuilder feed = new StringBuilder("<rss version='2.0'><channel><title>T</title>");
      for (int i = count; i > Math.max(0, count - 10); i--) {
        feed.append("<item><title>" + path + i + "</title><guid>" + path + i + "</guid></item>");
      }
      return Reply.of(200).header("ETag", etag).body(feed + "</channel></rss>");
    }
  }

  private void week(int sources, Duration length, long seed) {
    World world = new World(seed);
    int hosts = Math.max(3, sources / 10);
    InMemoryTransport.Builder transport = InMemoryTransport.builder();
    List<Added> added = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      transport.host("h" + i + ".example", world::answer);
    }
    for (int i = 0; i < sources; i++) {
      URI address = URI.create("https://h" + i % hosts + ".example/" + i);
      added.add(Added.feed(address, "s" + i, false, Set.of()));
    }
    Map<String, Integer> outcomes = new HashMap<>();
    try (NewsStore store = NewsStore.open(folder.resolve("news.db"))) {
      store.sources().add(added, Instant.EPOCH);
      Simulation.run(() -> {
        EventLoop loop = EventLoop.current();
        HostGovernor governor = HostGovernor.builder().perHost(PER_HOST).build();
        try (ClientSession session = ClientSession.builder()
            .transport(transport.build())
            .governor(governor)
            .open()) {
          NewsAggregator news = NewsAggregator.builder(session).build();
          Duration end = loop.time().plus(length);
          while (loop.time().compareTo(end) < 0) {
            round(news, store, world, sources, outcomes);
            Async.sleep(ROUND);
          }
          check(store, loop.clock().instant(), sources);
        }
      });
    }
    assertThat(world.most).isEqualTo(PER_HOST);
    assertThat(outcomes.keySet()).contains("new", "unchanged", "failed", "not_due");
  }

  /// One run, which is sometimes stopped by somebody.
  private static void round(
      NewsAggregator news,
      NewsStore store,
      World world,
      int sources,
      Map<String, Integer> outcomes) {
    Map<String, SourceReport> told = new HashMap<>();
    RunListener listener = new RunListener() {
      @Override
      public void finished(SourceReport report) {
        assertThat(told.put(report.source().name(), report)).as("told twice").isNull();
      }
    };
    NewsAggregator.Run run = news.prepare(store, Choice.DUE, listener);
    EventLoop.Handle stop = world.random.nextInt(10) == 0
        ? EventLoop.current()
            .callLater(Duration.ofMillis(world.random.nextInt(3_000)), () -> run.stop("enough"))
        : null;
    Account account = run.await();
    if (stop != null) {
      stop.cancel();
    }
    assertThat(account.results()).hasSize(sources);
    assertThat(account.results()).doesNotHaveDuplicates();
    for (SourceReport report : account.results()) {
      outcomes.merge(report.outcome().word(), 1, Integer::sum);
      if (report.outcome() != ReadOutcome.NOT_DUE) {
        assertThat(told).containsEntry(report.source().name(), report);
      }
    }
  }

  private static void check(NewsStore store, Instant now, int sources) {
    List<StoredSource> all = store.sources().all();
    assertThat(all).hasSize(sources);
    assertThat(all).allSatisfy(source -> {
      assertThat(source.isRetired()).isFalse();
      assertThat(source.state().readAt()).as("starved: %s", source.name()).isNotNull();
      assertThat(source.state().dueAt())
          .as("starved: %s, %s", source.name(), source.state().dueWhy())
          .isAfter(now.minus(Duration.ofHours(2)));
    });
    // Every source that was ever read well has at least the articles of its first feed.
    Map<Long, Long> held = new HashMap<>();
    store
        .articles()
        .list(ArticleQuery.newest(10_000_000))
        .forEach(article -> held.merge(article.source(), 1L, Long::sum));
    assertThat(all).allSatisfy(source -> {
      long count = held.getOrDefault(source.id(), 0L);
      assertThat(count).isGreaterThanOrEqualTo(source.state().articles());
    });
  }
}
