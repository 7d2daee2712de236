package dev.meanwhile.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read of documents that break the rules.
final class BrokenFeedsTest {
  private static final String TWO = "<item><title>One</title><link>https://a/1</link></item>"
      + "<item><title>Two</title><link>https://a/2</link></item>";

  private static ParsedFeed parse(String document) {
    return Feeds.parse(document.getBytes(UTF_8), FeedHints.none());
  }

  private static ParsedFeed parseItem(String elements) {
    return parse("<rss><channel><item>" + elements + "</item></channel></rss>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<rss><channel>%s",
        "<rss><channel>%s</rss>",
        "<rss><channel>%s</channel></rss>trailing words",
        "<rss><channel>%s</channel></rss><script>x</script>",
        "<rss><channel>%s</channel></rss>\u0000",
        "PHP Warning: x in y <?xml version='1.0'?><rss><channel>%s</channel></rss>",
        "<br />\n<b>Warning</b>: x<?xml version='1.0'?><rss><channel>%s</channel></rss>",
        "\n\n<?xml version='1.0'?><rss><channel>%s</channel></rss>",
        "\ufeff<?xml version='1.0' encoding='utf-8'?><rss><channel>%s</channel></rss>",
        "<?xml version='1.1'?><rss><channel>%s</channel></rss>",
        "<html><body><rss><channel>%s</channel></rss></body></html>",
        "<rss><channel><title>x & y</title>%s</channel></rss>",
        "<rss><channel><title>x &unknown; y</title>%s</channel></rss>",
        "<rss><channel><title>x</titel>%s</channel></rss>",
        "<rss><channel><nope:x>1</nope:x>%s</channel></rss>",
        "<rss><channel><title>\u0001x</title>%s</channel></rss>",
        "<rss version=2.0><channel>%s</channel></rss>",
        "<rss a='1' a='2'><channel>%s</channel></rss>",
        "<rss><channel><!-- a -- b -->%s</channel></rss>",
        "<!DOCTYPE rss SYSTEM \"http://my.netscape.com/publish/formats/rss-0.91.dtd\"><rss><channel>%s</channel></rss>",
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]><rss><channel>%s</channel></rss>",
      })
  void parse_brokenAroundTheItems_readsTheItems(String document) {
    ParsedFeed parsed = parse(document.formatted(TWO));

    assertThat(parsed.feed().entries()).extracting(Entry::title).containsExactly("One", "Two");
    assertThat(parsed.feed().entries())
        .extracting(Entry::link)
        .containsExactly("https://a/1", "https://a/2");
  }

  @Test
  void parse_declarationThatNamesNoCharset_isReadAllTheSame() {
    String document = "<?xml version='1.0' encoding='UTF<x>1</x>-8'?><rss version='2.0'><channel>"
        + "<item><title>One</title></item></channel></rss>";

    ParsedFeed parsed = Feeds.parse(document.getBytes(UTF_8), FeedHints.none());

    assertThat(parsed.feed().entries()).extracting(Entry::title).containsExactly("One");
  }

  @Test
  void parse_itemsNeverClosed_areOneEntryEach() {
    ParsedFeed parsed = parse("<rss><channel>" + TWO.replace("</item>", ""));

    assertThat(parsed.lenient()).isTrue();
    assertThat(parsed.feed().entries()).extracting(Entry::title).containsExactly("One", "Two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"author", "description", "guid", "source", "category", "pubDate", "x"})
  void parse_elementAndItemNeverClosed_doNotSwallowTheNextItem(String element) {
    ParsedFeed parsed = parse(
        "<rss><channel><item><link>https://a/1</link><%1$s>x<item><link>https://a/2</link><%1$s>x"
            .formatted(element));

    assertThat(parsed.feed().entries())
        .extracting(Entry::link)
        .containsExactly("https://a/1", "https://a/2");
  }

  @Test
  void parse_titleNeverClosed_doesNotSwallowTheNextItem() {
    ParsedFeed parsed = parse(
        "<rss><channel><item><guid>1</guid><title>One</item><item><guid>2</guid><title>Two</item></channel></rss>");

    assertThat(parsed.feed().entries()).extracting(Entry::title).containsExactly("One", "Two");
  }

  @Test
  void parse_cutOffInAnEntry_keepsWholeEntriesAndWhatIsIdentified() {
    String whole = "<rss><channel>" + TWO + "<item><title>Three</title>";

    ParsedFeed unidentified = parse(whole + "<link>https://a/3</li");
    ParsedFeed identified = parse(whole + "<link>https://a/3</link><description>Some te");

    assertThat(unidentified.feed().entries())
        .extracting(Entry::title)
        .containsExactly("One", "Two");
    assertThat(identified.feed().entries())
        .extracting(Entry::title)
        .containsExactly("One", "Two", "Three");
    assertThat(identified.feed().entries().getLast().summary()).isNull();
    assertThat(identified.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.NOT_WELL_FORMED, FeedProblem.Kind.TRUNCATED);
  }

  @Test
  void parse_jsonCutOff_keepsWholeItems() {
    ParsedFeed parsed = parse(
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"ti");

    assertThat(parsed.lenient()).isTrue();
    assertThat(parsed.feed().entries()).extracting(Entry::id).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001f", "\u0000", "&#31;", "&#x1F;", "&#0;", "&#xd800;", "&#xffff;"})
  void parse_forbiddenCharacter_isASpaceAndReported(String forbidden) {
    ParsedFeed parsed = parse("<rss version=\"2.0\"><channel><title>T</title>\n<item><guid>1</guid>"
        + "<title>a" + forbidden + "b &#x1F600;</title></item></channel></rss>");

    assertThat(parsed.lenient()).isTrue();
    assertThat(parsed.problems())
        .singleElement()
        .hasToString(
            "line 2: not well-formed: characters that XML forbids were replaced by spaces");
    assertThat(parsed.feed().entries()).extracting(Entry::title).containsExactly("a b 😀");
  }

  @Test
  void problems_ofBrokenXml_sayWhere() {
    ParsedFeed parsed =
        parse("<?xml version='1.0'\n?>\n<rss><channel>\n  <title>a</b></channel></rss>");

    assertThat(parsed.lenient()).isTrue();
    FeedProblem problem = parsed.problems().getFirst();
    assertThat(problem.kind()).isEqualTo(FeedProblem.Kind.NOT_WELL_FORMED);
    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem).asString().startsWith("line 4, column ").contains("not well-formed");
  }

  @Test
  void problems_ofBadDate_quoteIt() {
    ParsedFeed parsed = parseItem("<pubDate>soon</pubDate>");

    assertThat(parsed.feed().entries().getFirst().published()).isNull();
    assertThat(parsed.problems())
        .singleElement()
        .asString()
        .contains("line 1, column ")
        .endsWith("not a date that can be read: “soon”");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          <description>x <p>One</p><br/> &lt;i&gt;</description>      | x <p>One</p><br> <i>
          <description><p class="a &quot; b">1 &lt; 2</p></description> | <p class="a &quot; b">1 &lt; 2</p>
          <description>a & b <br> c</description>                     | a & b <br> c
          """)
  void summary_withElementsInside_isMarkup(String element, String expected) {
    assertThat(parseItem(element).feed().entries().getFirst().summary()).isEqualTo(expected);
  }

  @Test
  void id_missing_isLinkThenFingerprint() {
    ParsedFeed parsed = parse(
        "<rss><channel><item><link>https://a/1</link></item><item><title>T</title></item></channel></rss>");

    assertThat(parsed.feed().entries().get(0).id()).isEqualTo("https://a/1");
    assertThat(parsed.feed().entries().get(1).id()).matches("fingerprint:[0-9a-f]{16}");
  }

  @Test
  void id_repeated_isToldApartWhateverTheOrder() {
    String one = "<item><guid>x</guid><title>One</title></item>";
    String two = "<item><guid>x</guid><title>Two</title></item>";
    String rss = "<rss><channel>%s</channel></rss>";

    Feed first = parse(rss.formatted(one + two)).feed();
    Feed second = parse(rss.formatted(two + one)).feed();

    assertThat(first.entries().get(0).id())
        .startsWith("x#")
        .isEqualTo(second.entries().get(1).id());
    assertThat(first.entries().get(1).id())
        .startsWith("x#")
        .isEqualTo(second.entries().get(0).id());
    assertThat(first.entries()).extracting(Entry::id).doesNotHaveDuplicates();
  }

  @Test
  void id_ofEqualEntries_staysForTheFirst() {
    String one = "<item><guid>x</guid><title>One</title></item>";

    ParsedFeed parsed = parse("<rss><channel>" + one + one + "</channel></rss>");

    assertThat(parsed.feed().entries()).extracting(Entry::id).containsExactly("x", "x~2");
    assertThat(parsed.problems())
        .extracting(FeedProblem::kind)
        .containsExactly(FeedProblem.Kind.IDENTITY);
  }
}
