package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArticleTextTest {
  private static final String SENTENCE =
      "This is a sentence of the article number %d, with a comma, and of quite some length. ";

  /// So many different paragraphs.
  private static String paragraphs(int count) {
    StringBuilder paragraphs = new StringBuilder();
    for (int i = 0; i < count; i++) {
      paragraphs.append("<p>").append(SENTENCE.formatted(i).repeat(2)).append("</p>");
    }
    return paragraphs.toString();
  }

  private static String page(String body) {
    return "<!DOCTYPE html><html><head><title>The title of it all - Paper</title></head><body>"
        + body + "</body></html>";
  }

  @Test
  void of_pageWithTrimmings_isTheArticleAlone() {
    String text = ArticleText.of(page("<nav><a href=/>Home</a></nav><div class=sidebar>"
        + "<p>Buy this, and that, and much more of it, now and here.</p></div>"
        + "<div id=main><h1>The title of it all</h1>" + paragraphs(6)
        + "<h2>A heading within</h2>" + paragraphs(2).replace("number", "part") + "</div>"
        + "<div class=comments><p>First! I say, and I mean it, and I say it again.</p></div>"
        + "<footer>All rights reserved, of course.</footer>"));

    assertThat(text)
        .startsWith("This is a sentence of the article number 0")
        .contains("\n\nA heading within\n\n")
        .doesNotContain("Home", "Buy", "First!", "reserved", "The title of it all");
  }

  @Test
  void of_paragraphsAndBreaks_areLines() {
    String text = ArticleText.of(
        page(
            paragraphs(6) + "<p>One line, long enough to be read,<br>and the next"
                + "   of them,\n which is one.</p><pre>  kept\n  as is</pre><p>The end of it, is it not?</p>"));

    assertThat(text)
        .contains("One line, long enough to be read,\nand the next of them, which is one.")
        .contains("kept\n");
  }

  @Test
  void of_hiddenParts_areLeftOut() {
    String text = ArticleText.of(page("<div>" + paragraphs(6)
        + "<p style='display: none'>Nobody sees this, and nobody should, or would want to.</p>"
        + "<p hidden>Nor this, which is hidden, too, for reasons of its own.</p>"
        + "<p aria-hidden=true>Nor that, which is read to nobody, whatever it says.</p></div>"));

    assertThat(text).contains("number 5").doesNotContain("obody", "Nor this");
  }

  @Test
  void of_captions_goWithTheirPictures() {
    String text = ArticleText.of(page("<article>" + paragraphs(6)
        + "<figure><img src=x.png><figcaption>A cat, a dog, and what they did.</figcaption></figure>"
        + "</article>"));

    assertThat(text).contains("number 5").doesNotContain("A cat");
  }

  @Test
  void of_listOfLinksInArticle_isLeftOut() {
    String text = ArticleText.of(page("<article>" + paragraphs(6)
        + "<ul><li><a href=/1>Another story that you may like</a><li><a href=/2>And one more</a></ul>"
        + "<ul><li>A point that the article makes, and means.</li></ul></article>"));

    assertThat(text).contains("A point that").doesNotContain("Another story");
  }

  @Test
  void of_sameArticleForAnotherWindow_isTakenOnce() {
    String text = ArticleText.of(page("<div><div class=wide>" + paragraphs(6)
        + "</div><div><div class=narrow>" + paragraphs(6) + "</div></div></div>"));

    assertThat(text).containsOnlyOnce("number 3, with a comma, and of quite some length. This");
  }

  @Test
  void of_paragraphThatItsAuthorRepeats_staysTwice() {
    String text = ArticleText.of(page("<div>" + paragraphs(3) + paragraphs(3) + "</div>"));

    assertThat(text.split("number 1", -1)).hasSize(5);
  }

  @Test
  void of_pageWhoseTextIsInItsFooter_isThatText() {
    String text = ArticleText.of(page("<div class=teaser><p>Watch the video, it is good.</p></div>"
        + "<footer class=footer><div>" + paragraphs(8) + "</div></footer>"));

    assertThat(text).contains("number 7");
  }

  @Test
  void of_articleInSeveralParts_isAllOfThem() {
    String text = ArticleText.of(page("<div id=content><div class=part>" + paragraphs(4)
        + "</div><div class=ad><a href=/>Buy</a></div><div class=part>"
        + paragraphs(4).replace("number", "part two,") + "</div></div>"));

    assertThat(text).contains("number 3").contains("part two, 3").doesNotContain("Buy");
  }

  @Test
  void of_shortPage_isAllThatAReaderSees() {
    assertThat(
            ArticleText.of(page("<nav>menu</nav><h1>Hello</h1><p>World</p><script>x()</script>")))
        .isEqualTo("Hello\n\nWorld");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<html>",
        "<body></body>",
        "<frameset><frame src=/></frameset>",
        "\u0000"
      })
  void of_nothing_isEmpty(String html) {
    assertThat(ArticleText.of(html).replace("\ufffd", "")).isEmpty();
  }

  @Test
  void of_listingWithEmptyLinesAfterALabel_isReadWithoutTheLabel() {
    String sentences =
        "A sentence, which is long enough to count as one of an article. ".repeat(10);

    String text = ArticleText.of("<pre>Label\n\n\n\n" + sentences + "\n\n\n\nEnd</pre>");

    assertThat(text).isEqualTo(sentences.strip());
  }

  @Test
  void of_otherScripts_commasCountToo() {
    String text = ArticleText.of(page("<div><p>" + "これは記事の一文であり、読点があり、十分な長さがある。".repeat(30)
        + "</p></div><div><a href=/>ホーム</a></div>"));

    assertThat(text).startsWith("これは記事").doesNotContain("ホーム");
  }
}
