package dev.meanwhile.news;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceListTest {
  private static SourceList lines(String text, String origin) {
    return SourceList.parseLines(text.getBytes(StandardCharsets.UTF_8), origin);
  }

  private static SourceList opml(String text, String origin) {
    return SourceList.parseOpml(text.getBytes(StandardCharsets.UTF_8), origin);
  }

  @Test
  void parseLines_commentsAndEmptyLines_areSkipped() {
    SourceList list = lines(
        "\uFEFF# my feeds\n\nhttps://a.example/feed  # the first\r\n  b.example/rss#top\n",
        "feeds.txt");

    assertThat(list.sources())
        .extracting(source -> source.uri().toString())
        .containsExactly("https://a.example/feed", "https://b.example/rss#top");
    assertThat(list.problems()).isEmpty();
  }

  @Test
  void parseLines_badLine_isReportedWithItsPlaceAndLosesNoOther() {
    SourceList list = lines(
        "https://a.example/\nht tp:/nonsense\nftp://b.example/\nhttps:///feed\nhttps://c.example/",
        "feeds.txt");

    assertThat(list.sources())
        .extracting(Source::name)
        .containsExactly("https://a.example/", "https://c.example/");
    assertThat(list.problems())
        .hasSize(3)
        .allMatch(problem -> problem.startsWith("feeds.txt, line "));
    assertThat(list.problems().get(0)).contains("line 2").contains("ht tp:/nonsense");
    assertThat(list.problems().get(1)).contains("line 3").contains("ftp");
    assertThat(list.problems().get(2)).contains("line 4").contains("no host");
  }

  @Test
  void parseLines_addressListedTwice_isReadOnceAndReported() {
    SourceList list = lines("https://a.example/\nb.example\nhttps://a.example/\n", "feeds.txt");

    assertThat(list.sources()).hasSize(2);
    assertThat(list.problems())
        .containsExactly("feeds.txt, line 3: https://a.example/ is listed twice, it is read once");
  }

  @Test
  void parseLines_moreThanTheLimit_readsThatManyAndSaysSoOnce() {
    String text = IntStream.range(0, SourceList.MAX_SOURCES + 3)
        .mapToObj(i -> "https://h" + i + ".example/")
        .collect(Collectors.joining("\n"));

    SourceList list = lines(text, "feeds.txt");

    assertThat(list.sources()).hasSize(SourceList.MAX_SOURCES);
    assertThat(list.problems()).singleElement().asString().contains("the rest is not read");
  }

  @Test
  void parseOpml_nestedOutlines_areFoundWithTheirTitles() {
    SourceList list = opml("""
        <?xml version="1.0"?>
        <opml version="2.0"><body>
          <outline text="Folder">
            <outline text="Text" title="Title" type="rss" xmlUrl="https://a.example/feed"/>
            <outline text="Only text &amp; more" xmlurl="https://b.example/feed"/>
            <outline text="No feed"/>
          </outline>
          <outline xmlUrl="javascript:alert(1)" text="Bad"/>
          <outline xmlUrl="https://c.example/feed"/>
        </body></opml>
        """, "mine.opml");

    assertThat(list.sources())
        .extracting(Source::name)
        .containsExactly("Title", "Only text & more", "https://c.example/feed");
    assertThat(list.problems())
        .singleElement()
        .asString()
        .startsWith("mine.opml, outline 5: ")
        .contains("javascript");
  }

  @Test
  void parseOpml_fileOfThisMachine_isNotRead() {
    SourceList list = opml("<opml><outline xmlUrl='FILE:///etc/hosts'/></opml>", "mine.opml");

    assertThat(list.sources()).isEmpty();
    assertThat(list.problems())
        .containsExactly("mine.opml, outline 1: a file of this machine, which is not read");
  }

  @Test
  void parseLines_nothingButProblems_listsSoMany() {
    SourceList list = lines("ftp://x\n".repeat(5_000), "feeds.txt");

    assertThat(list.problems())
        .hasSize(1_001)
        .last()
        .isEqualTo("feeds.txt: further problems are not listed");
  }

  @Test
  void parseOpml_somethingElse_saysThatThereIsNoOutline() {
    assertThat(opml("<html><p>Hello", "page.html").problems())
        .containsExactly("page.html, it holds no OPML outline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void parseLines_withByteOrderMark_isDecodedAsThatSays(String charset) {
    SourceList list = SourceList.parseLines(
        "\uFEFFhttps://a.example/\r\nb.example # Bücher".getBytes(Charset.forName(charset)),
        "feeds.txt");

    assertThat(list.problems()).isEmpty();
    assertThat(list.sources()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "ISO-8859-1"})
  void parseOpml_encodingOfItsOwn_isDecoded(String charset) {
    String text = "<?xml version='1.0' encoding='" + charset
        + "'?><opml><outline text='Bücher' xmlUrl='https://a.example/'/></opml>";

    SourceList list = SourceList.parseOpml(text.getBytes(Charset.forName(charset)), "mine.opml");

    assertThat(list.sources()).extracting(Source::name).containsExactly("Bücher");
  }

  @Test
  void concat_moreThanTheLimit_readsThatManyAndSaysSoOnce() {
    SourceList many = lines(
        IntStream.range(0, SourceList.MAX_SOURCES)
            .mapToObj(i -> "https://h" + i + ".example/")
            .collect(Collectors.joining("\n")),
        "feeds.txt");

    SourceList all = SourceList.concat(List.of(many, lines("a.example\nb.example", "more.txt")));

    assertThat(all.sources()).hasSize(SourceList.MAX_SOURCES);
    assertThat(all.problems()).singleElement().asString().contains("the rest is not read");
  }

  @Test
  void concat_sameSourceInBoth_isTakenOnceAndReported() {
    SourceList one = new SourceList(List.of(SourceList.parseAddress("a.example")), List.of());
    SourceList other = lines("https://a.example\nhttps://b.example", "feeds.txt");

    SourceList both = SourceList.concat(List.of(one, other));

    assertThat(both.sources()).hasSize(2);
    assertThat(both.problems())
        .containsExactly("https://a.example is given twice: it is read once");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, https://example.org",
    "example.org:8080/feed, https://example.org:8080/feed",
    "localhost:8080, https://localhost:8080",
    "http://example.org/a b, http://example.org/a%20b",
    "HTTP://example.org/, HTTP://example.org/",
    "https://example.org/ünïcode, https://example.org/ünïcode",
    "http://[::1]:80/x, http://[::1]:80/x",
  })
  void parseAddress_asTyped_isCompleted(String typed, String expected) {
    assertThat(SourceList.parseAddress(typed).uri()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "mailto:me@example.org",
        "https://",
        "http://exa mple.org/",
        "file:",
        "://x",
        "a:b:c"
      })
  void parseAddress_unusable_saysWhy(String typed) {
    assertThatThrownBy(() -> SourceList.parseAddress(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{10,}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me:secret@example.org/feed",
        "https://me:sec/ret@example.org/x",
        "https://me:s@secret@exa mple.org/",
        "ftp://me:secret@example.org/",
        "https://me:secret@:99999/"
      })
  void parseAddress_refusedWithCredentials_doesNotShowThem(String typed) {
    assertThatThrownBy(() -> SourceList.parseAddress(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
        .doesNotContain("secret")
        .doesNotContain("sec/ret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://@medium.example/@me/feed, https://medium.example/@me/feed",
    "https://a@h.example/?m=a@b, https://h.example/?m=a@b",
    "https://münchen.example/feed, https://münchen.example/feed",
    "https://my_blog.example/feed, https://my_blog.example/feed",
    "https://h.example/100%, https://h.example/100%25",
  })
  void name_oddButRealAddress_isAcceptedAndShownWhole(String typed, String expected) {
    assertThat(SourceList.parseAddress(typed).name()).isEqualTo(expected);
  }

  @Test
  void name_addressWithCredentials_doesNotShowThem() {
    Source source = SourceList.parseAddress("https://me:secret@example.org/feed");

    assertThat(source.name()).isEqualTo("https://example.org/feed");
    assertThat(source.uri().getUserInfo()).isEqualTo("me:secret");
  }
}
