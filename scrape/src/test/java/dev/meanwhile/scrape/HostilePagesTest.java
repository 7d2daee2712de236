package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jsoup.select.QueryParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pages that were made to cost much: each is read in moderate time, and none makes anything
/// fail. The time limit is a watchdog: what grows with the square of the size takes minutes.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
final class HostilePagesTest {
  private static final URI SOMEWHERE = URI.create("http://x.example/a/");

  /// Enough for what grows with the square of the size to be noticed.
  private static final int MUCH = 150 * 1024;

  private static final int AS_MUCH_AS_IS_READ = 4 * 1024 * 1024;

  static List<String> pages() {
    return pages(MUCH);
  }

  static List<String> largePages() {
    return pages(AS_MUCH_AS_IS_READ);
  }

  private static List<String> pages(int size) {
    UnaryOperator<String> much = of -> of.repeat(size / of.length());
    StringBuilder attributes = new StringBuilder("<a href=/ ");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < size / 40; i++) {
      attributes.append("a").append(i).append("=1 ");
      names.append("<t").append(i).append(">");
    }
    return List.of(
        much.apply("<div>"),
        much.apply("<p>"),
        much.apply("<b><i>"),
        much.apply("<a href=x>"),
        much.apply("<table><tr><td>"),
        much.apply("<font color=red><p>x"),
        much.apply("</p>"),
        much.apply(
            "<div class='" + "comment ".repeat(200) + "'>text, text, text, text, text, text</div>"),
        "<p class='" + much.apply("share-") + "'>x",
        "<p style='" + much.apply("display: ") + "'>x",
        "<html lang='" + much.apply("a-") + "'>",
        "<title>" + much.apply("x ") + "</title>",
        "<base href='" + much.apply("/x") + "'><a href=y>y</a>",
        "<a href='" + much.apply("../") + "'>y</a>",
        "<a href='http://" + much.apply("a.") + "/'>y</a>",
        "<link rel='" + much.apply("alternate ") + "' href=/x>",
        "<meta name=description content='" + much.apply(" \t") + "'>",
        attributes + ">x</a>",
        names + "x",
        much.apply("&amp;"),
        much.apply("<!--"),
        much.apply("<script>"),
        much.apply("<svg><math>"),
        much.apply("<ul><li>a, b, c, d, e, f, g, h, i, j, k, l, m, n"),
        "<p>" + much.apply(","),
        "<p>" + much.apply("\u00a0 "),
        "<pre>" + much.apply("\n"),
        much.apply("<a href=/feed>rss</a>"),
        much.apply("<link rel=alternate type=application/rss+xml href=/1>"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void read_hostilePage_endsWithoutFailure(String page) {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);

    PageContent content = PageContent.of(body, "text/html", SOMEWHERE, null);
    FeedDiscovery.named(page, SOMEWHERE);

    assertThat(content.links()).hasSizeLessThanOrEqualTo(Limits.LINKS);
    assertThat(content.title() == null ? "" : content.title())
        .hasSizeLessThanOrEqualTo(Limits.LINE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("largePages")
  void read_largeHostilePage_endsWithoutFailure(String page) {
    read_hostilePage_endsWithoutFailure(page);
  }

  /// Each of them has all of the text.
  @Test
  void select_elementsWithinEachOther_areTakenToALimit() {
    String page = "<div>".repeat(100) + "word ".repeat(200_000);
    byte[] body = page.getBytes(StandardCharsets.UTF_8);

    PageContent content = PageContent.of(body, "text/html", SOMEWHERE, QueryParser.parse("div"));

    assertThat(content.selected()).hasSize(4);
  }

  /// Scrapy GHSA-cc65-xxvf-f7r9: a pattern over the body went back and forth for hours.
  @ParameterizedTest
  @MethodSource("pages")
  void redos_sitemapsAndRobots_endWithoutFailure(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    SitemapFile sitemap = SitemapFile.of(body, SOMEWHERE);
    SitemapFile.of(("<urlset>" + text).getBytes(StandardCharsets.UTF_8), SOMEWHERE);
    RobotRules.parse(
        "http://x.example/robots.txt", Arrays.copyOf(body, Limits.ROBOTS), "text/plain");

    assertThat(sitemap.entries()).isEmpty();
  }

  @Test
  void redos_robotsPatterns_areMatchedInModerateTime() {
    String rules = "User-agent: *\n" + ("Disallow: /" + "*a".repeat(500) + "$\n").repeat(400);
    byte[] file = rules.getBytes(StandardCharsets.UTF_8);

    var parsed = RobotRules.parse("http://x.example/robots.txt", file, "text/plain");

    URI page = URI.create("http://x.example/" + "a".repeat(3_000) + "b");
    assertThat(parsed.objection(page)).isEmpty();
  }

  @Test
  void read_mutilatedRealPages_neverFails() {
    List<Path> pages = new ArrayList<>(
        Corpus.files(Corpus.folder().resolve("real/html/codelucas_newspaper/html")));
    Random random = new Random(1);

    for (int i = 0; i < 60; i++) {
      byte[] body = Corpus.read(pages.get(random.nextInt(pages.size())));
      for (int change = 0; change < 20; change++) {
        body[random.nextInt(body.length)] = (byte) "<>\"'&/= \u0000a-".charAt(random.nextInt(11));
      }
      int length = random.nextInt(body.length) + 1;
      byte[] cut = Arrays.copyOf(body, length);

      assertThat(PageContent.of(cut, "text/html", SOMEWHERE, null)).isNotNull();
    }
  }

  @Test
  void read_inTurkish_isTheSame() {
    Locale before = Locale.getDefault();
    String page =
        "<TITLE>I</TITLE><LINK REL=ALTERNATE TYPE=APPLICATION/RSS+XML HREF=/f><A HREF=HTTP://X.EXAMPLE/I>i</A>";
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
