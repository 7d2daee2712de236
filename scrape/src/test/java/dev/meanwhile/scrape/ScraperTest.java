package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScraperTest {
  private final List<String> log = new ArrayList<>();

  private static Reply html(String page) {
    return Reply.of(200)
        .header("Content-Type", "text/html; charset=utf-8")
        .body(page.getBytes(StandardCharsets.UTF_8));
  }

  private static URI at(String path) {
    return URI.create("http://x.example" + path);
  }

  /// Scrapes on virtual time, and logs what was asked for and what ended when.
  private List<Scraped> scrape(
      InMemoryTransport.Handler handler, UnaryOperator<Scraper.Builder> options, URI... urls) {
    return Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        if (request.uri().getPath().equals("/robots.txt")) {
          return Reply.of(404);
        }
        log.add("ask " + request.uri().getRawPath() + now());
        return handler.handle(request);
      });
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        Scraper scraper = options.apply(Scraper.builder(session)).build();
        List<Scraped> results = new ArrayList<>();
        scraper.scrape(List.of(urls), result -> {
          log.add("got " + result.url().getRawPath() + now());
          results.add(result);
        });
        return results;
      }
    });
  }

  private List<Scraped> scrape(InMemoryTransport.Handler handler, URI... urls) {
    return scrape(handler, UnaryOperator.identity(), urls);
  }

  private Page page(String content) {
    return (Page) scrape(_ -> html(content), at("/dir/page")).getFirst();
  }

  private String error(InMemoryTransport.Handler handler) {
    return ((Unread) scrape(handler, at("/")).getFirst()).error();
  }

  private static String now() {
    return "@" + EventLoop.current().time().toMillis();
  }

  @Test
  void scrape_slowAndFast_comeAsTheyFinish() {
    scrape(
        request -> {
          sleep(Duration.ofSeconds(Integer.parseInt(request.uri().getPath().substring(7))));
          return html("<p>done");
        },
        at("/delay/1"),
        at("/delay/2"),
        at("/delay/1"),
        at("/delay/3"));

    assertThat(log)
        .containsExactly(
            "ask /delay/1@0",
            "ask /delay/2@0",
            "ask /delay/1@0",
            "ask /delay/3@0",
            "got /delay/1@1000",
            "got /delay/1@1000",
            "got /delay/2@2000",
            "got /delay/3@3000");
  }

  @Test
  void scrape_concurrencyOfOne_goesOneByOne() {
    scrape(
        request -> {
          sleep(Duration.ofSeconds(Integer.parseInt(request.uri().getPath().substring(7))));
          return html("<p>done");
        },
        options -> options.concurrency(1),
        at("/delay/1"),
        at("/delay/2"),
        at("/delay/1"),
        at("/delay/3"));

    assertThat(log.getLast()).isEqualTo("got /delay/3@7000");
  }

  @Test
  void page_everyField_isFilled() {
    Page page = page("""
        <!DOCTYPE html><html lang="pt-BR"><head><title> Um
        t&iacute;tulo </title><base href="/base/">
        <meta name="Description" content="In a &lt;few&gt; words"><link rel="canonical" href="/own">
        </head><body><a href="one">1</a><a href="one#part">1 again</a><a href="#here">here</a>
        <a href="mailto:me@x.example">m</a><a href="javascript:alert(1)">j</a><a href="ftp://x/">f</a>
        <area href="//y.example/two?q=a b"><a href="http://x.example">home</a><p>Texto.</p></body></html>
        """);

    assertThat(page.url()).isEqualTo(at("/dir/page"));
    assertThat(page.finalUrl()).isEqualTo(at("/dir/page"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.title()).isEqualTo("Um título");
    assertThat(page.description()).isEqualTo("In a <few> words");
    assertThat(page.language()).isEqualTo("pt-BR");
    assertThat(page.canonical()).isEqualTo(at("/own"));
    assertThat(page.links())
        .containsExactly(at("/base/one"), URI.create("http://y.example/two?q=a%20b"), at("/"));
    assertThat(page.text()).contains("Texto.");
    assertThat(page.fetchedAt()).isNotNull();
  }

  @Test
  void page_titleElsewhere_isFound() {
    assertThat(page("<meta property=og:title content='From there'><h1>Or here</h1>")
            .title())
        .isEqualTo("From there");
    assertThat(page("<h1>Or here</h1>").title()).isEqualTo("Or here");
    assertThat(page("<p>nothing").title()).isNull();
  }

  @Test
  void page_longTitle_isNotCutWithinACharacter() {
    for (String before : List.of("", "a")) {
      String title = page("<title>" + before + "😀".repeat(600) + "</title>").title();

      assertThat(title).endsWith("😀…").hasSizeBetween(999, 1_000);
    }
  }

  @Test
  void page_errorStatus_isAPageThatIsNoSuccess() {
    Page page = (Page)
        scrape(_ -> Reply.of(404).header("Content-Type", "text/html").body("<title>Gone"), at("/"))
            .getFirst();

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.isSuccess()).isFalse();
    assertThat(page.title()).isEqualTo("Gone");
  }

  @Test
  void page_otherThanHtml_isItsTextOrNone() {
    assertThat(text("application/json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"a\": 1}");
    assertThat(text("text/plain; charset=iso-8859-1", new byte[] {(byte) 0xe9, (byte) 0x93}))
        .isEqualTo("é“");
    assertThat(text("text/plain", new byte[] {(byte) 0xe9, (byte) 0x93})).isEqualTo("é“");
    assertThat(text(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            new byte[] {'P', 'K', 3, 4}))
        .isEmpty();
    assertThat(
            text("application/rss+xml; charset=utf-8", "<rss/>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("<rss/>");
    // Not even read, or it would be too large.
    assertThat(text("video/mp4", new byte[11 * 1024 * 1024])).isEmpty();
  }

  @Test
  void page_charsetOfMetaOrHeader_isUsed() {
    byte[] latin = "<meta charset=iso-8859-1><p>caf\u00e9 \u0093quoted\u0094"
        .getBytes(StandardCharsets.ISO_8859_1);
    byte[] greek = "<p>\u03b1\u03b2".getBytes(java.nio.charset.Charset.forName("windows-1253"));

    byte[] unnamed = "<p>caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(text("text/html", latin)).isEqualTo("café “quoted”");
    assertThat(text("text/html", unnamed)).isEqualTo("café");
    assertThat(text("text/html", "<p>caf\u00e9".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("café");
    assertThat(
            text("text/html", "<meta charset=utf-16><p>caf\u00e9".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("café");
    assertThat(text("text/html", "\ufeff<p>caf\u00e9".getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo("café");
    assertThat(text("text/html; charset=\"windows-1253\"", greek)).isEqualTo("αβ");
    assertThat(text("text/html; charset=nonsense", "<p>ä".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("ä");
  }

  private String text(String contentType, byte[] body) {
    return ((Page)
            scrape(_ -> Reply.of(200).header("Content-Type", contentType).body(body), at("/"))
                .getFirst())
        .text();
  }

  @Test
  void select_elements_areTakenInsteadOfTheArticle() {
    Page page = (Page) scrape(
            _ ->
                html("<ul><li class=a>One <b>bold</b></li><li>Two</li><li class=a>Three</li></ul>"),
            options -> options.select("li.a"),
            at("/"))
        .getFirst();

    assertThat(page.selected()).containsExactly("One bold", "Three");
    assertThat(page.text()).isEqualTo("One bold\n\nThree");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "li[", ":nth-child(", ">>", "a:has("})
  void select_noSelector_isRefused(String css) {
    assertThatThrownBy(() -> scrape(_ -> html(""), options -> options.select(css), at("/")))
        .hasMessageContaining("not a CSS selector");
  }

  @Test
  void depth_links_areFollowedAtTheSameHostOnce() {
    List<Scraped> results = scrape(
        request -> switch (request.uri().getPath()) {
          case "/" ->
            html(
                "<a href=/a>a</a><a href=/b>b</a><a href=http://y.example/>y</a><a href=https://x.example/>s</a>");
          case "/a" -> html("<a href=/>home</a><a href=/b>b</a><a href=/c>c</a>");
          case "/c" -> html("<a href=/too-deep>d</a>");
          default -> html("<p>end");
        },
        options -> options.depth(2),
        at("/"));

    assertThat(results.stream().map(it -> it.url().getPath()))
        .containsExactly("/", "/a", "/b", "/c");
    assertThat(log.stream().filter(it -> it.startsWith("ask"))).hasSize(4);
  }

  @Test
  void depth_linkToTheGivenPageItself_isNotFollowed() {
    scrape(
        _ -> html("<a href=/>home</a><a href=#top>top</a><a href='http://X.example:80'>again</a>"),
        options -> options.depth(1),
        URI.create("http://x.example#part"));

    assertThat(log.stream().filter(it -> it.startsWith("ask /@"))).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void depth_onePageWrittenInSeveralWays_isReadOnce() {
    scrape(
        _ -> html("<a href=/b#c></a><a href=http://X.EXAMPLE:80/b></a><a href=/a/../b></a>"
            + "<a href=/a/%2E./b></a><a href=http://x.example></a>"),
        scraper -> scraper.depth(2),
        at("/"));

    assertThat(log).containsExactly("ask /@0", "got /@0", "ask /b@0", "got /b@0");
  }

  @Test
  void depth_slowPage_doesNotHoldUpTheLinksOfOthers() {
    scrape(
        request -> {
          if (request.uri().getPath().equals("/slow")) {
            sleep(Duration.ofSeconds(20));
          }
          return request.uri().getPath().equals("/fast") ? html("<a href=/next>n") : html("<p>x");
        },
        options -> options.depth(1),
        at("/slow"),
        at("/fast"));

    assertThat(log).contains("ask /next@0", "got /slow@20000", "got /next@20000");
  }

  @Test
  void maxPages_endlessSite_isReadThatFar() {
    int[] pages = {0};

    List<Scraped> results = scrape(
        _ -> html("<a href=/" + pages[0]++ + ">x</a><a href=/" + pages[0]++ + ">y</a>"),
        options -> options.depth(100).maxPages(7),
        at("/start"));

    assertThat(results).hasSize(7);
  }

  @Test
  void redirect_isFollowedAndSaid() {
    Page page = (Page) scrape(
            request -> request.uri().getPath().equals("/old")
                ? Reply.of(301).header("Location", "new?x=1")
                : html("<p>here"),
            at("/old"))
        .getFirst();

    assertThat(page.url()).isEqualTo(at("/old"));
    assertThat(page.finalUrl()).isEqualTo(at("/new?x=1"));
  }

  @Test
  void redirect_withoutEnd_isAnError() {
    assertThat(error(_ -> Reply.of(302).header("Location", "/again")))
        .isEqualTo("more than 10 redirects");
  }

  @Test
  void redirect_ofFoundPageToAnotherHost_isNotFollowed() {
    List<Scraped> results = scrape(
        request -> request.uri().getPath().equals("/")
            ? html("<a href=/out>out")
            : Reply.of(302).header("Location", "http://10.0.0.1/secret"),
        options -> options.depth(1),
        at("/"));

    assertThat(((Unread) results.getLast()).error())
        .isEqualTo("redirected to another host, 10.0.0.1, where links are not followed");
  }

  @Test
  void robots_ofEachHop_areAsked() {
    List<Scraped> results = Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.builder()
          .host(
              "x.example",
              request -> request.uri().getPath().equals("/robots.txt")
                  ? Reply.of(200).body("User-agent: *\nDisallow: /secret")
                  : Reply.of(302).header("Location", "http://y.example/"))
          .host(
              "y.example",
              request -> request.uri().getPath().equals("/robots.txt")
                  ? Reply.of(200).body("User-agent: *\nDisallow: /")
                  : html("<p>secret"))
          .build();
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        return Scraper.builder(session).build().scrape(List.of(at("/secret/1"), at("/")));
      }
    });

    assertThat(results.stream().map(it -> ((Unread) it).error()))
        .containsExactly(
            "robots.txt of x.example does not allow it",
            "robots.txt of y.example does not allow it");
  }

  @Test
  void robots_crawlDelay_spacesRequests() {
    List<String> asked = new ArrayList<>();
    Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        asked.add(request.uri().getPath() + now());
        return request.uri().getPath().equals("/robots.txt")
            ? Reply.of(200).body("User-agent: *\nCrawl-delay: 3")
            : html("<p>x");
      });
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        return Scraper.builder(session).build().scrape(List.of(at("/1"), at("/2"), at("/3")));
      }
    });

    assertThat(asked).containsExactly("/robots.txt@0", "/1@0", "/2@3000", "/3@6000");
  }

  @Test
  void robots_ignored_askNothing() {
    scrape(_ -> html("<p>x"), options -> options.robots(Robots.ignored()), at("/"));

    assertThat(log).containsExactly("ask /@0", "got /@0");
  }

  @Test
  void failures_areResultsThatSayWhatWentWrong() {
    assertThat(error(_ -> {
          throw HttpException.of(HttpException.Stage.CONNECT, "connection to x.example refused");
        }))
        .isEqualTo("connection to x.example refused");
    assertThat(error(_ -> {
          sleep(Duration.ofHours(1));
          return html("");
        }))
        .isEqualTo("not done within 30 s");
    assertThat(error(_ -> html("x".repeat(11 * 1024 * 1024)))).contains("10 MiB");
    assertThat(error(_ -> {
          throw new IllegalStateException("a bug");
        }))
        .contains("an error of Meanwhile itself");
  }

  @Test
  void scrape_oneFails_othersAreRead() {
    List<Scraped> results = scrape(
        request -> {
          if (request.uri().getPath().equals("/bad")) {
            throw HttpException.of(HttpException.Stage.DNS, "unknown host");
          }
          return html("<p>x");
        },
        at("/bad"),
        at("/good"));

    assertThat(results.stream().filter(Page.class::isInstance)).hasSize(1);
    assertThat(results).hasSize(2);
  }

  @Test
  void scrape_nothing_isNothing() {
    assertThat(scrape(_ -> html("x"))).isEmpty();
  }

  @Test
  void scrape_addressThatIsNone_isRefused() {
    assertThatThrownBy(() -> scrape(_ -> html("x"), URI.create("ftp://x.example/")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Scrapy GHSA-cw9j-q3vf-hrrv and GHSA-4qqq-9vqf-3h3f: credentials went along to another host.
  @Test
  void credentials_redirectToAnotherOrigin_areDropped() {
    List<String> sent = new ArrayList<>();
    scrape(
        request -> {
          sent.add(
              request.uri() + " " + request.headers().first("Authorization").orElse("none"));
          return switch (request.uri().toString()) {
            case "http://x.example/1" -> Reply.of(302).header("Location", "/2");
            case "http://x.example/2" -> Reply.of(302).header("Location", "http://x.example:81/3");
            default -> html("<p>x");
          };
        },
        URI.create("http://me:secret@x.example/1"));

    assertThat(sent)
        .containsExactly(
            "http://x.example/1 Basic bWU6c2VjcmV0",
            "http://x.example/2 Basic bWU6c2VjcmV0",
            "http://x.example:81/3 none");
    assertThat(log.getLast()).isEqualTo("got /1@0");
  }

  /// CommaFeed GHSA-44pq-9929-f8mq: `javascript:` links reached other programs.
  @Test
  void links_otherThanOfTheWeb_areNotGiven() {
    Page page = page("<base href='javascript:x'><a href=' java\nscript:alert(1)'>a</a>"
        + "<a href=JAVASCRIPT:alert(1)>b</a><a href='data:text/html,x'>c</a><a href=file:///x>d</a>"
        + "<link rel=canonical href=javascript:alert(1)><a href=vbscript:x>e</a><a href=ok>f</a>");

    assertThat(page.links()).containsExactly(at("/dir/ok"));
    assertThat(page.canonical()).isNull();
  }

  /// nextcloud/news 28.5.0, OwnPilot#37: the first address was checked and the redirect was not.
  @Test
  void guardedSession_redirectToPrivateAddress_isRefused() {
    String error = Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> Reply.of(302)
          .header("Location", "http://[::ffff:127.0.0.1]/" + request.uri().getPath()));
      try (ClientSession session = ClientSession.builder()
          .transport(hosts)
          .guard(AddressGuard.publicOnly())
          .open()) {
        Scraper scraper = Scraper.builder(session).robots(Robots.ignored()).build();
        return ((Unread) scraper.scrape(List.of(at("/"))).getFirst()).error();
      }
    });

    assertThat(error).contains("refused to connect").contains("loopback");
  }

  /// The same where the session has no guard, since what people type may be anywhere: `url`
  /// redirects, or its robots.txt does, and what is not asked for has no place in the log.
  @ParameterizedTest
  @ValueSource(strings = {"/page", "/robots.txt"})
  void redirect_ofGivenPageToPrivateAddress_isRefused(String path) {
    String error = Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        log.add(request.uri().getHost());
        return request.uri().getPath().equals(path)
            ? Reply.of(302).header("Location", "http://192.168.1.1/admin")
            : Reply.of(404);
      });
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        return ((Unread)
                Scraper.builder(session).build().scrape(List.of(at("/page"))).getFirst())
            .error();
      }
    });

    assertThat(error).contains("refused to connect to 192.168.1.1");
    assertThat(log).containsOnly("x.example");
  }

  @Test
  void redirect_ofGivenPrivatePage_mayStayThereAndIsNoMatterToOthers() {
    List<Scraped> results = scrape(
        request -> switch (request.uri().getHost() + request.uri().getPath()) {
          case "10.0.0.1/", "x.example/" -> Reply.of(302).header("Location", "http://10.0.0.1/a");
          default -> html("<a href=/b></a>");
        },
        scraper -> scraper.depth(1).concurrency(1),
        at("/"),
        URI.create("http://10.0.0.1/"));

    assertThat(results)
        .extracting(result -> result.url() + (result instanceof Page ? " read" : " refused"))
        .containsExactly(
            "http://x.example/ refused", "http://10.0.0.1/ read", "http://10.0.0.1/b read");
  }

  @Test
  void guard_ofScraper_isForWhatWasNotGiven() {
    List<Scraped> results = scrape(
        request -> request.uri().getHost().equals("x.example")
            ? Reply.of(302).header("Location", "http://10.0.0.1/a")
            : html("<title>A</title>"),
        scraper -> scraper.guard(AddressGuard.publicOnly().allowing("10.0.0.0/8")),
        at("/"));

    assertThat(results.getFirst()).isInstanceOf(Page.class);
  }

  /// Stringer GHSA-496x-437q-h35q: a file of the machine could be named.
  @Test
  void redirect_toFile_isRefused() {
    assertThat(error(_ -> Reply.of(302).header("Location", "file:///etc/passwd")))
        .isEqualTo("redirected to what is no address of the web");
  }

  @Test
  void parse_file_isAPageOfStatusZero() {
    Page page = Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder()
          .transport(InMemoryTransport.of(_ -> Reply.of(500)))
          .open()) {
        byte[] content = "<title>T</title><a href=/x>x</a><a href=http://y.example>y</a>"
            .getBytes(StandardCharsets.UTF_8);
        return Scraper.builder(session).build().parse(content, URI.create("file:///a.html"));
      }
    });

    assertThat(page.status()).isZero();
    assertThat(page.title()).isEqualTo("T");
    assertThat(page.links()).containsExactly(URI.create("http://y.example/"));
  }

  @Test
  void request_saysWhoAsks() {
    List<Request> requests = new ArrayList<>();
    scrape(
        request -> {
          requests.add(request);
          return html("x");
        },
        at("/"));

    assertThat(requests.getFirst().headers().first("User-Agent").orElse(""))
        .startsWith("meanwhile/");
    assertThat(requests.getFirst().headers().first("Accept").orElse("")).startsWith("text/html");
  }
}
