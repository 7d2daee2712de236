package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
  @ParameterizedTest
  @CsvSource({
    "http://a.example/x, http://a.example/x",
    "HTTP://A.Example/X, http://a.example/X",
    "'  http://a.example/a b ', http://a.example/a%20b",
    "http://a.example/ä?q=ö, http://a.example/%C3%A4?q=%C3%B6",
    "http://a.example/100%, http://a.example/100%25",
    "http://a.example/100%20, http://a.example/100%20",
    "http://a.example/?q=[x|y], http://a.example/?q=[x%7Cy]",
    "https://bücher.example:8080/, https://xn--bcher-kva.example:8080/",
    "http://under_score.example:81/, http://under_score.example:81/",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "http://a.example, http://a.example",
  })
  void get_addressAsPeopleWriteIt_isMadeFit(String written, String expected) {
    assertThat(Request.get(written).uri()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "/path",
        "mailto:x@example.org",
        "ftp://a.example/",
        "http:///path",
        "http://",
        "file:///etc/passwd",
        "http://a.example:99999/",
        "http://user@/",
        "http://a℀b.example/",
      })
  void get_noHttpAddress_isRefused(String written) {
    assertThatIllegalArgumentException().isThrownBy(() -> Request.get(written));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/, http, a.example, 80",
    "https://a.example/, https, a.example, 443",
    "http://[::1]:8080/, http, ::1, 8080",
    "http://under_score.example:81/, http, under_score.example, 81",
  })
  void origin_address_hasSchemeHostAndPort(URI uri, String scheme, String host, int port) {
    assertThat(Origin.of(uri)).isEqualTo(new Origin(scheme, host, port));
  }

  @Test
  void get_noAddress_doesNotShowCredentials() {
    assertThatThrownBy(() -> Request.get("http://joe:secret@[::1"))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(failure -> {
          StringWriter trace = new StringWriter();
          failure.printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).doesNotContain("secret");
        });
  }

  @Test
  void get_userInfo_becomesBasicAuthAndIsNoPartOfTheAddress() {
    Request request = Request.get("http://joe:se%20cret@a.example/x");

    assertThat(request.uri()).hasToString("http://a.example/x");
    assertThat(request.headers().first("authorization")).contains("Basic am9lOnNlIGNyZXQ=");
    assertThat(request.toString()).isEqualTo("GET http://a.example/x");
    assertThat(request.headers().toString()).doesNotContain("am9l").contains("***");
  }

  @Test
  void withers_anything_leaveTheOriginalAlone() {
    Request first = Request.get("http://a.example/");

    Request second = first
        .timeout(Duration.ofSeconds(1))
        .header("X", "1")
        .addHeader("X", "2")
        .maxBody(5)
        .maxRedirects(3)
        .query("q", "a b&c");

    assertThat(first.headers().size()).isZero();
    assertThat(first.timeout()).isEmpty();
    assertThat(second.headers().all("x")).containsExactly("1", "2");
    assertThat(second.maxBody()).hasValue(5);
    assertThat(second.maxRedirects()).hasValue(3);
    assertThat(second.uri()).hasToString("http://a.example/?q=a+b%26c");
  }

  @Test
  void form_fields_areEncoded() {
    Request request = Request.post(URI.create("http://a.example/")).form(Map.of("k", "a b=ü"));

    assertThat(new String(request.body().orElseThrow(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("k=a+b%3D%C3%BC");
    assertThat(request.headers().first("Content-Type"))
        .contains("application/x-www-form-urlencoded");
  }

  @Test
  void json_value_isWrittenByJackson() {
    Request request = Request.post(URI.create("http://a.example/")).json(Map.of("k", 1));

    assertThat(new String(request.body().orElseThrow(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"k\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length, 5",
    "transfer-encoding, chunked",
    "Connection, close",
    "X, ☃",
    "X y, 1",
    "'', 1"
  })
  void header_ofTheTransferOrNoHeader_isRefused(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.get("http://a.example/").header(name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "Transfer-Encoding", "connection"})
  void header_ofTheTransferForAllRequests_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientSession.builder().header(name, "1"));
  }

  @Test
  void addHeader_secondHost_isRefused() {
    Request request = Request.get("http://a.example/").addHeader("Host", "b.example");

    assertThatIllegalArgumentException().isThrownBy(() -> request.addHeader("host", "c.example"));
  }

  @Test
  void of_connect_isRefused() {
    URI uri = URI.create("http://a.example/");

    assertThatIllegalArgumentException().isThrownBy(() -> Request.of("connect", uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:secret@[::1/",
        "http://me:secret@a.example:/x:y:[",
        "http://me:secret@h:99999/"
      })
  void get_brokenAddress_isRefusedWithoutShowingIt(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.get(written))
        .satisfies(refused -> {
          for (Throwable at = refused; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("secret");
          }
        });
  }

  @Test
  void header_valueWithLineBreak_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.get("http://a.example/").header("X", "1\r\nEvil: 2"));
  }

  @Test
  void timeout_zero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Request.get("http://a.example/").timeout(Duration.ZERO));
  }
}
