package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What feeds say in other vocabularies than their own.
final class ModulesTest {
  @Test
  void parse_podcast_fillsShowAndEpisode() {
    Feed feed = parse("""
        <rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
             xmlns:podcast="https://podcastindex.org/namespace/1.0"
             xmlns:psc="http://podlove.org/simple-chapters"><channel>
          <title>Show</title><itunes:type>Serial</itunes:type><itunes:explicit>no</itunes:explicit>
          <itunes:block>Yes</itunes:block><itunes:complete>yes</itunes:complete>
          <itunes:new-feed-url>https://b.example/feed</itunes:new-feed-url>
          <itunes:subtitle>About &lt;b&gt;it&lt;/b&gt;</itunes:subtitle>
          <itunes:owner><itunes:name>Ada</itunes:name><itunes:email>ada@a.example</itunes:email></itunes:owner>
          <itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>
          <itunes:keywords>one, two,one</itunes:keywords><itunes:image href="https://a.example/i.png"/>
          <itunes:author>Bob</itunes:author>
          <podcast:guid>g-1</podcast:guid><podcast:locked>yes</podcast:locked>
          <podcast:funding url="https://a.example/pay">Pay</podcast:funding>
          <item><title>One</title><itunes:duration>1:02:03</itunes:duration>
            <itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>
            <itunes:episodeType>full</itunes:episodeType><itunes:explicit>true</itunes:explicit>
            <itunes:image href="https://a.example/1.png"/>
            <podcast:person href="https://a.example/eve">Eve</podcast:person>
            <podcast:transcript url="https://a.example/1.vtt" type="text/vtt" language="en"/>
            <podcast:chapters url="https://a.example/1.json" type="application/json+chapters"/>
            <psc:chapters><psc:chapter start="00:01:30.500" title="Part" href="https://a.example/p"/></psc:chapters>
          </item>
        </channel></rss>
        """);

    assertThat(feed.podcast())
        .isEqualTo(new Podcast(
            "serial",
            false,
            true,
            true,
            true,
            "https://b.example/feed",
            "g-1",
            "About it",
            new Author("Ada", "ada@a.example", null),
            List.of("Arts", "Books"),
            List.of("one", "two"),
            List.of(new Link("https://a.example/pay", "payment", null, "Pay", null, null))));
    assertThat(feed.image()).isEqualTo(Image.of("https://a.example/i.png"));
    assertThat(feed.authors()).containsExactly(new Author("Bob", null, null));
    Entry entry = feed.entries().getFirst();
    assertThat(entry.episode())
        .isEqualTo(new Episode(
            Duration.ofSeconds(3723),
            7,
            2,
            "full",
            true,
            false,
            null,
            List.of(),
            List.of(new Episode.Chapter(
                Duration.ofMillis(90_500), "Part", "https://a.example/p", null)),
            new Link(
                "https://a.example/1.json",
                "chapters",
                "application/json+chapters",
                null,
                null,
                null),
            List.of(
                new Link("https://a.example/1.vtt", "transcript", "text/vtt", null, "en", null))));
    assertThat(entry.image()).isEqualTo(Image.of("https://a.example/1.png"));
    assertThat(entry.contributors())
        .containsExactly(new Author("Eve", null, "https://a.example/eve"));
  }

  @Test
  void parse_linksForPaying_areFundingIfAReaderMayBeSentThere() {
    Feed feed = parse("""
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
          <atom:link rel="payment" href="javascript:pay()"/>
          <atom:link rel="payment" href="/tip" title="Tip"/>
          <link>https://a.example/</link>
        </channel></rss>
        """);

    assertThat(Objects.requireNonNull(feed.podcast()).funding())
        .containsExactly(new Link("https://a.example/tip", "payment", null, "Tip", null, null));
  }

  @Test
  void parse_media_fillsFilesAndPicture() {
    Entry entry = entry("""
        <media:group><media:content url="https://a.example/v.mp4" type="video/mp4" medium="video"
            fileSize="9" duration="61" width="640" height="360"/>
          <media:thumbnail url="https://a.example/v.jpg" width="120" height="90"/>
          <media:description>About</media:description></media:group>
        <enclosure url="https://a.example/v.mp4" type="video/mp4" length="9"/>
        """);

    assertThat(entry.enclosures())
        .containsExactly(new Enclosure(
            "https://a.example/v.mp4",
            "video/mp4",
            9L,
            "video",
            null,
            Duration.ofSeconds(61),
            640,
            360));
    assertThat(entry.image()).isEqualTo(new Image("https://a.example/v.jpg", null, null, 120, 90));
    assertThat(entry.summary()).isEqualTo("About");
  }

