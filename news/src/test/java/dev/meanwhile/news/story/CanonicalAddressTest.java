package dev.meanwhile.news.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalAddressTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP://WWW.Example.ORG:80/A/, https://example.org/A",
    "https://example.org:443, https://example.org",
    "https://example.org:8443/x, https://example.org:8443/x",
    "https://user:secret@example.org/a, https://example.org/a",
    "https://m.example.org/a, https://example.org/a",
    "https://en.m.wikipedia.org/wiki/A, https://en.wikipedia.org/wiki/A",
    "https://m.org/a, https://m.org/a",
    "https://example.org/a#part, https://example.org/a",
    "https://example.org/#!/a, https://example.org#!/a",
    "https://example.org/a/index.html, https://example.org/a",
    "https://example.org/a/amp/, https://example.org/a",
    "https://example.org/a.amp.html, https://example.org/a.html",
    "https://example.org/camp, https://example.org/camp",
    "https://example.org/a?utm_source=x&utm_medium=y, https://example.org/a",
    "https://example.org/a?fbclid=1&id=7&gclid=2, https://example.org/a?id=7",
    "https://example.org/a?b=2&a=1&a=0, https://example.org/a?a=1&a=0&b=2",
    "https://example.org/a?at_medium=RSS&at_campaign=KARANGA, https://example.org/a",
    "https://example.org/a?source=rss&src=7, https://example.org/a?src=7",
    "https://example.org/a?amp=1, https://example.org/a",
    "https://example.org/%7ea/%c3%a9, https://example.org/~a/%C3%A9",
    "https://example.org/é, https://example.org/%C3%A9",
    "https://bücher.example/, https://xn--bcher-kva.example",
    "https://example.org/a;jsessionid=1F?p=1, https://example.org/a?p=1",
  })
  void of_formsOfAnAddress_areOne(String written, String canonical) {
    assertThat(CanonicalAddress.of(written)).isEqualTo(canonical);
    assertThat(CanonicalAddress.of(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/?p=12",
        "https://example.org/watch?v=dQw4w9WgXcQ",
        "https://feeds.example.org/news?m=1617",
        "https://feedproxy.google.com/~r/site/~3/abcDEF",
        "https://t.co/AbCd"
      })
  void of_idsInQueryAndRedirects_areKept(String address) {
    assertThat(CanonicalAddress.of(address)).isEqualTo(address.replace("/?", "?"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "  ",
        "example.org/a",
        "mailto:a@example.org",
        "ftp://example.org/",
        "http://",
        "https:///a",
        "http://..",
        "http://[::1",
        "http://a b/",
        "javascript:alert(1)"
      })
  void of_noWebAddress_isNull(String text) {
    assertThat(CanonicalAddress.of(text)).isNull();
  }

  @Test
  void of_anyText_neverThrowsAndIsStable() {
    Random random = new Random(7);
    String characters = "ht tp:/?#[]@!$&'()*+,;=%aé4\uD83D\uDE00\uD800.w-_~\u0000\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "https://example.org" : "http://");
      for (int j = random.nextInt(30); j > 0; j--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      String canonical = CanonicalAddress.of(text.toString());
      if (canonical != null) {
        assertThat(CanonicalAddress.of(canonical)).as("%s", text).isEqualTo(canonical);
      }
    }
  }
}
