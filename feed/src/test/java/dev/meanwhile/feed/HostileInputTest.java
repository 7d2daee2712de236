package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents made to hurt: each gives a feed or [NotAFeedException], soon and without much
/// memory.
final class HostileInputTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MEGABYTE = 1024 * 1024;
  private static final long SEED = 20_031_231;

  private static final String SAMPLE = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE rss [<!ENTITY a "b">]>
      <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T &amp; é</title>
      <link>https://example.org/</link><item><title><![CDATA[<b>One</b>]]></title><guid>1</guid>
      <dc:date>2003-12-31T10:14:55Z</dc:date><description>a &lt;p&gt; &#233; <b c="d">e</b></description>
      <enclosure url="https://example.org/1.mp3" length="1" type="audio/mpeg"/></item>
      <item><title>Two</title><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate></item></channel></rss>
      """;

  private static final String JSON_SAMPLE = """
      {"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"é",
      "tags":["a"],"attachments":[{"url":"https://a/1","size_in_bytes":1}]},{"id":"2"}]}
      """;

  private static void check(String what, byte[] body) {
    assertTimeoutPreemptively(SOON, () -> Robustness.check(what, body), what);
  }

  private static void check(String document) {
    check(document.substring(0, Math.min(60, document.length())), document.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {SAMPLE, JSON_SAMPLE})
  void parse_everyTruncation_isSafe(String sample) {
    byte[] body = sample.getBytes(UTF_8);

    for (int length = 0; length < body.length; length++) {
      Robustness.check("cut to " + length, Arrays.copyOf(body, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SAMPLE, JSON_SAMPLE})
  void parse_randomMutations_areSafe(String sample) {
    Random random = new Random(SEED);

    for (int round = 0; round < 3_000; round++) {
      byte[] body = sample.getBytes(UTF_8);
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        mutate(body, random);
      }
      Robustness.check("seed " + SEED + " round " + round, body);
    }
  }

  private static void mutate(byte[] body, Random random) {
    int at = random.nextInt(body.length);
    int from = random.nextInt(body.length);
    int length = Math.min(random.nextInt(1, 30), body.length - Math.max(at, from));
    switch (random.nextInt(3)) {
      case 0 -> body[at] = (byte) random.nextInt();
      case 1 -> body[at] = (byte) "<>&;\"'/!-][".charAt(random.nextInt(11));
      default -> System.arraycopy(body.clone(), from, body, at, length);
    }
  }

  @Test
  void parse_tenMegabytesOfGarbage_isSafe() {
    byte[] garbage = new byte[10 * MEGABYTE];
    new Random(SEED).nextBytes(garbage);
    check("garbage", garbage);
    garbage[0] = '<';
    check("garbage after a bracket", garbage);
    garbage[0] = '{';
    check("garbage after a brace", garbage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"""
        <rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
            xmlns:podcast="https://podcastindex.org/namespace/1.0"
            xmlns:psc="http://podlove.org/simple-chapters" xmlns:media="http://search.yahoo.com/mrss/"
            xmlns:cc="http://creativecommons.org/ns#" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
            xmlns:a="http://www.w3.org/2005/Atom"><channel>
          <link>script:x</link><image><url>script:x</url><link>script:x</link></image>
          <itunes:image href="script:x"/><itunes:new-feed-url>script:x</itunes:new-feed-url>
          <podcast:funding url="script:x">Pay</podcast:funding><cc:license>script:x</cc:license>
          <a:link rel="self" href="script:x"/><a:link rel="hub" href="script:x"/>
          <a:link rel="payment" href="script:x"/><a:link rel="license" href="script:x"/>
          <item><link>script:x</link><guid>script:x</guid><comments>script:x</comments>
            <wfw:commentRss>script:x</wfw:commentRss><enclosure url="script:x"/>
            <source url="script:x">S</source><media:thumbnail url="script:x"/>
            <media:content url="script:x"/><media:player url="script:x"/>
            <podcast:person href="script:x">Eve</podcast:person>
            <podcast:transcript url="script:x"/><podcast:chapters url="script:x"/>
            <psc:chapters><psc:chapter start="1" href="script:x" image="script:x"/></psc:chapters>
          </item></channel></rss>
        """, """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:base="script:x"><link href="script:x"/>
          <logo>script:x</logo><icon>script:x</icon><generator uri="script:x">G</generator>
          <author><name>A</name><uri>script:x</uri></author>
          <entry><id>1</id><link href="script:x"/><link rel="replies" href="script:x"/>
            <link rel="enclosure" href="script:x"/><content src="script:x"/>
            <contributor><name>C</name><uri>script:x</uri></contributor>
            <source><id>s</id><link href="script:x"/></source></entry></feed>
        """, """
        {"version":"https://jsonfeed.org/version/1.1","home_page_url":"script:x",
        "feed_url":"script:x","next_url":"script:x","icon":"script:x","favicon":"script:x",
        "authors":[{"name":"A","url":"script:x","avatar":"script:x"}],
        "hubs":[{"type":"WebSub","url":"script:x"}],"items":[{"id":"1","url":"script:x",
        "external_url":"script:x","image":"script:x","banner_image":"script:x",
        "authors":[{"name":"B","url":"script:x"}],"attachments":[{"url":"script:x"}]}]}
        """})
  void parse_addressesNobodyMayBeSentTo_areLeftOut(String document) {
    check(document);

    Feed feed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none()).feed();
    assertThat(feed.entries()).hasSize(1);
    assertThat(feed.toString().replace("id=script:x", "")).doesNotContain("script:x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a>",
        "<rss><channel>",
        "<item>",
        "<a b='c'>",
        "<",
        "</a>",
        "<!--",
        "<![CDATA[",
        "<?a ",
        "&",
        "&amp;",
        "{\"a\":",
        "[",
        "a",
        "<title>",
        "<item><title>",
        "<!DOCTYPE a [",
        "<rss a",
        "\u0000"
      })
  void parse_onePieceRepeated_isSafe(String piece) {
    int times = MEGABYTE / piece.length();
    check(piece.repeat(times));
    check("<rss><channel><item><title>" + piece.repeat(times));
  }

  @Test
  void parse_deeplyNestedElements_keepsWhatCameBefore() {
    int times = 500_000;
    String document = "<rss><channel><item><guid>1</guid></item>" + "<a>".repeat(times)
        + "</a>".repeat(times) + "</channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries()).hasSize(1);
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.LIMIT);
  }

  @Test
  void parse_deeplyNestedJson_keepsWhatCameBefore() {
    String document =
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\"}],\"x\":"
            + "[".repeat(1_000_000);

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries()).hasSize(1);
  }

  @Test
  void parse_billionLaughs_expandsNothing() {
    StringBuilder document = new StringBuilder("<!DOCTYPE rss [<!ENTITY lol0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      String before = "&lol" + (i - 1) + ";";
      document
          .append("<!ENTITY lol")
          .append(i)
          .append(" \"")
          .append(before.repeat(10))
          .append("\">");
    }
    document.append("]><rss><channel><title>&lol29;</title></channel></rss>");

    ParsedFeed parsed = Feeds.parse(document.toString().getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().title()).isEqualTo("&lol29;");
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.ENTITY);
  }

  @Test
  void parse_quadraticBlowUp_staysInItsBudget() {
    String document = "<!DOCTYPE rss [<!ENTITY a \"" + "x".repeat(1000)
        + "\">]><rss><channel><item><guid>1</guid><description>" + "&a;".repeat(100_000)
        + "</description></item></channel></rss>";

    Entry entry =
        Feeds.parse(document.getBytes(UTF_8), FeedHints.none()).feed().entries().getFirst();

    assertThat(entry.summary()).startsWith("xxx").endsWith("&a;").hasSizeLessThan(500_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]>",
        "<!DOCTYPE rss SYSTEM \"file:///etc/hostname\">"
      })
  void parse_externalEntity_isNeverRead(String doctype) {
    String document = doctype + "<rss><channel><title>[&x;]</title></channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().title()).isEqualTo("[&x;]");
  }

  @Test
  void parse_internalEntity_isExpanded() {
    String document =
        "<!DOCTYPE rss [<!ENTITY id 'tag:example.org,2003:'>]><rss><channel><item><guid>&id;1</guid></item></channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries().getFirst().id()).isEqualTo("tag:example.org,2003:1");
    assertThat(parsed.problems()).isEmpty();
  }

  @Test
  void parse_moreThanAnyRealFeed_isCutAndReported() {
    String document =
        "<rss><channel>" + "<item/>".repeat(Limits.MAX_ENTRIES + 5) + "</channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries()).hasSize(Limits.MAX_ENTRIES);
    assertThat(parsed.problems()).extracting(FeedProblem::kind).contains(FeedProblem.Kind.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss%s><channel/></rss>",
        "<rss><channel>%s</channel></rss>",
        "<rss><channel/></rss>%s",
        "<rss><channel><title>%s</title></channel></rss>"
      })
  void parse_manyDifferentNames_isSafe(String frame) {
    for (String piece :
        List.of(" a%d='>'", "<a%d/>", "<a b%d='1'/>", "<a xmlns:b%d='c'/>", "<?a%d?>", "&a%d;")) {
      StringBuilder names = new StringBuilder();
      for (int i = 0; names.length() < MEGABYTE; i++) {
        names.append(piece.replace("%d", Integer.toString(i)));
      }
      check(frame.replace("%s", names));
    }
  }

  @Test
  void parse_hugeName_isSafe() {
    check("<rss><" + "a".repeat(5 * MEGABYTE) + "/></rss>");
  }

  @Test
  void parse_longText_isCutAndReported() {
    String document = "<rss><channel><item><guid>1</guid><description>"
        + "x".repeat(Limits.MAX_TEXT + 1) + "</description></item></channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries().getFirst().summary()).hasSize(Limits.MAX_TEXT);
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.LIMIT);
  }
}