  @Test
  void parse_comments_areCounted() {
    Entry entry = entry("""
        <comments>https://a.example/1#c</comments><slash:comments>12</slash:comments>
        <wfw:commentRss>https://a.example/1/feed</wfw:commentRss>
        """);

    assertThat(entry.comments())
        .isEqualTo(new Comments("https://a.example/1#c", "https://a.example/1/feed", 12));
  }

  @Test
  void parse_repliesOfAtom_areComments() {
    Entry entry = entry("""
        <atom:link rel="replies" type="text/html" href="https://a.example/1#c" thr:count="3"/>
        <atom:link rel="replies" type="application/atom+xml" href="https://a.example/1/c.atom"/>
        """);

    assertThat(entry.comments())
        .isEqualTo(new Comments("https://a.example/1#c", "https://a.example/1/c.atom", 3));
  }

  @Test
  void parse_places_inAllVocabularies() {
    assertThat(entry("<georss:point>45.5 -71.25</georss:point>").place()).isEqualTo(point());
    assertThat(entry("<geo:lat>45.5</geo:lat><geo:long>-71.25</geo:long>").place())
        .isEqualTo(point());
    assertThat(entry("<georss:where><gml:Point><gml:pos>45.5 -71.25</gml:pos></gml:Point>"
                + "</georss:where>")
            .place())
        .isEqualTo(point());
    assertThat(entry("<georss:where><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner>"
                + "<gml:upperCorner>3 4</gml:upperCorner></gml:Envelope></georss:where>")
            .place())
        .isEqualTo(entry("<georss:box>1 2 3 4</georss:box>").place());
    assertThat(entry("<georss:point>north pole</georss:point>").place()).isNull();
    assertThat(entry("<georss:point>91 0</georss:point>").place()).isNull();
    assertThat(entry("<georss:line>1 2</georss:line>").place()).isNull();
  }

  private static Place point() {
    return new Place(Place.Shape.POINT, List.of(new Place.Position(45.5, -71.25)));
  }

  @Test
  void parse_licences_inAllVocabularies() {
    String address = "https://creativecommons.org/licenses/by/4.0/";

    assertThat(entry("<creativeCommons:license>" + address + "</creativeCommons:license>")
            .license())
        .isEqualTo(address);
    assertThat(entry("<cc:license rdf:resource=\"" + address + "\"/>").license())
        .isEqualTo(address);
    assertThat(entry("<atom:link rel=\"license\" href=\"" + address + "\"/>").license())
        .isEqualTo(address);
    assertThat(entry("<cc:license>javascript:alert(1)</cc:license>").license()).isNull();
  }

  @Test
  void parse_source_isAFeedOfItsOwn() {
    Entry entry = entry("""
        <atom:source><atom:id>urn:other</atom:id><atom:title>Other</atom:title>
          <atom:link rel="self" href="https://o.example/feed"/>
          <atom:author><atom:name>Ada</atom:name></atom:author></atom:source><title>One</title>
        """);

    assertThat(entry.source())
        .extracting(Feed::id, Feed::title, Feed::self)
        .containsExactly("urn:other", "Other", "https://o.example/feed");
    assertThat(entry.authors()).containsExactly(new Author("Ada", null, null));
    assertThat(entry.title()).isEqualTo("One");
    assertThat(entry("<source url=\"https://o.example/feed\">Other</source>").source())
        .extracting(Feed::title, Feed::self)
        .containsExactly("Other", "https://o.example/feed");
  }

  @Test
  void parse_schedule_isRead() {
    Feed feed = parse("""
        <rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
          <title>T</title><ttl>90</ttl>
          <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
          <skipHours><hour>0</hour><hour>23</hour><hour>24</hour><hour>25</hour></skipHours>
          <skipDays><day>Saturday</day><day>Sun</day><day>S</day></skipDays>
        </channel></rss>
        """);

    assertThat(feed.ttl()).isEqualTo(Duration.ofMinutes(90));
    assertThat(feed.schedule())
        .isEqualTo(new Schedule(
            Duration.ofHours(6), Set.of(0, 23), Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));
  }

