package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeHtmlTest {
  private static final String BASE = "https://example.org/blog/1.html";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img src='javascript:alert(1)'>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='jAvAsCrIpT&#58;alert(1)'>x</a>",
        "<a href=' &#14; javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:msgbox(1)'>x</a>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<object data='javascript:alert(1)'></object>",
        "<embed src='javascript:alert(1)'>",
        "<form action='javascript:alert(1)'><input formaction='javascript:alert(1)'></form>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<base href='javascript:alert(1)//'><a href='/x'>x</a>",
        "<style>*{background:url(javascript:alert(1))}</style>",
        "<div style='background:url(javascript:alert(1))'>x</div>",
        "<p onmouseover='alert(1)'>x</p>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<video src='javascript:alert(1)' poster='javascript:alert(1)'></video>",
        "<<script>alert(1);//<</script>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<a href=\"https://a/\" onclick=\"alert(1)\" style=\"x:expression(alert(1))\">x</a>"
      })
  void clean_hostile_nothingCanRun(String hostile) {
    Document clean = Jsoup.parseBodyFragment(SafeHtml.clean(hostile, BASE).html());

    assertThat(clean.body().getAllElements())
        .extracting(Element::normalName)
        .isSubsetOf("body", "a", "img", "p", "div", "video");
    for (Element element : clean.body().getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey())
            .isIn("href", "src", "rel", "title", "preload", "poster", "alt");
        assertThat(attribute.getValue())
            .satisfiesAnyOf(
                value -> assertThat(attribute.getKey()).isIn("title", "rel", "preload", "alt"),
                value -> assertThat(value).startsWith("https://example.org/"),
                value -> assertThat(value).isEqualTo("https://a/"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>A <b>b</b> &amp; c</p>|<p>A <b>b</b> &amp; c</p>",
        "A plain text|A plain text",
        "1 &lt; 2|1 &lt; 2",
        "<p class=x id=y>z</p>|<p>z</p>",
        "<font color=red>z</font>|z",
        "<ul><li>x</ul>|<ul><li>x</li></ul>"
      })
  void clean_harmless_stays(String written, String expected) {
    assertThat(SafeHtml.clean(written, null).html()).isEqualTo(expected);
  }

  @Test
  void clean_relativeAddresses_areResolved() {
    String html = "<a href='2.html'>x</a><img src='/a.png'>";

    assertThat(SafeHtml.clean(html, BASE).html())
        .isEqualTo("<a href=\"https://example.org/blog/2.html\" "
            + "rel=\"noopener noreferrer nofollow\">x</a><img src=\"https://example.org/a.png\">");
  }

  @Test
  void clean_relativeAddressWithoutBase_goes() {
    assertThat(SafeHtml.clean("<a href='2.html'>x</a>", null).html())
        .isEqualTo("<a rel=\"noopener noreferrer nofollow\">x</a>");
  }

  @Test
  void clean_trackingPixel_goes() {
    assertThat(SafeHtml.clean("x<img src='https://t.example/p.gif' width=1 height=1>", null))
        .hasToString("x");
  }

  @Test
  void clean_soundAndVideo_neverLoadByThemselves() {
    assertThat(SafeHtml.clean("<video src='https://a/v.mp4' autoplay></video>", null)
            .html())
        .contains("preload=\"none\"")
        .doesNotContain("autoplay");
  }

  @Test
  void clean_nothing_isEmpty() {
    assertThat(SafeHtml.clean(null, null).html()).isEmpty();
    assertThat(SafeHtml.clean("  ", null)).isEqualTo(SafeHtml.clean(null, null));
    assertThat(SafeHtml.clean(null, null).text()).isEmpty();
  }

  @Test
  void clean_deeplyNested_endsInTime() {
    String html = "<div>".repeat(100_000) + "x";

    assertThat(SafeHtml.clean(html, null).text()).isEqualTo("x");
  }

  @Test
  void text_markup_isLeftOut() {
    assertThat(SafeHtml.clean("<p>A&nbsp; <b>b</b></p>\n<p>c</p>", null).text()).isEqualTo("A b c");
  }
}
