package dev.meanwhile.feed.conformance;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.feed.conformance.Verdict.Failed;
import dev.meanwhile.feed.conformance.Verdict.NotApplicable;
import dev.meanwhile.feed.conformance.Verdict.Passed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That the suite tells right from wrong; it needs no files.
final class FeedparserSuiteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "not bozo",
        "version == 'rss20'",
        "feed['title'] == 'A <b>title</b>' == feed.title_detail.value",
        "feed['link'] == 'http://127.0.0.1:8097/site'",
        "feed['links'][0] == {'rel': 'alternate', 'type': 'text/html', "
            + "'href': 'http://127.0.0.1:8097/site'}",
        "feed['description'] == '' and not feed.has_key('description')",
        "len(entries) == 1 and not feed.has_key('language')",
        "entries[0]['summary'] == entries[0].description == '<a href=\"http://127.0.0.1:8097/x\">y</a>'",
        "entries[0]['published'] == '2004-01-01T19:48:21Z'",
        "entries[0]['updated_parsed'] == (2004, 1, 1, 19, 48, 21, 3, 1, 0)",
        "entries[0]['tags'][0]['term'] == entries[0].category == 'c'",
        "entries[0]['where']['coordinates'] == (2.5, 1.5)",
        "entries[0].enclosures[0] == {'href': 'http://a.test/f', 'length': '7', 'type': 'x/y'}",
        "encoding == 'utf-8'",
      })
  void verdict_whatTheFeedSays_isPassed(String expectation) {
    assertThat(verdict(expectation)).isEqualTo(new Passed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bozo",
        "0",
        "version == 'rss10'",
        "feed['title'] == 'A title'",
        "feed['link'] == '/site'",
        "feed['links'][0] == {'rel': 'alternate', 'href': 'http://127.0.0.1:8097/site'}",
        "entries[1]['title'] == 'x'",
        "entries[0]['summary'] == '<a href=\"/x\">y</a>'",
        "entries[0]['summary'] == 'y'",
        "entries[0]['published'] == '2004-01-01T19:48:22Z'",
        "entries[0]['updated_parsed'] == (2004, 1, 1, 19, 48, 22, 3, 1, 0)",
        "entries[0]['where']['coordinates'] == (1.5, 2.5)",
        "entries[0]['no such key'] == 1",
        "entries[0]['tags'][1]['scheme'] == 'x'",
        "encoding == 'utf-16'",
        "this is no Python",
        "not bozo and feed['cloud'] and feed['title'] == 'x'",
      })
  void verdict_whatTheFeedDoesNotSay_isFailed(String expectation) {
    assertThat(verdict(expectation)).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not bozo and feed['cloud']['port'] == '80'",
        "entries[0]['tags'][0]['scheme'] == 'x'",
        "entries[0]['where']['coordinates'] == (2.5, 1.5, 3.5)",
        "not 'etag' in locals()",
        "entries[0]['summary'] == '<a class=\"z\" href=\"http://127.0.0.1:8097/x\">y</a>'",
      })
  void verdict_whatTheModelHasNoPlaceFor_isNotApplicable(String expectation) {
    assertThat(verdict(expectation)).isInstanceOf(NotApplicable.class);
  }

  @Test
  void verdict_headers_areBelieved() {
    String document = """
        <!--
        Header: Content-Location: http://a.test/b/
        Expect: feed['link'] == 'http://a.test/b/c'
        --><rss><channel><link>c</link></channel></rss>""";

    assertThat(FeedparserSuite.verdict(FeedparserCase.of("x.xml", document.getBytes(UTF_8))))
        .isEqualTo(new Passed());
  }

  @Test
  void verdict_wideCharacters_areRead() {
    String document = "<?xml version='1.0'?><!--\nExpect: feed['title'] == '\\xe4' and "
        + "encoding == 'utf-16be'\n--><rss><channel><title>\u00e4</title></channel></rss>";

    assertThat(FeedparserSuite.verdict(FeedparserCase.of("x.xml", document.getBytes(UTF_16BE))))
        .isEqualTo(new Passed());
  }

  @Test
  void verdict_noFeed_isBrokenForFeedparser() {
    byte[] text = "<!--\nExpect: bozo\n--> text".getBytes(UTF_8);

    assertThat(FeedparserSuite.verdict(FeedparserCase.of("x.xml", text))).isEqualTo(new Passed());
  }

  private static Verdict verdict(String expectation) {
    String document = """
        <?xml version="1.0" encoding="utf-8"?>
        <!--
        Description: an example
        Expect:      %s
        -->
        <rss version="2.0" xmlns:georss="http://www.georss.org/georss">
        <channel>
          <title>A &lt;b&gt;title&lt;/b&gt;</title>
          <link>/site</link>
          <item>
            <title>\u00e4</title>
            <description>&lt;a href="/x"&gt;y&lt;/a&gt;</description>
            <pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>
            <category domain="d">c</category>
            <georss:point>1.5 2.5</georss:point>
            <enclosure url="http://a.test/f" length="7" type="x/y"/>
          </item>
        </channel>
        </rss>
        """.formatted(expectation);
    return FeedparserSuite.verdict(FeedparserCase.of("x.xml", document.getBytes(UTF_8)));
  }
}