  @Test
  void parse_whatAFeedSaysOfItself_isRead() {
    Feed feed = parse("""
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
        <channel><title>A &lt;b&gt;b&lt;/b&gt;</title><link>https://a.example/</link>
          <atom:link rel="self" href="https://a.example/feed"/>
          <copyright>© Ada</copyright><managingEditor>ada@a.example (Ada)</managingEditor>
          <webMaster>bob@a.example</webMaster><category>x</category><dc:subject>y</dc:subject>
          <generator>Maker 1.0</generator><pubDate>Wed, 31 Dec 2003 10:14:55 GMT</pubDate>
          <image><url>/i.png</url><title>Logo</title><link>https://a.example/</link>
            <width>88</width><height>31</height></image>
        </channel></rss>
        """);

    assertThat(feed.titleHtml()).isEqualTo("A <b>b</b>");
    assertThat(feed.rights()).isEqualTo("© Ada");
    assertThat(feed.authors()).containsExactly(new Author("Ada", "ada@a.example", null));
    assertThat(feed.publisher()).isEqualTo(new Author(null, "bob@a.example", null));
    assertThat(feed.categories()).containsExactly("x", "y");
    assertThat(feed.generator()).isEqualTo(new Generator("Maker 1.0", null, null));
    assertThat(feed.published()).isEqualTo(Instant.parse("2003-12-31T10:14:55Z"));
    assertThat(feed.self()).isEqualTo("https://a.example/feed");
    assertThat(feed.links())
        .extracting(Link::rel, Link::href)
        .containsExactly(
            tuple("alternate", "https://a.example/"), tuple("self", "https://a.example/feed"));
    assertThat(feed.image())
        .isEqualTo(new Image("https://a.example/i.png", "Logo", "https://a.example/", 88, 31));
  }

  @Test
  void parse_languageAndDirection_areTheNearest() {
    Feed feed = parse("""
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title>
          <entry xml:lang="he" dir="rtl"><id>1</id></entry>
          <entry><id>2</id><content xml:lang="de">x</content></entry>
          <entry><id>3</id></entry></feed>
        """);

    assertThat(feed.entries()).extracting(Entry::language).containsExactly("he", "de", "en");
    assertThat(feed.entries().getFirst().direction()).isEqualTo(Direction.RIGHT_TO_LEFT);
  }

  @Test
  void parse_baseOfAText_makesItsAddressesAbsolute() {
    Feed feed = parse("""
        <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/one/"><title>T</title>
          <entry xml:base="two/"><id>1</id>
            <summary type="html" xml:base="three/">&lt;a href="x"&gt;x&lt;/a&gt;</summary>
            <content type="html">&lt;a href="x"&gt;x&lt;/a&gt;</content></entry></feed>
        """);

    Entry entry = feed.entries().getFirst();
    assertThat(entry.summary()).isEqualTo("<a href=\"https://a.example/one/two/three/x\">x</a>");
    assertThat(entry.content()).isEqualTo("<a href=\"x\">x</a>");
    assertThat(SafeHtml.clean(entry.content(), entry.base()).html())
        .contains("https://a.example/one/two/x");
  }

  @Test
  void parse_cdf_isRead() {
    Feed feed = parse("""
        <CHANNEL HREF="https://a.example/" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>T</TITLE>
          <ABSTRACT>About</ABSTRACT>
          <ITEM HREF="1.html" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>One</TITLE>
            <ABSTRACT>Text</ABSTRACT></ITEM></CHANNEL>
        """);

    assertThat(feed.format()).hasToString("CDF");
    assertThat(feed.link()).isEqualTo("https://a.example/");
    assertThat(feed.description()).isEqualTo("About");
    assertThat(feed.entries())
        .extracting(Entry::title, Entry::link, Entry::summary, Entry::updated)
        .containsExactly(tuple(
            "One", "https://a.example/1.html", "Text", Instant.parse("2004-04-07T04:05:43Z")));
  }

  @Test
  void parse_jsonFeed_fillsThePartsOfItsOwn() {
    Feed feed = parse("""
        {"version": "https://jsonfeed.org/version/1.1", "title": "T",
         "feed_url": "https://a.example/feed.json", "icon": "/big.png", "favicon": "/small.png",
         "next_url": "https://a.example/feed2.json", "language": "de",
         "items": [{"id": "1", "external_url": "https://b.example/", "image": "/1.png",
           "language": "fr", "content_text": "a\\u0000b\\ud800",
           "attachments": [{"url": "/1.mp3", "title": "Sound", "duration_in_seconds": 90}]}],
         "home_page_url": "https://a.example/"}
        """);

    assertThat(feed.self()).isEqualTo("https://a.example/feed.json");
    assertThat(feed.links()).extracting(Link::rel).contains("self", "next", "alternate");
    Entry entry = feed.entries().getFirst();
    assertThat(entry.link()).isEqualTo("https://b.example/");
    assertThat(entry.links()).extracting(Link::rel).contains("related");
    assertThat(entry.language()).isEqualTo("fr");
    assertThat(entry.content()).isEqualTo("ab\ufffd");
  }

  private static Entry entry(String inside) {
    return parse("""
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
              xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
              xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:thr="http://purl.org/syndication/thread/1.0"
              xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:georss="http://www.georss.org/georss"
              xmlns:gml="http://www.opengis.net/gml" xmlns:cc="http://web.resource.org/cc/"
              xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"
              xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <channel><title>T</title><item><guid>1</guid>""" + inside + "</item></channel></rss>").entries().getFirst();
  }

  private static Feed parse(String document) {
    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());
    assertThat(parsed.lenient()).isFalse();
    return parsed.feed();
  }
}
