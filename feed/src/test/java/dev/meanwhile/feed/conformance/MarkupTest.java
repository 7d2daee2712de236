package dev.meanwhile.feed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That the comparison evens out writing, and nothing else.
final class MarkupTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<b>bold</b> | <B>bold</B>",
        "<br> | <br />",
        "&#xe4; | &auml;",
        "<img src='http://a.test/b' alt='c'> | <img alt=\"c\" src=\"http://a.test/b\" />",
        "<a href='/b'>c</a> | <a href=\"http://base.test/b\">c</a>",
        "a &lt;b&gt; c | a <b> c",
        "a &lt;b&gt; c | a &lt;b&gt; c",
        "<i>x</i> | <div><i>x</i></div>",
        "<script>x</script>y | y",
        "<a href='javascript:x'>y</a> | <a href=''>y</a>",
      })
  void says_sameWrittenOtherwise_isTrue(String ours, String expected) {
    assertThat(new Markup(ours, "http://base.test/", null).says(expected)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bold | <b>bold</b>",
        "&lt;b&gt;bold&lt;/b&gt; | <i>bold</i>",
        "<a href='/b'>c</a> | <a href=\"/b\">c</a>",
        "<a href='/b'>c</a> | <a href=\"http://other.test/b\">c</a>",
        "<i>x</i> | <div title=\"t\"><i>x</i></div>",
        "<i>x</i> | <div><i>x</i></div>y",
        "a b | ab",
        "x | ''",
      })
  void says_somethingElse_isFalse(String ours, String expected) {
    assertThat(new Markup(ours, "http://base.test/", null).says(expected)).isFalse();
  }

  @Test
  void says_whatOurListDrops_hasNoCounterpart() {
    assertThatThrownBy(() -> new Markup("<font>x</font>", null, null).says("<font>x</font>"))
        .isInstanceOf(NoCounterpart.class);
  }

  @Test
  void says_titleWhosePlainTextIsWrong_isFalse() {
    assertThat(new Markup("a <b>b</b>", null, "a b").says("a <b>b</b>")).isTrue();
    assertThat(new Markup("a <b>b</b>", null, "a").says("a <b>b</b>")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>x</script>",
        "<p onclick=x>y",
        "<a href=' java\nscript:x'>y</a>",
        "<img src=data:x>",
        "<p style=x>y",
        "<iframe src=x></iframe>",
        "x<!-- y -->",
      })
  void forbidden_hostileHtml_isFound(String html) {
    assertThat(Markup.forbidden(html)).isNotNull();
  }

  @Test
  void forbidden_harmlessHtml_isNotFound() {
    assertThat(Markup.forbidden("<p><a href=\"http://a.test/\">x</a>")).isNull();
  }
}
