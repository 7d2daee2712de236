package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinksTest {
  /// Most of them from RFC 3986, section 5.4.
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          g                 | http://a/b/c/g
          ./g               | http://a/b/c/g
          g/                | http://a/b/c/g/
          /g                | http://a/g
          //g               | http://g
          ?y                | http://a/b/c/d;p?y
          g?y               | http://a/b/c/g?y
          #s                | http://a/b/c/d;p?q#s
          g#s               | http://a/b/c/g#s
          ;x                | http://a/b/c/;x
          ''                | http://a/b/c/d;p?q
          .                 | http://a/b/c/
          ..                | http://a/b/
          ../g              | http://a/b/g
          ../..             | http://a/
          ../../../g        | http://a/g
          /./g              | http://a/g
          g.                | http://a/b/c/g.
          ..g               | http://a/b/c/..g
          ./../g            | http://a/b/g
          g/../h            | http://a/b/c/h
          g?y/../x          | http://a/b/c/g?y/../x
          https://b/c       | https://b/c
          mailto:a@b        | mailto:a@b
          a b               | http://a/b/c/a%20b
          """)
  void resolve_againstABase_isAsTheRfcSays(String written, String expected) {
    assertThat(Links.resolve("http://a/b/c/d;p?q", written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a, true", "HTTPS://a, true", "mailto:a@b, true", "javascript:alert(1), false",
    "data:text/html;x, false", "/a, false", "http://, false", "file:///etc/passwd, false"
  })
  void isSafe_scheme_decides(String address, boolean safe) {
    assertThat(Links.isSafe(address)).isEqualTo(safe);
  }
}
