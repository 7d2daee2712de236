package dev.meanwhile.news;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class NewsAggregatorTest {
  private static final String FEED = """
      <rss version="2.0"><channel><title>A title</title>
      <item><title>One</title><link>https://x.example/1</link></item>
      <item><title>Two</title><link>https://x.example/2</link></item>
      </channel></rss>
      """;

  @Test
  void refresh_severalSources_accountIsInTheirOrder() {
    Account account = refresh(
        builder -> builder
            .host("slow.example", _ -> after(3_000, FEED))
            .host("fast.example", _ -> after(100, FEED))
            .host("broken.example", _ -> Reply.of(500)),
        options -> options,
        "slow.example",
        "broken.example",
        "fast.example");

    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(ReadOutcome.NEW, ReadOutcome.FAILED, ReadOutcome.NEW);
    assertThat(account.took()).isEqualTo(Duration.ofSeconds(3));
    assertThat(account.oneByOne()).isEqualTo(Duration.ofMillis(3_100));
    assertThat(account.successful()).isEqualTo(2);
    assertThat(account.failed()).isEqualTo(1);
    assertThat(account.articles()).isEqualTo(4);
    assertThat(account.results().get(1).error()).isEqualTo("HTTP 500 (internal server error)");
    assertThat(account.results().get(1).stage()).isEqualTo("status");
  }

  @Test
  void refresh_foundSourcesAndRedirects_areAtPublicAddressesOnly() {
    InMemoryTransport transport = InMemoryTransport.builder()
        .host("127.0.0.1", _ -> Reply.of(200).body(FEED))
        .host("moved.example", _ -> Reply.of(301).header("Location", "http://127.0.0.1/feed"))
        .build();
    URI local = URI.create("http://127.0.0.1/feed");
    List<Source> sources = List.of(
        new Source("typed", local),
        new Source("found", local, true),
        Source.of(URI.create("http://moved.example/")));

    Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder().transport(transport).open()) {
        Account strict = NewsAggregator.builder(session).build().refresh(sources, RunListener.NONE);
        assertThat(strict.results())
            .extracting(SourceReport::stage)
            .containsExactly(null, "policy", "policy");
        assertThat(strict.results().get(1).error())
            .isEqualTo("refused to connect to 127.0.0.1: it is a loopback address");
        Account lax = NewsAggregator.builder(session)
            .guard(AddressGuard.publicOnly().allowing("127.0.0.1"))
            .build()
            .refresh(sources, RunListener.NONE);
        assertThat(lax.successful()).isEqualTo(3);
      }
    });
  }

  @Test
  void refresh_sourceSlowerThanItsTimeout_failsThenAndTouchesNoOther() {
    Account account = refresh(
        builder -> builder
            .host("sleeper.example", _ -> after(60_000, FEED))
            .host(
                "drip.example",
                _ -> Reply.of(200)
                    .body(BodySource.paced(
                        FEED.getBytes(StandardCharsets.UTF_8), 1, Duration.ofSeconds(1))))
            .host("good.example", _ -> after(4_900, FEED)),
        options -> options.timeout(Duration.ofSeconds(5)),
        "sleeper.example",
        "drip.example",
        "good.example");

    assertThat(account.took()).isEqualTo(Duration.ofSeconds(5));
    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(ReadOutcome.SLOW, ReadOutcome.SLOW, ReadOutcome.NEW);
    assertThat(account.results().subList(0, 2)).allSatisfy(report -> {
      assertThat(report.error()).isEqualTo("not done within 5 s");
      assertThat(report.stage()).isEqualTo("deadline");
      assertThat(report.took()).isEqualTo(Duration.ofSeconds(5));
    });
  }

  @Test
  void refresh_deadline_keepsWhatIsDoneAndCutsOffTheRest() {
    Account account = refresh(
        builder -> builder
            .host("slow.example", _ -> after(20_000, FEED))
            .host("fast.example", _ -> after(1_000, FEED)),
        options -> options.timeout(Duration.ofSeconds(60)).deadline(Duration.ofSeconds(2)),
        "slow.example",
        "fast.example");

    assertThat(account.took()).isEqualTo(Duration.ofSeconds(2));
    SourceReport cutOff = account.results().getFirst();
    assertThat(cutOff.outcome()).isEqualTo(ReadOutcome.CUT_OFF);
    assertThat(cutOff.error()).isEqualTo("cut off: the run's deadline of 2 s came first");
    assertThat(cutOff.outcome().isSuccess()).isFalse();
    assertThat(account.results().getLast().outcome()).isEqualTo(ReadOutcome.NEW);
  }

  @Test
  void refresh_hostWithPauses_leavesTheRestPostponedWhichIsNoFailure() {
    HostGovernor polite =
        HostGovernor.builder().perHost(1).spacing(Duration.ofSeconds(1)).build();
    Account account = Simulation.run(() -> {
      List<Source> sources = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sources.add(SourceList.parseAddress("https://one.example/" + i));
      }
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.of(_ -> after(10, FEED)))
          .governor(polite)
          .open()) {
        return NewsAggregator.builder(session)
            .deadline(Duration.ofMillis(3_700))
            .build()
            .refresh(sources, RunListener.NONE);
      }
    });

    List<ReadOutcome> outcomes =
        account.results().stream().map(SourceReport::outcome).toList();
    assertThat(outcomes).contains(ReadOutcome.NEW, ReadOutcome.POSTPONED).hasSize(10);
    assertThat(outcomes).doesNotContain(ReadOutcome.CUT_OFF, ReadOutcome.SLOW, ReadOutcome.FAILED);
    assertThat(account.failed()).isZero();
  }

  @Test
  void refresh_concurrency_letsThatManyRunAndCutsOffWhoGotNoTurn() {
    List<Integer> running = new ArrayList<>(List.of(0, 0));
    Account account = refresh(
        builder -> builder.otherwise(_ -> {
          running.set(0, running.get(0) + 1);
          running.set(1, Math.max(running.get(0), running.get(1)));
          sleep(Duration.ofSeconds(1));
          running.set(0, running.get(0) - 1);
          return Reply.of(200).body(FEED);
        }),
        options -> options.concurrency(2).deadline(Duration.ofMillis(1_500)),
        "a.example",
        "b.example",
        "c.example",
        "d.example",
        "e.example");

    assertThat(running.get(1)).isEqualTo(2);
    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(
            ReadOutcome.NEW,
            ReadOutcome.NEW,
            ReadOutcome.CUT_OFF,
            ReadOutcome.CUT_OFF,
            ReadOutcome.CUT_OFF);
  }

  /// Takes a second, and sends those who come to a.example on to b.example.
  private static Reply redirectedFromAToB(Request request) {
    sleep(Duration.ofSeconds(1));
    return request.uri().getHost().equals("a.example")
        ? Reply.of(302).header("Location", "http://b.example/from-a")
        : Reply.of(200).body(FEED);
  }

  @Test
  void refresh_redirectsToAHostWhoseSourcesWaitForASlot_goOn() {
    Account account = limited(
        NewsAggregatorTest::redirectedFromAToB,
        HostGovernor.builder().perHost(2).spacing(Duration.ZERO).build(),
        1,
        "http://a.example/1",
        "http://b.example/1",
        "http://b.example/2");

    assertThat(account.results()).extracting(SourceReport::outcome).containsOnly(ReadOutcome.NEW);
    assertThat(account.took()).isEqualTo(Duration.ofSeconds(4));
    assertThat(account.oneByOne()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void refresh_politenessBeforeARedirectsSecondHop_takesNothingOffTheTime() {
    Account account = limited(
        NewsAggregatorTest::redirectedFromAToB,
        HostGovernor.builder().perHost(1).spacing(Duration.ofSeconds(10)).build(),
        64,
        "http://b.example/1",
        "http://a.example/1");

    assertThat(account.results()).extracting(SourceReport::outcome).containsOnly(ReadOutcome.NEW);
    assertThat(account.results().getLast().took()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void refresh_errorInOneSource_costsNoOther() {
    Account account = refresh(
        builder -> builder
            .host("huge.example", _ -> {
              throw new OutOfMemoryError("on purpose");
            })
            .host("good.example", _ -> after(1_000, FEED)),
        options -> options,
        "huge.example",
        "good.example");

    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(ReadOutcome.FAILED, ReadOutcome.NEW);
    assertThat(account.results().getFirst().stage()).isEqualTo("internal");
  }

  @Test
  void stop_sourcesThatStillWaitForTheirHost_areCutOffAndNotPostponed() {
    Account account = Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.of(_ -> after(10, FEED)))
          .governor(HostGovernor.builder().perHost(1).build())
          .open()) {
        NewsAggregator.Run reading = NewsAggregator.builder(session)
            .build()
            .prepare(
                sources("a.example/1", "a.example/2", "a.example/3", "a.example/4"),
                RunListener.NONE);
        createTask(() -> {
          sleep(Duration.ofMillis(100));
          reading.stop("it was interrupted");
        });
        return reading.await();
      }
    });

    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(
            ReadOutcome.NEW, ReadOutcome.CUT_OFF, ReadOutcome.CUT_OFF, ReadOutcome.CUT_OFF);
  }

  @Test
  void refresh_everythingThatCanBeWrong_isToldApart() {
    byte[] garbage = new byte[10_000_000];
    new Random(1).nextBytes(garbage);
    Account account = refresh(
        builder -> builder
            .host("refused.example", _ -> {
              throw HttpException.of(
                  HttpException.Stage.CONNECT, "refused.example refused the connection");
            })
            .host(
                "endless.example",
                _ -> Reply.of(200).body(BodySource.endless(new byte[65_536], Duration.ZERO)))
            .host("garbage.example", _ -> Reply.of(200).body(garbage))
            .host("empty.example", _ -> Reply.of(200))
            .host("page.example", _ -> Reply.of(200).body("<!DOCTYPE html><html><body>Hi"))
            .host("gone.example", _ -> Reply.of(410))
            .host("good.example", _ -> Reply.of(200).body(FEED)),
        options -> options,
        "unknown.example",
        "refused.example",
        "endless.example",
        "garbage.example",
        "empty.example",
        "page.example",
        "gone.example",
        "good.example");

    List<SourceReport> results = account.results();
    assertThat(results)
        .extracting(SourceReport::stage)
        .containsExactly("dns", "connect", "body", "parse", "parse", "parse", "status", null);
    assertThat(results.get(0).error()).contains("unknown.example");
    assertThat(results.get(2).error()).contains("10");
    assertThat(results.get(3).error()).contains("binary");
    assertThat(results.get(4).error()).contains("empty");
    assertThat(results.get(5).error()).contains("HTML");
    assertThat(results.get(6).error()).contains("410");
    assertThat(account.successful()).isEqualTo(1);
    assertThat(account.articles()).isEqualTo(2);
  }

  @Test
  void stop_underWay_keepsWhatIsDone() {
    Account account = Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.builder()
              .host("slow.example", _ -> after(4_000, FEED))
              .host("fast.example", _ -> after(1_000, FEED))
              .build())
          .open()) {
        NewsAggregator.Run reading = NewsAggregator.builder(session)
            .build()
            .prepare(sources("slow.example", "fast.example"), RunListener.NONE);
        createTask(() -> {
          sleep(Duration.ofSeconds(2));
          reading.stop("it was interrupted");
        });
        return reading.await();
      }
    });

    assertThat(account.took()).isEqualTo(Duration.ofSeconds(2));
    assertThat(account.results())
        .extracting(SourceReport::outcome)
        .containsExactly(ReadOutcome.CUT_OFF, ReadOutcome.NEW);
    assertThat(account.results().getFirst().error()).isEqualTo("cut off: it was interrupted");
  }

  @Test
  void listener_isToldOfEachBeginningAndEnd() {
    List<String> log = new ArrayList<>();
    Simulation.run(() -> {
      RunListener listener = new RunListener() {
        @Override
        public void started(Source source) {
          log.add("start " + source.uri().getHost() + "@"
              + EventLoop.current().time().toMillis());
        }

        @Override
        public void finished(SourceReport report) {
          log.add("end " + report.source().uri().getHost() + "@"
              + EventLoop.current().time().toMillis());
        }
      };
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.builder()
              .host("a.example", _ -> after(200, FEED))
              .host("b.example", _ -> after(100, FEED))
              .build())
          .open()) {
        NewsAggregator.builder(session)
            .build()
            .refresh(sources("a.example", "b.example"), listener);
      }
    });

    assertThat(log)
        .containsExactly(
            "start a.example@0", "start b.example@0", "end b.example@100", "end a.example@200");
  }

  @Test
  void newest_articlesOfAllSources_newestFirst() {
    Account account = Simulation.run(() -> {
      InMemoryTransport.Builder hosts = InMemoryTransport.builder();
      List<Source> sources = new ArrayList<>();
      int number = 0;
      for (SampleNewsroom.Desk desk :
          SampleNewsroom.desks(EventLoop.current().clock().instant())) {
        String host = "desk" + number++ + ".example";
        hosts.host(host, desk.handler());
        sources.add(
            new Source(desk.name(), SourceList.parseAddress(host + "/feed").uri()));
      }
      try (ClientSession session =
          ClientSession.builder().transport(hosts.build()).open()) {
        return NewsAggregator.builder(session).build().refresh(sources, RunListener.NONE);
      }
    });

    assertThat(account.took()).isEqualTo(Duration.ofSeconds(5));
    assertThat(account.results()).hasSize(15);
    assertThat(account.results().stream()
            .filter(report -> !report.outcome().isSuccess())
            .map(report -> report.source().name()))
        .containsExactly("The Sleeper", "The Dripping Tap", "The Broken Press", "The Front Page");
    assertThat(account.newest(3))
        .extracting(Headline::title)
        .containsExactly(
            "We made it, just",
            "Trains now announced in curly brackets",
            "Ready queue found to be fair after all");
    assertThat(account.results().stream().filter(report -> report.problems() > 0))
        .isNotEmpty();
  }

  private static Account refresh(
      UnaryOperator<InMemoryTransport.Builder> hosts,
      UnaryOperator<NewsAggregator.Builder> options,
      String... addresses) {
    return Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(hosts.apply(InMemoryTransport.builder()).build())
          .open()) {
        return options
            .apply(NewsAggregator.builder(session))
            .build()
            .refresh(sources(addresses), RunListener.NONE);
      }
    });
  }

  private static Account limited(
      InMemoryTransport.Handler handler,
      HostGovernor governor,
      int concurrency,
      String... addresses) {
    return Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.of(handler))
          .governor(governor)
          .open()) {
        return NewsAggregator.builder(session)
            .concurrency(concurrency)
            .build()
            .refresh(sources(addresses), RunListener.NONE);
      }
    });
  }

  private static List<Source> sources(String... addresses) {
    return List.of(addresses).stream().map(SourceList::parseAddress).toList();
  }

  private static Reply after(int millis, String feed) {
    sleep(Duration.ofMillis(millis));
    return Reply.of(200).body(feed);
  }
}
