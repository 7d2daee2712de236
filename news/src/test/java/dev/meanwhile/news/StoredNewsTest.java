package dev.meanwhile.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.store.ArticleQuery;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SearchWords;
import dev.meanwhile.news.store.SourceKind;
import dev.meanwhile.news.store.SourceSettings;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs over a store, on virtual time.
final class StoredNewsTest {
  private static final Choice ALL = new Choice(null, true);

  private final List<Request> requests = new ArrayList<>();
  private final Map<String, Function<Request, Reply>> hosts = new HashMap<>();

  @TempDir
  private Path folder;

  private NewsStore store;

  @BeforeEach
  void open() {
    store = NewsStore.open(folder.resolve("news.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void refresh_keepsWhatIsNew_andTellsItFromWhatIsKnown() {
    serve("a.example", feed("1", "2"));
    add("a.example");

    simulate(news -> {
      assertThat(run(news, ALL)).isEqualTo("a.example new 2/2");
      assertThat(run(news, ALL)).as("the same bytes").isEqualTo("a.example unchanged 0/2");
      serve("a.example", feed("2", "3", "1"));
      assertThat(run(news, ALL)).isEqualTo("a.example new 1/3");
      serve("a.example", feed("3", "2"));
      assertThat(run(news, ALL)).as("nothing new in it").isEqualTo("a.example unchanged 0/2");
    });

    assertThat(titles()).containsExactlyInAnyOrder("3", "2", "1");
  }

  @Test
  void refresh_sendsValidatorsBack_asTheyLastCame() {
    List<String> etags = new ArrayList<>(List.of("\"1\"", "W/\"2\"", "\"3\""));
    hosts.put("a.example", request -> {
      String known = request.headers().first("If-None-Match").orElse("none");
      return (known.equals("W/\"2\"") ? Reply.of(304) : Reply.of(200).body(feed("1")))
          .header("ETag", etags.isEmpty() ? "\"4\"" : etags.removeFirst())
          .header("Last-Modified", "whenever");
    });
    add("a.example");

    simulate(news -> {
      for (int i = 0; i < 4; i++) {
        run(news, ALL);
      }
    });

    assertThat(requests)
        .extracting(request -> request.headers().first("If-None-Match").orElse("none"))
        .as("saved from equal bodies, and from 304, too")
        .containsExactly("none", "\"1\"", "W/\"2\"", "\"3\"");
    assertThat(requests.get(3).headers().first("If-Modified-Since")).contains("whenever");
  }

  @Test
  void refresh_onlyWhatIsDue_andEverySourceIsInTheAccount() {
    serve("a.example", feed("1"));
    serve("b.example", feed("1"));
    add("a.example");
    add("b.example");

    simulate(news -> {
      assertThat(run(news, Choice.DUE)).isEqualTo("a.example new 1/1, b.example new 1/1");
      assertThat(run(news, Choice.DUE)).isEqualTo("a.example not_due 0/1, b.example not_due 0/1");
      Async.sleep(Duration.ofDays(2));
      assertThat(run(news, Choice.DUE))
          .isEqualTo("a.example unchanged 0/1, b.example unchanged 0/1");
    });
    assertThat(requests).hasSize(4);
  }

  @Test
  void refresh_tag_readsOnlyWhatIsFiledUnderIt() {
    serve("a.example", feed("1"));
    serve("b.example", feed("1"));
    add("a.example");
    add("b.example");
    store.sources().tag(source("b.example").id(), Set.of("x"));

    simulate(news -> assertThat(run(news, new Choice("x", false))).isEqualTo("b.example new 1/1"));
  }

  @Test
  void refresh_movedForGood_isReadThereAfterDays_butNeverLessSafely() {
    serve("b.example", feed("1"));
    for (String scheme : List.of("https", "http")) {
      hosts.put(
          scheme + ".example",
          _ -> Reply.of(301).header("Location", scheme + "://b.example/" + scheme));
      add(scheme + ".example");
    }

    simulate(news -> {
      for (int day = 0; day < 5; day++) {
        run(news, ALL);
        Async.sleep(Duration.ofDays(1));
      }
    });

    assertThat(places())
        .containsExactly(
            "https://b.example/https https://https.example/feed true",
            "https://http.example/feed null false");
  }

  @Test
  void refresh_feedThatSaysItMoved_isReadThereAfterDays_thoughItDoesNotChange() {
    serve("b.example", feed("1"));
    hosts.put(
        "a.example",
        request -> isUnchanged(request)
            ? Reply.of(304)
            : Reply.of(200).header("ETag", "\"e\"").body(movingFeed("https://b.example/new")));
    add("a.example");

    simulate(news -> {
      for (int day = 0; day < 7; day++) {
        run(news, ALL);
        Async.sleep(Duration.ofDays(1));
      }
    });

    assertThat(places()).containsExactly("https://b.example/new https://a.example/feed true");
    List<Request> there = requests.stream()
        .filter(request -> request.uri().getHost().equals("b.example"))
        .toList();
    assertThat(there.getFirst().uri()).hasToString("https://b.example/new");
    assertThat(isUnchanged(there.getFirst()))
        .as("asked for what another address said")
        .isFalse();
    assertThat(isUnchanged(there.getLast())).isTrue();
    assertThat(titles()).as("those of both addresses").hasSize(1);
  }

  @Test
  void refresh_feedThatNamesItsOwnAddress_orNone_staysAndIsAskedConditionally() {
    for (String host : List.of("a.example", "b.example")) {
      String named = host.equals("a.example") ? "https://a.example/feed" : "javascript:alert(1)";
      hosts.put(
          host,
          request -> isUnchanged(request)
              ? Reply.of(304)
              : Reply.of(200).header("ETag", "\"e\"").body(movingFeed(named)));
      add(host);
    }

    simulate(news -> {
      for (int day = 0; day < 5; day++) {
        run(news, ALL);
        Async.sleep(Duration.ofDays(1));
      }
    });

    assertThat(places())
        .containsExactly("https://a.example/feed null false", "https://b.example/feed null false");
    assertThat(requests.stream().filter(StoredNewsTest::isUnchanged)).hasSize(8);
  }

  @Test
  void refresh_movedBackByHand_isNotMovedThereAgain() {
    serve("b.example", feed("1"));
    hosts.put("a.example", _ -> Reply.of(301).header("Location", "https://b.example/new"));
    add("a.example");

    simulate(news -> {
      for (int day = 0; day < 10; day++) {
        run(news, ALL);
        Async.sleep(Duration.ofDays(1));
        if (day == 4) {
          assertThat(places()).containsExactly("https://b.example/new https://a.example/feed true");
          StoredSource moved = store.sources().all().getFirst();
          assertThat(store.sources().moveBack(moved.id())).isTrue();
        }
      }
    });

    assertThat(places()).containsExactly("https://a.example/feed https://b.example/new false");
    assertThat(source("a.example").state().dueWhy()).doesNotContain("moved");
  }

  @Test
  void refresh_sourceWithSecrets_isMovedWithinItsOriginOnly_andSaysSo() {
    serve("b.example", feed("1"));
    List<String> hostsOfSecrets = List.of("user.example", "cookie.example", "key.example");
    for (String host : hostsOfSecrets) {
      hosts.put(host, _ -> Reply.of(301).header("Location", "https://b.example/" + host));
    }
    hosts.put(
        "same.example",
        request -> request.uri().getPath().equals("/new")
            ? Reply.of(200).body(feed("1"))
            : Reply.of(301).header("Location", "/new"));
    hosts.put("open.example", _ -> Reply.of(301).header("Location", "https://b.example/open"));
    addWith("user.example", Map.of(), null, "ada");
    addWith("cookie.example", Map.of(), "c=1", null);
    addWith("key.example", Map.of("X-Key", "k"), null, null);
    addWith("same.example", Map.of("X-Key", "k"), null, null);
    addWith("open.example", Map.of("Accept-Language", "de"), null, null);

    simulate(news -> {
      for (int day = 0; day < 5; day++) {
        run(news, ALL);
        Async.sleep(Duration.ofDays(1));
      }
    });

    assertThat(places())
        .containsExactly(
            "https://user.example/feed null false",
            "https://cookie.example/feed null false",
            "https://key.example/feed null false",
            "https://same.example/new https://same.example/feed true",
            "https://b.example/open https://open.example/feed true");
    assertThat(source("key.example").state().dueWhy())
        .endsWith("; its site says that it has moved to https://b.example/key.example,"
            + " which is left to you (sources move)");
  }

  @Test
  void refresh_headersThatMayBeKeys_doNotFollowARedirectElsewhere() {
    serve("b.example", feed("1"));
    hosts.put("a.example", _ -> Reply.of(302).header("Location", "https://b.example/"));
    addWith("a.example", Map.of("X-Key", "k", "Accept-Language", "de"), "c=1", "ada");

    simulate(news -> assertThat(run(news, ALL)).isEqualTo("a.example new 1/1"));

    var there = requests.getFirst().headers();
    assertThat(there.has("X-Key") && there.has("Cookie") && there.has("Authorization"))
        .isTrue();
    var elsewhere = requests.getLast().headers();
    assertThat(elsewhere.first("Accept-Language")).contains("de");
    assertThat(elsewhere.has("X-Key") || elsewhere.has("Cookie") || elsewhere.has("Authorization"))
        .isFalse();
  }

  @Test
  void refresh_goneTwiceADayApart_retiresUntilResumed() {
    hosts.put("a.example", _ -> Reply.of(410));
    add("a.example");

    simulate(news -> {
      run(news, ALL);
      assertThat(source("a.example").isRetired()).isFalse();
      Async.sleep(Duration.ofDays(1));
      assertThat(run(news, ALL)).isEqualTo("a.example failed 0/0");
      assertThat(run(news, ALL)).isEqualTo("a.example not_due 0/0");
      store.sources().pause(source("a.example").id(), false);
      serve("a.example", feed("1"));
      assertThat(run(news, ALL)).isEqualTo("a.example new 1/1");
    });
  }

  @Test
  void refresh_failure_isKeptAndLosesNothing() {
    serve("a.example", feed("1"));
    add("a.example");

    simulate(news -> {
      run(news, ALL);
      hosts.put("a.example", _ -> Reply.of(500).header("ETag", "\"error\""));
      assertThat(run(news, ALL)).isEqualTo("a.example failed 0/1");
    });

    StoredSource source = source("a.example");
    assertThat(source.state().error()).isEqualTo("HTTP 500 (internal server error)");
    assertThat(source.state().etag()).isEqualTo("\"e\"");
    assertThat(store.sources().readings(source.id(), 9))
        .extracting(reading -> reading.outcome() + " " + reading.stage() + " " + reading.status())
        .containsExactlyInAnyOrder("failed status 500", "new null 200");
    assertThat(titles()).containsExactly("1");
  }

  @Test
  void refresh_deadline_whatIsCutOffIsDueStill_andFreeForOthers() {
    hosts.put("slow.example", _ -> {
      Async.sleep(Duration.ofSeconds(60));
      return Reply.of(200).body(feed("1"));
    });
    serve("a.example", feed("1"));
    add("slow.example");
    add("a.example");

    simulate(session -> {
      NewsAggregator news = NewsAggregator.builder(session)
          .deadline(Duration.ofSeconds(3))
          .timeout(Duration.ofSeconds(100))
          .build();
      assertThat(line(news.refresh(store, Choice.DUE, RunListener.NONE)))
          .isEqualTo("slow.example cut_off 0/0, a.example new 1/1");
      serve("slow.example", feed("9"));
      assertThat(line(news.refresh(store, Choice.DUE, RunListener.NONE)))
          .isEqualTo("slow.example new 1/1, a.example not_due 0/1");
    });
  }

  @Test
  void refresh_tooSlow_isRememberedAsSuch_andReadAgainSoon() {
    hosts.put("slow.example", _ -> {
      Async.sleep(Duration.ofSeconds(60));
      return Reply.of(200).body(feed("1"));
    });
    add("slow.example");

    simulate(news -> assertThat(run(news, ALL)).isEqualTo("slow.example slow 0/0"));

    StoredSource slow = source("slow.example");
    assertThat(slow.state().outcome()).isEqualTo("slow");
    assertThat(slow.state().dueWhy()).contains("it failed once (not done within 5 s)");
    assertThat(store.sources().readings(slow.id(), 1).getFirst().stage()).isEqualTo("deadline");
  }

  @Test
  void refresh_twoRunsAtOnce_readEachSourceOnce() {
    for (int i = 0; i < 20; i++) {
      serve("h" + i + ".example", feed("1"));
      add("h" + i + ".example");
    }

    simulate(session -> {
      NewsAggregator news = NewsAggregator.builder(session).build();
      var first = Async.createTask(() -> news.refresh(store, Choice.DUE, RunListener.NONE));
      var second = Async.createTask(() -> news.refresh(store, Choice.DUE, RunListener.NONE));
      List<Account> both = List.of(first.await(), second.await());
      assertThat(both.stream()
              .mapToLong(account -> account.results().stream()
                  .filter(report -> report.outcome() == ReadOutcome.NEW)
                  .count())
              .sum())
          .isEqualTo(20);
    });
    assertThat(requests).hasSize(20);
  }

  @Test
  void refresh_settings_goWithTheRequest() {
    serve("a.example", feed("1"));
    add("a.example");
    store
        .sources()
        .settings(
            source("a.example").id(),
            new SourceSettings(
                null,
                Map.of("X-Key", "k"),
                "agent",
                "c=1",
                "ada",
                "pw",
                null,
                false,
                false,
                null,
                null,
                null));

    simulate(news -> run(news, ALL));

    var headers = requests.getFirst().headers();
    assertThat(headers.first("X-Key")).contains("k");
    assertThat(headers.first("User-Agent")).contains("agent");
    assertThat(headers.first("Cookie")).contains("c=1");
    assertThat(headers.first("Authorization")).contains("Basic YWRhOnB3");
  }

  @Test
  void refresh_routes_haveASessionEach_underOneGovernor_closedWithTheRun() {
    serve("a.example", feed("1"));
    serve("b.example", feed("2"));
    addRouted("https://a.example/1", null, false);
    addRouted("https://a.example/2", "http://joe:secret@p.example:3128", false);
    addRouted("https://b.example/3", "http://joe:secret@p.example:3128", false);
    addRouted("https://a.example/4", null, true);
    addRouted("https://b.example/5", null, true);
    List<String> opened = new ArrayList<>();
    List<ClientSession> sessions = new ArrayList<>();
    List<Duration> startsAtA = new ArrayList<>();

    Account account = Simulation.run(() -> {
      HostGovernor governor =
          HostGovernor.builder().spacing(Duration.ofSeconds(10)).build();
      InMemoryTransport transport = InMemoryTransport.of(request -> {
        if (request.uri().getHost().equals("a.example")) {
          startsAtA.add(EventLoop.current().time());
        }
        return Objects.requireNonNull(hosts.get(request.uri().getHost())).apply(request);
      });
      Function<Route, ClientSession> opener = route -> {
        opened.add(route.toString());
        sessions.add(
            ClientSession.builder().transport(transport).governor(governor).open());
        return sessions.getLast();
      };
      try (ClientSession usual =
          ClientSession.builder().transport(transport).governor(governor).open()) {
        NewsAggregator news = NewsAggregator.builder(usual)
            .deadline(Duration.ofMinutes(5))
            .sessions(opener)
            .build();
        Account read = news.refresh(store, ALL, RunListener.NONE);
        assertThat(usual).hasToString("ClientSession[open]");
        assertThat(sessions)
            .hasSize(3)
            .allSatisfy(session -> assertThat(session).hasToString("ClientSession[closed]"));
        return read;
      }
    });

    assertThat(account.successful()).isEqualTo(5);
    assertThat(account.results())
        .extracting(SourceReport::isUnverified)
        .containsExactly(false, false, false, true, true);
    assertThat(opened)
        .containsExactlyInAnyOrder(
            "Route[through http://p.example:3128]",
            "Route[direct, certificates NOT VERIFIED of a.example]",
            "Route[direct, certificates NOT VERIFIED of b.example]");
    assertThat(startsAtA).hasSize(3);
    assertThat(startsAtA.get(1).minus(startsAtA.get(0))).isGreaterThan(Duration.ofSeconds(5));
    assertThat(startsAtA.get(2).minus(startsAtA.get(1))).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void refresh_routeThatIsNotPossible_isThatSourcesFailureAlone() {
    serve("a.example", feed("1"));
    addRouted("https://a.example/1", "http://joe:secret@p.example:3128", false);
    addRouted("https://a.example/2", "http://joe:sec ret@p.example", false);
    addRouted("https://a.example/3", null, false);

    simulate(session -> {
      Account account =
          NewsAggregator.builder(session).build().refresh(store, ALL, RunListener.NONE);
      assertThat(account.results())
          .extracting(SourceReport::error)
          .containsExactly(
              "this program has no connections through a proxy, nor with unverified certificates",
              "the address of its proxy is none (sources set --proxy)",
              null);
    });
  }

  @Test
  void refresh_rules_takeAndLeaveOut() {
    serve("a.example", feed("Java 25", "Java sport", "Weather"));
    add("a.example");
    store
        .sources()
        .settings(
            source("a.example").id(),
            new SourceSettings(
                null, Map.of(), null, null, null, null, null, false, false, "java", "sport", null));

    simulate(news -> assertThat(run(news, ALL)).isEqualTo("a.example new 1/3"));

    assertThat(titles()).containsExactly("Java 25");
  }

  @Test
  void refresh_onceADay_tidiesUp() {
    serve("a.example", feed("1"));
    add("a.example");

    simulate(news -> {
      run(news, ALL);
      Async.sleep(Duration.ofDays(89));
      run(news, ALL);
      assertThat(store.summary().readings()).isEqualTo(2);
      Async.sleep(Duration.ofDays(2));
      run(news, ALL);
      assertThat(store.summary().readings()).isEqualTo(2);
    });
  }

  @Test
  void indexer_catchesUp_andGoesOnWhereItWas() {
    serve("a.example", feed("Some ocean", "Other"));
    add("a.example");

    simulate(news -> {
      run(news, ALL);
      assertThat(new Indexer(store).catchUp(_ -> {})).isEqualTo(2);
      assertThat(new Indexer(store).catchUp(_ -> {})).isZero();
      SearchWords words = Objects.requireNonNull(SearchWords.parse("text ocean"));
      assertThat(store.articles().search(words, 9, Long.MAX_VALUE))
          .extracting(found -> found.text().title())
          .containsExactly("Some ocean");
    });
  }

  // --- parts ---

  private void serve(String host, String feed) {
    hosts.put(host, _ -> Reply.of(200).header("ETag", "\"e\"").body(feed));
  }

  private static String feed(String... titles) {
    StringBuilder feed = new StringBuilder("<rss version='2.0'><channel><title>T</title>");
    for (String title : titles) {
      feed.append("<item><title>" + title + "</title><guid>" + title
          + "</guid><description>&lt;p&gt;text of " + title + "&lt;/p&gt;</description></item>");
    }
    return feed.append("</channel></rss>").toString();
  }

  private void add(String host) {
    URI address = URI.create("https://" + host + "/feed");
    store.sources().add(List.of(Added.feed(address, host, false, Set.of())), Instant.EPOCH);
  }

  private void addWith(
      String host, Map<String, String> headers, @Nullable String cookie, @Nullable String user) {
    add(host);
    SourceSettings settings = new SourceSettings(
        null, headers, null, cookie, user, null, null, false, false, null, null, null);
    store.sources().settings(source(host).id(), settings);
  }

  private void addRouted(String address, @Nullable String proxy, boolean isInsecure) {
    URI uri = URI.create(address);
    SourceSettings settings = new SourceSettings(
        null, Map.of(), null, null, null, null, proxy, isInsecure, false, null, null, null);
    Added added = new Added(uri, address, SourceKind.FEED, false, Set.of(), settings);
    store.sources().add(List.of(added), Instant.EPOCH);
  }

  /// Each source: where it is, where it was, and whether its address was found.
  private List<String> places() {
    return store.sources().all().stream()
        .map(source -> source.address() + " " + source.movedFrom() + " " + source.isFound())
        .toList();
  }

  private static boolean isUnchanged(Request request) {
    return request.headers().first("If-None-Match").isPresent();
  }

  private static String movingFeed(String target) {
    return feed("1")
        .replace("<rss ", "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' ")
        .replace(
            "</title><item>",
            "</title><itunes:new-feed-url>" + target + "</itunes:new-feed-url><item>");
  }

  private StoredSource source(String host) {
    return store.sources().byAddress(URI.create("https://" + host + "/feed")).orElseThrow();
  }

  private List<String> titles() {
    return store.articles().list(ArticleQuery.newest(100)).stream()
        .map(Article::text)
        .map(text -> Objects.requireNonNull(text.title()))
        .toList();
  }

  private interface Program {
    void run(ClientSession session);
  }

  private void simulate(Program program) {
    InMemoryTransport.Builder transport = InMemoryTransport.builder();
    for (String host : List.copyOf(hosts.keySet())) {
      transport.host(host, request -> {
        requests.add(request);
        return Objects.requireNonNull(hosts.get(host)).apply(request);
      });
    }
    Action body = () -> {
      try (ClientSession session =
          ClientSession.builder().transport(transport.build()).open()) {
        program.run(session);
      }
    };
    Simulation.run(body);
  }

  private String run(ClientSession session, Choice choice) {
    return line(NewsAggregator.builder(session).build().refresh(store, choice, RunListener.NONE));
  }

  /// Each source: its host, how it ended, new articles of how many.
  private static String line(Account account) {
    return String.join(
        ", ",
        account.results().stream()
            .map(report -> report.source().name() + " " + report.outcome().word() + " "
                + report.newArticles() + "/" + report.articles())
            .toList());
  }
}
