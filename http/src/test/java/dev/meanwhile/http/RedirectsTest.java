package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedirectsTest {
  private final List<Request> seen = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "301, GET, GET, false",
    "301, POST, GET, false",
    "301, PUT, PUT, true",
    "302, POST, GET, false",
    "302, HEAD, HEAD, false",
    "303, POST, GET, false",
    "303, PUT, GET, false",
    "303, HEAD, HEAD, false",
    "307, POST, POST, true",
    "308, POST, POST, true",
  })
  void send_redirected_keepsOrChangesTheMethod(
      int status, String method, String expected, boolean keepsBody) {
    Request request = Request.of(method, URI.create("http://a.example/a"));
    if (!method.equals("GET") && !method.equals("HEAD")) {
      request = request.text("body");
    }

    send(request, status, "/b");

    assertThat(seen.get(1).method()).isEqualTo(expected);
    assertThat(seen.get(1).body().isPresent()).isEqualTo(keepsBody);
    assertThat(seen.get(1).headers().has("Content-Type")).isEqualTo(keepsBody);
  }

  @ParameterizedTest
  @CsvSource({
    "301 308, http://a.example/2",
    "301 302, http://a.example/1",
    "302 301,",
    "307 308,",
    "'',",
  })
  void movedTo_isAsFarAsRedirectsWerePermanent(String statuses, @Nullable String expected) {
    List<String> hops = statuses.isEmpty() ? List.of() : List.of(statuses.split(" "));
    InMemoryTransport transport = InMemoryTransport.builder()
        .host("a.example", request -> {
          int hop = Integer.parseInt(request.uri().getPath().substring(1));
          return hop == hops.size()
              ? Reply.of(200)
              : Reply.of(Integer.parseInt(hops.get(hop))).header("Location", "/" + (hop + 1));
        })
        .build();

    Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder().transport(transport).open();
          Response response = session.get("http://a.example/0")) {
        assertThat(response.movedTo()).isEqualTo(Optional.ofNullable(expected).map(URI::create));
      }
    });
  }

  @ParameterizedTest
  @CsvSource({
    "/b, http://a.example/b",
    "b, http://a.example/dir/b",
    "../b?x=1, http://a.example/b?x=1",
    "?x=1, http://a.example/dir/a?x=1",
    "../../../b, http://a.example/b",
    "/../b/./c, http://a.example/b/c",
    "//b.example/c, http://b.example/c",
    "https://b.example, https://b.example",
    "/ä b, http://a.example/%C3%A4%20b",
    "/Ã¤, http://a.example/%C3%A4",
    "login?next=https://B.Example/C, http://a.example/dir/login?next=https://B.Example/C",
    "//bücher.example/c, http://xn--bcher-kva.example/c",
    "../../../b?x=1, http://a.example/b?x=1",
    "HTTP://B.Example/c, http://b.example/c",
  })
  void send_location_isResolved(String location, String expected) {
    Response response = send(Request.get("http://a.example/dir/a"), 302, location);

    assertThat(response.uri()).hasToString(expected);
    assertThat(response.redirects()).containsExactly(URI.create("http://a.example/dir/a"));
  }

  @Test
  void send_locationOnAddressWithoutPath_isResolved() {
    assertThat(send(Request.get("http://a.example"), 302, "b").uri())
        .hasToString("http://a.example/b");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/b, true",
    "http://a.example:80/b, true",
    "https://a.example/b, false",
    "http://a.example:8080/b, false",
    "http://b.example/b, false",
    "http://sub.a.example/b, false",
  })
  void send_redirected_credentialsGoOnlyToTheSameOrigin(String location, boolean keeps) {
    send(
        Request.get("http://joe:secret@a.example/a").header("Cookie", "id=1").header("X", "1"),
        302,
        location);

    assertThat(seen.get(1).headers().has("Authorization")).isEqualTo(keeps);
    assertThat(seen.get(1).headers().has("Cookie")).isEqualTo(keeps);
    assertThat(seen.get(1).headers().has("X")).isTrue();
  }

  @Test
  void send_thereAndBack_credentialsAreGone() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      seen.add(request);
      return switch (request.uri().toString()) {
        case "http://a.example/1" -> Reply.of(302).header("Location", "http://b.example/2");
        case "http://b.example/2" -> Reply.of(302).header("Location", "http://a.example/3");
        default -> Reply.of(204);
      };
    });
    try (var session = ClientSession.builder().transport(transport).open()) {
      Simulation.run(() -> session.get("http://joe:secret@a.example/1").close());
    }

    assertThat(seen.get(0).headers().has("Authorization")).isTrue();
    assertThat(seen.get(2).headers().has("Authorization")).isFalse();
  }

  @Test
  void send_credentialsInLocation_areUsedAndNotShown() {
    Response response = send(Request.get("http://a.example/a"), 302, "http://joe:pw@b.example/c");

    assertThat(seen.get(1).headers().has("Authorization")).isTrue();
    assertThat(response.uri()).hasToString("http://b.example/c");
  }

  @Test
  void send_circle_isRefused() {
    assertThatThrownBy(() -> send(Request.get("http://a.example/a?token=x"), 302, "/a?token=x"))
        .isInstanceOfSatisfying(
            HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY))
        .hasMessage("redirects in a circle, at http://a.example/a");
  }

  /// How some servers find out whether cookies come back.
  @Test
  void send_cookieAndComeAgain_isNoCircle() {
    InMemoryTransport transport =
        InMemoryTransport.of(request -> request.headers().has("Cookie")
            ? Reply.of(200)
            : Reply.of(302).header("Location", "/a").header("Set-Cookie", "id=1"));
    for (boolean hasJar : new boolean[] {true, false}) {
      var builder = ClientSession.builder().transport(transport);
      try (var session = hasJar ? builder.cookies(CookieJar.create()).open() : builder.open()) {
        Simulation.run(() -> {
          if (hasJar) {
            assertThat(session.get("http://a.example/a").status()).isEqualTo(200);
          } else {
            assertThatThrownBy(() -> session.get("http://a.example/a"))
                .hasMessage("redirects in a circle, at http://a.example/a");
          }
        });
      }
    }
  }

  @Test
  void send_tooMany_isRefused() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      seen.add(request);
      return Reply.of(302).header("Location", request.uri().getPath() + "x");
    });
    try (var session = ClientSession.builder().transport(transport).open()) {
      assertThatThrownBy(() -> Simulation.run(() -> session.get("http://a.example/x")))
          .isInstanceOf(HttpException.class)
          .hasMessageStartingWith("more than 20 redirects, at http://a.example/x");
    }

    assertThat(seen).hasSize(21);
  }

  @Test
  void send_noRedirectsWanted_givesTheRedirectItself() {
    Response response = send(Request.get("http://a.example/a").maxRedirects(0), 302, "/b");

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers().first("Location")).contains("/b");
  }

  @Test
  void send_redirectWithoutLocation_isTheAnswer() {
    InMemoryTransport transport = InMemoryTransport.of(_ -> Reply.of(302));
    try (var session = ClientSession.builder().transport(transport).open()) {
      assertThat(Simulation.run(() -> session.get("http://a.example/").status()))
          .isEqualTo(302);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mailto:x@example.org, POLICY",
    "file:///etc/passwd, POLICY",
    "ftp://b.example/, POLICY",
    "javascript:alert(1), POLICY",
    "http:///x, HEADERS",
    "http://[x/, HEADERS",
    "http://b.example:99999/, HEADERS",
  })
  void send_redirectToWhereWeDoNotGo_isRefused(String location, Stage stage) {
    assertThatThrownBy(() -> send(Request.get("http://a.example/a"), 302, location))
        .isInstanceOfSatisfying(
            HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(stage))
        .hasMessageContaining("redirected by a.example");
  }

  private Response send(Request request, int status, String location) {
    InMemoryTransport transport = InMemoryTransport.of(hop -> {
      seen.add(hop);
      boolean isFirst = seen.size() == 1
          || location.equals(hop.uri().getPath() + "?" + hop.uri().getQuery());
      return isFirst ? Reply.of(status).header("Location", location) : Reply.of(200);
    });
    try (var session = ClientSession.builder().transport(transport).open()) {
      return Simulation.run(() -> session.send(request));
    }
  }
}
