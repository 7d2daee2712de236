package dev.meanwhile.scrape;

import static dev.meanwhile.async.Async.async;
import static dev.meanwhile.async.Async.await;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.gather;
import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RobotsTest {
  private static final URI PAGE = URI.create("https://x.example/page");

  private final List<String> asked = new ArrayList<>();

  /// Runs `body` with the rules of hosts that answer so.
  private <T> T with(InMemoryTransport.Handler handler, Function<Robots, T> body) {
    return Simulation.run(() -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        asked.add(request.uri() + "@" + EventLoop.current().time().toMillis());
        return handler.handle(request);
      });
      try (ClientSession session = ClientSession.builder().transport(hosts).open()) {
        return body.apply(Robots.over(session));
      }
    });
  }

  private Optional<String> objection(InMemoryTransport.Handler handler) {
    return with(handler, robots -> robots.objection(PAGE));
  }

  private boolean allows(String file, String path) {
    return with(
        _ -> Reply.of(200).body(file),
        robots -> robots.objection(URI.create("https://x.example" + path)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "User-agent: *\\nDisallow: /a | /a/b | false",
        "User-agent: *\\nDisallow: /a | /b | true",
        "User-agent: *\\nDisallow: | /a | true",
        "User-agent: *\\nDisallow: / | /robots.txt | true",
        "User-agent: *\\nDisallow: /\\nAllow: /a | /a/b | true",
        "User-agent: *\\nDisallow: /a/b\\nAllow: /a | /a/b/c | false",
        "User-agent: *\\nDisallow: /a\\nAllow: /a | /a | true",
        "User-agent: *\\nDisallow: /*.php$ | /x/y.php | false",
        "User-agent: *\\nDisallow: /*.php$ | /x/y.php?q | true",
        "User-agent: *\\nDisallow: /*.php$ | /x.php/y.php | false",
        "User-agent: *\\nDisallow: /*a$ | /aba | false",
        "User-agent: *\\nDisallow: /*a$ | /ab | true",
        "User-agent: *\\nDisallow: /a*a$ | /a | true",
        "User-agent: *\\nDisallow: /a$ | /a | false",
        "User-agent: *\\nDisallow: /a$ | /ab | true",
        "User-agent: *\\nDisallow: /*/*b | /a/cb | false",
        "User-agent: *\\nDisallow: /*a*$ | /bab | false",
        "User-agent: *\\nDisallow: /a%2Ab | /a*b | false",
        "User-agent: *\\nDisallow: /a%2Ab | /acb | true",
        "User-agent: *\\nDisallow: /*? | /a?b | false",
        "User-agent: *\\nDisallow: /b | /a/../b | false",
        "User-agent: *\\nDisallow: /b | /a/%2e%2E/./b | false",
        "User-agent: *\\nDisallow: /a//b | /a//b | false",
        "User-agent: *\\nDisallow: /a%C3%A4 | /a%c3%a4 | false",
        "user-agent:*\\ndisallow:/a # why | /a | false",
        "User-agent: Meanwhile\\nDisallow: /a\\n\\nUser-agent: *\\nDisallow: / | /b | true",
        "User-agent: meanwhile\\nUser-agent: other\\nDisallow: /a | /a | false",
        "User-agent: meanwhile\\nDisallow: /a\\nUser-agent: meanwhile\\nDisallow: /b | /b | false",
        "User-agent: other\\nDisallow: / | /a | true",
        "Sitemap: /s.xml\\nUser-agent: *\\nSitemap: x\\nDisallow: /a | /a | false",
        "<html>Not found</html> | /a | true"
      })
  void objection_rules_areAppliedAsRfc9309Says(String file, String path, boolean isAllowed) {
    assertThat(allows(file.replace("\\n", "\n"), path)).isEqualTo(isAllowed);
  }

  /// Against the plainest way to match, which may go back.
  @Test
  void matches_anyPattern_isWhatAnExpressionMatches() {
    Random random = new Random(9309);

    for (int i = 0; i < 20_000; i++) {
      String pattern = "/" + any(random, "ab*") + (random.nextInt(3) == 0 ? "$" : "");
      String path = "/" + any(random, "ab");
      String expression = pattern.replace("*", ".*") + (pattern.endsWith("$") ? "" : ".*");
      assertThat(PathRules.matches(pattern, path))
          .as(pattern + " " + path)
          .isEqualTo(path.matches(expression));
    }
  }

  private static String any(Random random, String letters) {
    return random
        .ints(random.nextInt(6), 0, letters.length())
        .mapToObj(i -> letters.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  @Test
  void objection_byteOrderMarkAndCarriageReturns_areNoMatter() {
    assertThat(allows("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a")).isFalse();
    assertThat(allows("User-agent: *\rDisallow: /a\r", "/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 429, 451})
  void objection_noFile_allowsEverything(int status) {
    assertThat(objection(_ -> Reply.of(status))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 599})
  void objection_serverFails_allowsNothingAndSaysWhy(int status) {
    assertThat(objection(_ -> Reply.of(status)))
        .contains("robots.txt of x.example could not be read: HTTP " + status);
  }

  @Test
  void objection_hostCannotBeReached_allowsNothing() {
    InMemoryTransport.Handler refusing = _ -> {
      throw HttpException.of(HttpException.Stage.CONNECT, "connection refused");
    };

    assertThat(objection(refusing))
        .contains("robots.txt of x.example could not be read: connection refused");
  }

  @Test
  void objection_hostIsSilent_allowsNothingAfterTenSeconds() {
    InMemoryTransport.Handler silent = _ -> {
      sleep(Duration.ofHours(1));
      return Reply.of(200);
    };

    String told = with(
        silent,
        robots -> robots.objection(PAGE).orElse("") + " @"
            + EventLoop.current().time().toSeconds());

    assertThat(told).isEqualTo("robots.txt of x.example could not be read: not within 10 s @10");
  }

  @Test
  void objection_askedAtOnce_oneRequestForEachOrigin() {
    List<Boolean> allowed = with(
        request -> {
          sleep(Duration.ofSeconds(1));
          return Reply.of(200).body("User-agent: *\nDisallow: /no");
        },
        robots -> await(gather(List.of(
            async(() -> robots.objection(PAGE).isEmpty()),
            async(() -> robots.objection(URI.create("https://x.example/no")).isEmpty()),
            async(() -> robots.objection(URI.create("https://X.EXAMPLE:443/b")).isEmpty()),
            async(() -> robots.objection(URI.create("http://x.example/b")).isEmpty()),
            async(() -> robots.objection(URI.create("https://x.example:444/b")).isEmpty())))));

    assertThat(allowed).containsExactly(true, false, true, true, true);
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "https://x.example/robots.txt@0",
            "http://x.example/robots.txt@0",
            "https://x.example:444/robots.txt@0");
  }

  @Test
  void objection_firstWhoAsksIsCancelled_nextReadsTheFile() {
    boolean isAllowed = with(
        request -> {
          sleep(Duration.ofSeconds(1));
          return Reply.of(404);
        },
        robots -> {
          Task<?> first = createTask(() -> robots.objection(PAGE));
          Task<Boolean> second = createTask(() -> robots.objection(PAGE).isEmpty());
          sleep(Duration.ofMillis(500));
          first.cancel();
          return second.await();
        });

    assertThat(isAllowed).isTrue();
    assertThat(asked)
        .containsExactly("https://x.example/robots.txt@0", "https://x.example/robots.txt@500");
  }

  @Test
  void objection_later_rulesAreKeptForADayAndFailuresForFiveMinutes() {
    with(request -> Reply.of(request.uri().getHost().equals("x.example") ? 404 : 500), robots -> {
      URI broken = URI.create("https://broken.example/");
      for (int minutes : new int[] {0, 4, 6, 23 * 60, 25 * 60}) {
        sleep(Duration.ofMinutes(minutes).minus(EventLoop.current().time()));
        var _ = robots.objection(PAGE);
        var _ = robots.objection(broken);
      }
      return true;
    });

    assertThat(asked.stream().filter(it -> it.contains("x.example"))).hasSize(2);
    assertThat(asked.stream().filter(it -> it.contains("broken"))).hasSize(4);
  }

  @Test
  void objection_redirects_areFollowedFiveTimes() {
    InMemoryTransport.Handler hops = request -> {
      String path = request.uri().getPath();
      int hop = path.equals("/robots.txt") ? 0 : Integer.parseInt(path.substring(1));
      return hop == 5
          ? Reply.of(200).body("User-agent: *\nDisallow: /page")
          : Reply.of(301).header("Location", "https://other.example/" + (hop + 1));
    };
    assertThat(objection(hops)).contains("robots.txt of x.example does not allow it");

    InMemoryTransport.Handler more =
        request -> Reply.of(302).header("Location", request.uri().getPath() + "x");
    assertThat(objection(more).orElse("")).contains("more than 5 redirects");
  }

  @Test
  void objection_endlessFile_isReadFor500KiB() {
    byte[] start = "User-agent: *\nDisallow: /a\n".getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[3 * 1024 * 1024];
    Arrays.fill(file, (byte) '\n');
    System.arraycopy(start, 0, file, 0, start.length);
    byte[] end = "Disallow: /b\n".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(end, 0, file, 600 * 1024, end.length);

    List<Boolean> allowed = with(
        _ -> Reply.of(200).header("Content-Type", "text/plain").body(file),
        robots -> List.of(
            robots.objection(URI.create("https://x.example/a")).isEmpty(),
            robots.objection(URI.create("https://x.example/b")).isEmpty()));

    assertThat(allowed).containsExactly(false, true);
  }

  @Test
  void objection_fileCutOffWithinALine_thatLineIsLeftOut() {
    String start = "User-agent: *\nDisallow: /b\n";
    String cut = "Disallow: /";
    String comment = "#".repeat(Limits.ROBOTS - start.length() - cut.length() - 1) + "\n";

    assertThat(allows(start + comment + cut + "much/more", "/a")).isTrue();
    assertThat(allows(start + comment + cut + "much/more", "/b")).isFalse();
  }

  @Test
  void awaitTurn_crawlDelay_isKeptAndBounded() {
    List<Long> turns = with(
        request -> Reply.of(200)
            .body("User-agent: *\nCrawl-delay: "
                + (request.uri().getHost().equals("x.example") ? "2" : "86400")),
        robots -> {
          List<Long> times = new ArrayList<>();
          for (String host : new String[] {"x", "x", "x", "slow", "slow"}) {
            robots.awaitTurn(URI.create("https://" + host + ".example/"));
            times.add(EventLoop.current().time().toSeconds());
          }
          return times;
        });

    assertThat(turns).containsExactly(0L, 2L, 4L, 4L, 34L);
  }

  @Test
  void awaitTurn_noDelay_doesNotWait() {
    Duration waited = with(_ -> Reply.of(404), robots -> {
      robots.awaitTurn(PAGE);
      robots.awaitTurn(PAGE);
      return EventLoop.current().time();
    });

    assertThat(waited).isZero();
  }

  @Test
  void sitemaps_ofTheFile_areThoseOnTheWeb() {
    String file = "Sitemap: https://x.example/s.xml\nSitemap: file:///etc/passwd\n"
        + "sitemap: https://y.example/n.xml";

    List<URI> sitemaps = with(_ -> Reply.of(200).body(file), robots -> robots.sitemaps(PAGE));

    assertThat(sitemaps)
        .containsExactly(
            URI.create("https://x.example/s.xml"), URI.create("https://y.example/n.xml"));
  }

  @Test
  void ignored_asksNobody() {
    assertThat(Robots.ignored().objection(PAGE)).isEmpty();
    assertThat(Robots.ignored().sitemaps(PAGE)).isEmpty();
  }

  @Test
  void corpusFiles_areRead() {
    Path folder = Corpus.folder().resolve("conformance/crawler-commons_crawler-commons/robots");

    for (Path file : Corpus.files(folder)) {
      byte[] body = Corpus.read(file);
      assertThat(RobotRules.parse("https://x.example/robots.txt", body, "text/plain"))
          .as(file.toString())
          .isNotNull();
    }
  }

  /// Miniflux CVE-2026-21885: one kind of request went past the guard.
  @Test
  void objection_guardedSession_robotsFileIsFetchedThroughTheGuard() {
    String told = Simulation.run(() -> {
      InMemoryTransport hosts =
          InMemoryTransport.of(request -> request.uri().getHost().equals("x.example")
              ? Reply.of(302).header("Location", "http://169.254.169.254/latest/meta-data/")
              : Reply.of(200).body("User-agent: *\nAllow: /"));
      try (ClientSession session = ClientSession.builder()
          .transport(hosts)
          .guard(AddressGuard.publicOnly())
          .open()) {
        return Robots.over(session).objection(PAGE).orElse("allowed");
      }
    });

    assertThat(told).contains("refused to connect to 169.254.169.254");
  }
}
