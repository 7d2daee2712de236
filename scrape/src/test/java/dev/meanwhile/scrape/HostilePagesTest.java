package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pages that were made to cost much: each is read in moderate time, and none makes anything
/// fail. The time limit is a watchdog: what grows with the square of the size takes minutes.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class HostilePagesTest {
  private static final URI SOMEWHERE = URI.create("http://x.example/a/");
  private static final int MUCH = 3 * 1024 * 1024;

  private static String much(String of) {
    return of.repeat(MUCH / of.length());
  }

  static List<String> pages() {
    StringBuilder attributes = new StringBuilder("<a href=/ ");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      attributes.append("a").append(i).append("=1 ");
      names.append("<t").append(i).append(">");
    }
    return List.of(
        much("<div>"),
        much("<p>"),
        much("<b><i>"),
        much("<a href=x>"),
        much("<table><tr><td>"),
        much("<font color=red><p>x"),
        much("</p>"),
        much("<div class='" + "comment ".repeat(200) + "'>text, text, text, text, text, text</div>"),
        "<p class='" + much("share-") + "'>x",
        "<p style='" + much("display: ") + "'>x",
        "<html lang='" + much("a-") + "'>",
        "<title>" + much("x ") + "</title>",
        "<base href='" + much("/x") + "'><a href=y>y</a>",
        "<a href='" + much("../") + "'>y</a>",
        "<a href='http://" + much("a.") + "/'>y</a>",
        "<link rel='" + much("alternate ") + "' href=/x>",
        "<meta name=description content='" + much(" \t") + "'>",
        attributes + ">x</a>",
        names + "x",
        much("&amp;"),
        much("<!--"),
        much("<script>"),
        much("<svg><math>"),
        much("<ul><li>a, b, c, d, e, f, g, h, i, j, k, l, m, n"),
        "<p>" + much(","),
        "<p>" + much("\u00a0 "),
        "<pre>" + much("\n"),
        much("<a href=/feed>rss</a>"),
        much("<link rel=alternate type=application/rss+xml href=/1>"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void read_hostilePage_endsWithoutFailure(String page) {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);

    PageContent content = PageContent.of(body, "text/html", SOMEWHERE, null);
    FeedDiscovery.named(page, SOMEWHERE);

    assertThat(content.links()).hasSizeLessThanOrEqualTo(Limits.LINKS);
    assertThat(content.title() == null ? "" : content.title()).hasSizeLessThanOrEqualTo(Limits.LINE);
  }

  /// Scrapy GHSA-cc65-xxvf-f7r9: a pattern over the body went back and forth for hours.
  @ParameterizedTest
  @MethodSource("pages")
  void redos_sitemapsAndRobots_endWithoutFailure(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    SitemapFile sitemap = SitemapFile.of(body, SOMEWHERE);
    SitemapFile.of(("<urlset>" + text).getBytes(StandardCharsets.UTF_8), SOMEWHERE);
    RobotRules.parse(
        "http://x.example/robots.txt", java.util.Arrays.copyOf(body, Limits.ROBOTS), "text/plain");

    assertThat(sitemap.entries()).isEmpty();
  }

  @Test
  void redos_robotsPatterns_areMatchedInModerateTime() {
    String rules = "User-agent: *\n" + ("Disallow: /" + "*a".repeat(500) + "$\n").repeat(400);
    byte[] file = rules.getBytes(StandardCharsets.UTF_8);

    var parsed = RobotRules.parse("http://x.example/robots.txt", file, "text/plain");

    assertThat(parsed.isAllowed("http://x.example/" + "a".repeat(3_000) + "b")).isTrue();
  }

  @Test
  void read_mutilatedRealPages_neverFails() {
    List<Path> pages = new ArrayList<>(
        Corpus.files(Corpus.folder().resolve("real/html/codelucas_newspaper/html")));
    Random random = new Random(1);

    for (int i = 0; i < 150; i++) {
      byte[] body = Corpus.read(pages.get(random.nextInt(pages.size())));
      for (int change = 0; change < 20; change++) {
        body[random.nextInt(body.length)] = (byte) "<>\"'&/= \u0000a-".charAt(random.nextInt(12));
      }
      int length = random.nextInt(body.length) + 1;
      byte[] cut = java.util.Arrays.copyOf(body, length);

      assertThat(PageContent.of(cut, "text/html", SOMEWHERE, null)).isNotNull();
    }
  }

  @Test
  void read_inTurkish_isTheSame() {
    Locale before = Locale.getDefault();
    String page = "<TITLE>I</TITLE><LINK REL=ALTERNATE TYPE=APPLICATION/RSS+XML HREF=/f><A HREF=HTTP://X.EXAMPLE/I>i</A>";
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      PageContent content =
          PageContent.of(page.getBytes(StandardCharsets.UTF_8), "TEXT/HTML", SOMEWHERE, null);

      assertThat(content.title()).isEqualTo("I");
      assertThat(content.links()).containsExactly(URI.create("http://x.example/I"));
      assertThat(FeedDiscovery.named(page, SOMEWHERE)).hasSize(1);
    } finally {
      Locale.setDefault(before);
    }
  }
}
