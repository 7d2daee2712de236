package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.scrape.FoundFeed.How;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedDiscoveryTest {
  private static final String FEED =
      "<rss version='2.0'><channel><title>%s</title></channel></rss>";

  private final Map<String, String> pages = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private Reply answer(Request request) {
    String path = request.uri().toString().replace("http://x.example", "");
    asked.add(path);
    String page = pages.get(path);
    if (page == null) {
      return Reply.of(404).header("Content-Type", "text/html").body("<p>not found");
    }
    return page.startsWith(">")
        ? Reply.of(301).header("Location", page.substring(1))
        : Reply.of(200)
            .header("Content-Type", page.startsWith("<rss") ? "text/xml" : "text/html")
            .body(page.getBytes(StandardCharsets.UTF_8));
  }

  private List<FoundFeed> discover(AddressGuard guard) {
    return Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.of(this::answer))
          .guard(guard)
          .open()) {
        return FeedDiscovery.over(session).discover(URI.create("http://x.example/"));
      }
    });
  }

  private List<String> discover() {
    return discover(AddressGuard.off()).stream()
        .map(feed -> feed.how() + " " + feed.uri().toString().replace("http://x.example", "") + " "
            + feed.title())
        .toList();
  }

  @Test
  void discover_feedItself_isIt() {
    pages.put("/", FEED.formatted("Me"));

    assertThat(discover()).containsExactly("ITSELF / Me");
  }

  @Test
  void discover_namedFeeds_areReadAndGivenInOrderWithCommentsLast() {
    pages.put(
        "/",
        "<link rel=alternate type=application/rss+xml title='Comments on all' href=/c>"
            + "<link rel=alternate type='application/atom+xml; charset=utf-8' href=/a>"
            + "<link rel=alternate type=application/rss+xml href=/gone>"
            + "<link rel=alternate type=text/html href=/german>"
            + "<link rel='alternate stylesheet' type=text/css href=/dark.css>"
            + "<a href=/other.rss>RSS</a>");
    pages.put("/a", FEED.formatted("All"));
    pages.put("/c", FEED.formatted("Comments"));
    pages.put("/other.rss", FEED.formatted("Other"));

    assertThat(discover()).containsExactly("NAMED /a All", "NAMED /c Comments");
    assertThat(asked).containsExactlyInAnyOrder("/", "/a", "/c", "/gone");
  }

  @Test
  void discover_nothingNamed_originalIsAsked() {
    pages.put("/", "<link rel=canonical href=/own>");
    pages.put("/own", "<link rel=alternate type=application/rss+xml href=/f>");
    pages.put("/f", FEED.formatted("F"));

    assertThat(discover()).containsExactly("CANONICAL /f F");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=/blog.rss>x</a>",
        "<a href=/f/feed/>x</a>",
        "<a href='/q?feed=rss2'>x</a>",
        "<a href=/rss.xml>x</a>",
        "<a href=/whatever>RSS feed</a>"
      })
  void discover_linkThatLooksLikeAFeed_isLookedAt(String link) {
    pages.put("/", "<p>Follow " + link);
    for (String path :
        new String[] {"/blog.rss", "/f/feed/", "/q?feed=rss2", "/rss.xml", "/whatever"}) {
      pages.put(path, FEED.formatted("F"));
    }

    assertThat(discover()).singleElement().asString().startsWith("LINKED ");
  }

  @Test
  void discover_knownPlaces_areTriedLast() {
    pages.put("/", "<p>nothing here");
    pages.put("/feed", ">/feed.xml");
    pages.put("/feed.xml", FEED.formatted("F"));

    assertThat(discover()).containsExactly("GUESSED /feed.xml F");
  }

  @Test
  void discover_nothing_isEmpty() {
    pages.put("/", "<p>nothing");

    assertThat(discover()).isEmpty();
  }

  @Test
  void discover_pageCannotBeFetched_throws() {
    assertThatThrownBy(() -> Simulation.run(() -> {
          try (ClientSession session = ClientSession.builder()
              .transport(InMemoryTransport.builder().build())
              .open()) {
            return FeedDiscovery.over(session).discover(URI.create("http://x.example/"));
          }
        }))
        .isInstanceOf(HttpException.class);
  }

  @Test
  void discover_thousandsOfCandidates_fewAreLookedAt() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      page.append("<link rel=alternate type=application/rss+xml href=/")
          .append(i)
          .append(">");
      page.append("<a href=/").append(i).append(".rss>x</a>");
    }
    pages.put("/", page.toString());

    assertThat(discover()).isEmpty();
    assertThat(asked).hasSize(1 + 40);
  }

  /// Miniflux 2.2.17: discovery went past the guard, and 100.64.0.0/10 was open.
  @Test
  void discover_guardedSession_namedFeedInPrivateNetworkIsNotAsked() {
    pages.put(
        "/",
        "<link rel=alternate type=application/rss+xml href=http://100.64.0.1/feed>"
            + "<link rel=alternate type=application/rss+xml href=http://localhost./feed>"
            + "<link rel=alternate type=application/rss+xml href=/moved>"
            + "<link rel=canonical href=http://192.168.0.1/>");
    pages.put("/moved", ">http://169.254.169.254/latest");

    discover(AddressGuard.publicOnly());

    assertThat(asked)
        .noneMatch(it -> it.contains("100.64") || it.contains("169.254") || it.contains("192.168"));
  }

  @Test
  void named_feedfinderTests_oneFeedEach() {
    Path folder = Corpus.folder().resolve("conformance/w3c_feedvalidator/feedfinder-tests");
    List<String> wrong = new ArrayList<>();
    int found = 0;

    for (Path page : Corpus.files(folder)) {
      String name = String.valueOf(page.getFileName());
      if (name.startsWith("html4-") && name.endsWith(".html")) {
        String html = new String(Corpus.read(page), StandardCharsets.UTF_8);
        URI uri = URI.create("http://x.example/tests/client/autodiscovery/" + name);
        List<FoundFeed> feeds = FeedDiscovery.named(html, uri);
        boolean isRight = feeds.size() == 1
            && feeds.getFirst().how() == How.NAMED
            && feeds.getFirst().uri().getPath().endsWith(name.replace(".html", ".xml"));
        found += isRight ? 1 : 0;
        if (!isRight) {
          wrong.add(name + " " + feeds);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(found).isGreaterThan(20);
  }

  @Test
  void named_realPages_areThoseOfTheirHeads() {
    Path folder = Corpus.folder().resolve("real/html");

    assertThat(namedIn(folder.resolve("arminreiter_FeedReader/Html/codehollow.html")))
        .isPositive();
    assertThat(namedIn(folder.resolve("Ranchero-Software_NetNewsWire/inessential.html")))
        .isPositive();
    assertThat(namedIn(folder.resolve("arminreiter_FeedReader/Html/heise.html")))
        .isPositive();
    assertThat(namedIn(folder.resolve("arminreiter_FeedReader/Html/stackoverflow.html")))
        .isPositive();
  }

  private static int namedIn(Path page) {
    String html = new String(Corpus.read(page), StandardCharsets.UTF_8);
    return FeedDiscovery.named(html, URI.create("http://x.example/")).size();
  }
}
