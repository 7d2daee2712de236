package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes out of good feeds, format by format.
final class FeedsTest {
  private static ParsedFeed parse(String document) {
    return Feeds.parse(document.getBytes(UTF_8), FeedHints.none());
  }

  /// The only entry of an RSS feed with these elements in its item.
  private static Entry item(String elements) {
    return parse("""
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
                xmlns:content="http://purl.org/rss/1.0/modules/content/"
                xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
                xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
                xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
            <channel><item>%s</item></channel></rss>
            """.formatted(elements)).feed().entries().getFirst();
  }

  private static Entry atomEntry(String elements) {
    return parse("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + elements + "</entry></feed>")
        .feed()
        .entries()
        .getFirst();
  }

  @Test
  void parse_rss20_fillsTheModel() {
    String document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel>
          <title>A &amp; B</title><link>https://example.org/</link>
          <description>About &lt;b&gt;it&lt;/b&gt;</description><language>en-us</language>
          <lastBuildDate>Wed, 31 Dec 2003 10:14:55 GMT</lastBuildDate><ttl>60</ttl>
          <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>
          <image><title>Picture</title><link>https://example.org/picture</link></image>
          <item>
            <title>One</title><link>https://example.org/1</link><guid isPermaLink="false">no-1</guid>
            <description>&lt;p&gt;Text&lt;/p&gt;</description><category>x</category><category>y</category>
            <pubDate>Tue, 30 Dec 2003 10:00:00 GMT</pubDate><author>ada@example.org (Ada)</author>
            <enclosure url="https://example.org/1.mp3" length="42" type="audio/mpeg"/>
          </item>
          <item><title>Two</title></item>
        </channel></rss>
        """;

    ParsedFeed parsed = parse(document);

    Feed feed = parsed.feed();
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.lenient()).isFalse();
    assertThat(feed.format()).hasToString("RSS 2.0");
    assertThat(feed.title()).isEqualTo("A & B");
    assertThat(feed.link()).isEqualTo("https://example.org/");
    assertThat(feed.description()).isEqualTo("About it");
    assertThat(feed.language()).isEqualTo("en-us");
    assertThat(feed.updated()).isEqualTo("2003-12-31T10:14:55Z");
    assertThat(feed.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(feed.hub()).isEqualTo("https://hub.example/");
    assertThat(feed.entries()).hasSize(2);
    assertThat(core(feed.entries().getFirst()))
        .isEqualTo(Arrays.asList(
            "no-1",
            "One",
            "One",
            "https://example.org/1",
            "<p>Text</p>",
            null,
            Instant.parse("2003-12-30T10:00:00Z"),
            null,
            List.of(new Author("Ada", "ada@example.org", null)),
            List.of("x", "y"),
            List.of(Enclosure.of("https://example.org/1.mp3", "audio/mpeg", 42L))));
  }

  @Test
  void parse_atom10_fillsTheModel() {
    String document = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://example.org/blog/">
          <title type="html">A &amp;amp; B</title><subtitle>About</subtitle>
          <link rel="self" href="feed.atom"/><link href="."/><id>urn:feed</id>
          <updated>2003-12-31T10:14:55Z</updated><author><name>Ada</name></author>
          <entry>
            <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; <b>2</b></div></title>
            <link rel="enclosure" href="1.mp3" length="7" type="audio/mpeg"/>
            <link rel="alternate" type="application/pdf" href="1.pdf"/>
            <link rel="alternate" type="text/html" href="1.html"/>
            <id>urn:1</id><published>2003-12-30T10:00:00Z</published><updated>2003-12-31T10:00:00Z</updated>
            <summary>AT&amp;T</summary><content type="html">&lt;p&gt;Text&lt;/p&gt;</content>
            <category term="x" label="X"/>
          </entry>
        </feed>
        """;

    Feed feed = parse(document).feed();

    assertThat(feed.format()).hasToString("Atom 1.0");
    assertThat(feed.title()).isEqualTo("A & B");
    assertThat(feed.link()).isEqualTo("https://example.org/blog/");
    assertThat(feed.language()).isEqualTo("de");
    assertThat(feed.entries().stream().map(FeedsTest::core))
        .containsExactly(Arrays.asList(
            "urn:1",
            "1 < 2",
            "1 &lt; <b>2</b>",
            "https://example.org/blog/1.html",
            "AT&amp;T",
            "<p>Text</p>",
            Instant.parse("2003-12-30T10:00:00Z"),
            Instant.parse("2003-12-31T10:00:00Z"),
            List.of(new Author("Ada", null, null)),
            List.of("x"),
            List.of(Enclosure.of("https://example.org/blog/1.mp3", "audio/mpeg", 7L))));
  }

  @Test
  void parse_jsonFeed_fillsTheModel() {
    String document = """
        {"items": [{"id": "1", "url": "https://example.org/1", "title": "A < B",
                    "content_html": "<p>Text</p>", "content_text": "Text",
                    "date_published": "2003-12-31T10:14:55+01:00", "tags": ["x", "y"],
                    "attachments": [{"url": "https://example.org/1.mp3", "mime_type": "audio/mpeg",
                                     "size_in_bytes": 42}]},
                   {"id": 2, "content_text": "1 < 2"}],
         "version": "https://jsonfeed.org/version/1.1", "title": "T",
         "home_page_url": "https://example.org/", "authors": [{"name": "Ada"}],
         "hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "unknown": [[{}], 1]}
        """;

    Feed feed = parse(document).feed();

    assertThat(feed.format()).hasToString("JSON Feed 1.1");
    assertThat(feed.title()).isEqualTo("T");
    assertThat(feed.hub()).isEqualTo("https://hub.example/");
    assertThat(feed.entries().stream().map(FeedsTest::core))
        .containsExactly(
            Arrays.asList(
                "1",
                "A < B",
                "A &lt; B",
                "https://example.org/1",
                null,
                "<p>Text</p>",
                Instant.parse("2003-12-31T09:14:55Z"),
                null,
                List.of(new Author("Ada", null, null)),
                List.of("x", "y"),
                List.of(Enclosure.of("https://example.org/1.mp3", "audio/mpeg", 42L))),
            Arrays.asList(
                "2",
                null,
                null,
                null,
                null,
                "1 &lt; 2",
                null,
                null,
                List.of(new Author("Ada", null, null)),
                List.of(),
                List.of()));
  }

  @Test
  void parse_rss10_readsItemsBesideTheChannel() {
    String document = """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
            xmlns:dc="http://purl.org/dc/elements/1.1/">
          <channel rdf:about="https://example.org/"><title>T</title><link>https://example.org/</link>
            <items><rdf:Seq><rdf:li rdf:resource="https://example.org/1"/></rdf:Seq></items></channel>
          <item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1?x</link>
            <dc:creator>Ada</dc:creator><dc:date>2003-12-31</dc:date><dc:subject>x</dc:subject></item>
        </rdf:RDF>
        """;

    Feed feed = parse(document).feed();

    assertThat(feed.format()).hasToString("RSS 1.0");
    Entry entry = feed.entries().getFirst();
    assertThat(entry.id()).isEqualTo("https://example.org/1");
    assertThat(entry.authors()).containsExactly(new Author("Ada", null, null));
    assertThat(entry.categories()).containsExactly("x");
    assertThat(entry.published()).isEqualTo("2003-12-31T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          <rss version="0.91"><channel/></rss>                                        | RSS 0.91
          <rss version=" 4.20 "><channel/></rss>                                      | RSS 4.20
          <rss version="<![CDATA["><channel/></rss>                                   | RSS
          <RSS><channel/></RSS>                                                       | RSS
          <rss version="many words"><channel/></rss>                                  | RSS
          <channel><item/></channel>                                                  | RSS
          <RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel xmlns="http://my.netscape.com/rdf/simple/0.9/"/></RDF> | RSS 0.90
          <feed version="0.3" xmlns="http://purl.org/atom/ns#"/>                      | Atom 0.3
          <feed/>                                                                     | Atom
          <a:feed xmlns:a="http://www.w3.org/2005/Atom"/>                             | Atom 1.0
          {"version":"https://jsonfeed.org/version/1","items":[]}                     | JSON Feed 1.0
          {"title":"no version","items":[]}                                           | JSON Feed
          """)
  void parse_format_isWhatTheDocumentSays(String document, String expected) {
    assertThat(parse(document).feed().format()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          plain                                 | plain
          two   words                           | two words
          AT&amp;T                              | AT&T
          AT&amp;amp;T                          | AT&T
          <![CDATA[AT&amp;T]]>                  | AT&T
          <![CDATA[<b>bold</b> <i>move</i>]]>   | bold move
          &lt;b&gt;bold&lt;/b&gt; move          | bold move
          1 &lt; 2                              | 1 < 2
          caf&eacute;                           | café
          caf&amp;#233;                         | café
          inline <b>bold</b> move               | inline bold move
          a<br/>b                               | a b
          CataluÃ±a                             | Cataluña
          """)
  void title_ofRss_isPlainText(String written, String expected) {
    assertThat(item("<title>" + written + "</title>").title()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          <title>1 &lt; 2</title>                                        | 1 &lt; 2
          <title>&lt;b&gt;</title>                                       | &lt;b&gt;
          <title type="text">AT&amp;amp;T</title>                        | AT&amp;amp;T
          <title type="html">AT&amp;amp;T</title>                        | AT&amp;T
          <title type="html"><![CDATA[<b>x</b>]]></title>                | <b>x</b>
          <title mode="escaped" type="text/html">&lt;b&gt;x&lt;/b&gt;</title> | <b>x</b>
          <title mode="base64">PGI+eDwvYj4=</title>                      | <b>x</b>
          <title mode="base64" type="text/html">PGI+eDwvYj4=</title>     | <b>x</b>
          """)
  void titleHtml_ofAtom_followsItsType(String element, String expected) {
    assertThat(atomEntry(element).titleHtml()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          <link>https://a/1</link><guid>https://a/2</guid>                    | https://a/1
          <guid>https://a/2</guid>                                            | https://a/2
          <guid isPermaLink="false">https://a/2</guid>                        |
          <guid>42</guid>                                                     |
          <link> https://a/1\t</link>                                         | https://a/1
          <link/><atom:link href="https://a/3"/>                              | https://a/3
          <atom:link rel="self" href="https://a/3"/>                          |
          <feedburner:origLink>https://a/4</feedburner:origLink>              | https://a/4
          <link>javascript:alert(1)</link>                                    |
          <link>javascript:alert(1)</link><guid>https://a/2</guid>            | https://a/2
          """)
  void link_ofRss_isTheFirstUsableAddress(String elements, String expected) {
    assertThat(item(elements).link()).isEqualTo(expected);
  }

  @Test
  void content_encoded_isTheContentAndDescriptionTheSummary() {
    Entry entry = item(
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><description>Short</description>");

    assertThat(entry.content()).isEqualTo("<p>Long</p>");
    assertThat(entry.summary()).isEqualTo("Short");
  }

  @Test
  void media_inAGroup_givesEnclosuresAndSummary() {
    Entry entry =
        item("<media:group><media:content url='https://a/v.mp4' type='video/mp4' fileSize='9'/>"
            + "<media:description>Film</media:description></media:group>");

    assertThat(entry.summary()).isEqualTo("Film");
    assertThat(entry.enclosures())
        .containsExactly(Enclosure.of("https://a/v.mp4", "video/mp4", 9L));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          Ada                        | Ada |
          ada@a.org                  |     | ada@a.org
          ada@a.org (Ada)            | Ada | ada@a.org
          Ada &lt;ada@a.org&gt;      | Ada | ada@a.org
          Ada (the first)            | Ada (the first) |
          """)
  void author_ofRss_isTakenApart(String written, String name, String email) {
    assertThat(item("<author>" + written + "</author>").authors())
        .containsExactly(new Author(name, email, null));
  }

  @Test
  void link_relative_isResolvedAgainstTheHint() {
    String document = "<rss><channel><item><link>../1</link></item></channel></rss>";

    ParsedFeed parsed = Feeds.parse(
        document.getBytes(UTF_8),
        FeedHints.none().withBase(URI.create("https://example.org/a/feed.xml")));

    assertThat(parsed.feed().entries().getFirst().link()).isEqualTo("https://example.org/1");
  }

  @Test
  void link_relativeWithoutBase_isResolvedAgainstTheSite() {
    String document =
        "<rss><channel><item><link>/1</link></item><link>https://example.org/blog</link></channel></rss>";

    assertThat(parse(document).feed().entries().getFirst().link())
        .isEqualTo("https://example.org/1");
  }

  @Test
  void parse_sourceOfAnEntry_isNotTheEntry() {
    Entry entry = atomEntry(
        "<source><title>Other</title><id>urn:other</id></source><title>Own</title><id>urn:own</id>");

    assertThat(entry.title()).isEqualTo("Own");
    assertThat(entry.id()).isEqualTo("urn:own");
  }

  @Test
  void parse_example_printsTitlesAndLinks() {
    String document =
        "<rss><channel><item><title>One</title><link>/1</link></item></channel></rss>";

    assertThat(FeedExamples.titles(document.getBytes(UTF_8)))
        .isEqualTo("One – https://example.org/1\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          ''                                                   | EMPTY
          ' '                                                  | EMPTY
          <!doctype html><html><body><p>Hi<br></body></html>   | HTML
          <html xmlns="http://www.w3.org/1999/xhtml"/>         | HTML
          <opml version="1.0"><body/></opml>                   | XML
          {"a":[1,2]}                                          | JSON
          [1,2]                                                | JSON
          {"a":                                                | JSON
          Just words.                                          | TEXT
          """)
  void parse_somethingElse_saysWhatItLooksLike(String document, NotAFeedException.Looks looks) {
    assertThatThrownBy(() -> parse(document))
        .isInstanceOfSatisfying(
            NotAFeedException.class, e -> assertThat(e.looks()).isEqualTo(looks));
  }

  @Test
  void parse_bytesOfAnImage_looksBinary() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0
    };

    assertThatThrownBy(() -> Feeds.parse(png, FeedHints.none()))
        .isInstanceOf(NotAFeedException.class)
        .hasMessage("not a feed but binary data: the first bytes are no text");
  }

  /// The parts of an entry that every format has.
  private static List<@Nullable Object> core(Entry entry) {
    return Arrays.asList(
        entry.id(),
        entry.title(),
        entry.titleHtml(),
        entry.link(),
        entry.summary(),
        entry.content(),
        entry.published(),
        entry.updated(),
        entry.authors(),
        entry.categories(),
        entry.enclosures());
  }
}
