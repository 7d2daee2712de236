package dev.meanwhile.http;

import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.test.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CookieJarTest {
  private final CookieJar jar = CookieJar.create();
  private final List<String> sent = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.example/ | id=1 | http://a.example/x | id=1",
        "http://a.example/ | id=1 | https://a.example/x | id=1",
        "http://a.example/ | id=1 | http://b.a.example/ | none",
        "http://b.a.example/ | id=1; Domain=a.example | http://c.a.example/ | id=1",
        "http://a.example/ | id=1; Domain=b.example | http://b.example/ | none",
        "http://a.co.uk/ | id=1; Domain=co.uk | http://a.co.uk/ | none",
        "http://a.example/ | id=1; Path=/x | http://a.example/xy | none",
        "http://a.example/ | id=1; Path=/x | http://a.example/x/y | id=1",
        "http://a.example/x/y | id=1 | http://a.example/x/z | id=1",
        "http://a.example/x/y | id=1 | http://a.example/ | none",
        "https://a.example/ | id=1; Secure | https://a.example/ | id=1",
        "https://a.example/ | id=1; Secure | http://a.example/ | none",
        "http://a.example/ | id=1; Secure | https://a.example/ | none",
        "http://a.example/ | id=1; Max-Age=0 | http://a.example/ | none",
        "http://a.example/ | id=1; Expires=Sun, 06 Nov 1969 08:49:37 GMT | http://a.example/ | none",
        "https://a.example/ | __Host-id=1; Secure; Path=/ | https://a.example/ | __Host-id=1",
        "https://a.example/ | __Host-id=1; Path=/ | https://a.example/ | none",
        "http://a.example/x/y | id=1; Path=nonsense | http://a.example/x/z | id=1",
        "http://a.example/x/y | id=1; Path= | http://a.example/ | none",
        "http://a.example/ | id=1; Domain= | http://a.example/ | id=1",
        "http://a.example/ | id=1; Domain= | http://b.a.example/ | none",
        "http://b.a.example/ | id=1; Domain=.A.Example | http://c.a.example/ | id=1",
        "http://a.example/ | id=1; Max-Age=soon | http://a.example/ | id=1",
        "http://a.example/ | id=1; Max-Age=soon; Expires=Sun, 06 Nov 1969 08:49:37 GMT | http://a.example/ | none",
        "http://a.example/ | id=1; Max-Age=99999999999 | http://a.example/ | id=1",
        "http://a.example/ | id=1; Expires=Sun, 06 Nov 1969 08:49:37 GMT; Max-Age=60 | http://a.example/ | id=1",
        "http://a.example/ | id=a=b=c | http://a.example/ | id=a=b=c",
        "http://a.example/ | id=\"a b\" | http://a.example/ | id=\"a b\"",
        "http://a.example/ | id= | http://a.example/ | id=",
        "http://a.github.io/ | id=1; Domain=github.io | http://b.github.io/ | none",
        "http://github.io/ | id=1; Domain=github.io | http://github.io/ | id=1",
        "http://github.io/ | id=1; Domain=github.io | http://a.github.io/ | none",
        "http://localhost/ | id=1; Domain=localhost | http://localhost/ | id=1",
        "http://127.0.0.1/ | id=1 | http://127.0.0.1/ | id=1",
        "http://127.0.0.1/ | id=1; Domain=0.0.1 | http://127.0.0.1/ | none",
        "http://a.example/ | no cookie | http://a.example/ | none",
      })
  void send_cookie_goesWhereItBelongs(String from, String cookie, String to, String expected) {
    try (var session = setting(from, cookie)) {
      Simulation.run(() -> {
        session.get(from).close();
        session.get(to).close();
      });
    }

    assertThat(sent.getLast()).isEqualTo(expected);
  }

  @Test
  void send_cookie_expiresByTheLoopsClock() {
    try (var session = setting("http://a.example/set", "id=1; Path=/; Max-Age=60")) {
      Simulation.run(() -> {
        session.get("http://a.example/set").close();
        sleep(Duration.ofSeconds(59));
        session.get("http://a.example/").close();
        sleep(Duration.ofSeconds(2));
        session.get("http://a.example/").close();
      });
    }

    assertThat(sent).containsExactly("none", "id=1", "none");
    assertThat(jar.size()).isZero();
  }

  @Test
  void send_redirect_keepsAndSendsCookiesOfEachHopAlone() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      note(request);
      return switch (request.uri().toString()) {
        case "http://a.example/" ->
          Reply.of(302).header("Location", "/2").header("Set-Cookie", "id=1");
        case "http://a.example/2" -> Reply.of(302).header("Location", "http://b.example/");
        default -> Reply.of(204);
      };
    });
    try (var session = ClientSession.builder().transport(transport).cookies(jar).open()) {
      Simulation.run(() -> session
          .send(Request.get("http://a.example/").header("Cookie", "own=2"))
          .close());
    }

    assertThat(sent).containsExactly("own=2", "own=2; id=1", "none");
  }

  @Test
  void send_noJar_keepsNothing() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      note(request);
      return Reply.of(204).header("Set-Cookie", "id=1");
    });
    try (var session = ClientSession.builder().transport(transport).open()) {
      Simulation.run(() -> {
        session.get("http://a.example/").close();
        session.get("http://a.example/").close();
      });
    }

    assertThat(sent).containsExactly("none", "none");
  }

  @Test
  void keep_tooManyOrTooLarge_isBounded() {
    Simulation.run(() -> {
      for (int i = 0; i < 60; i++) {
        keep("http://a.example/", "id" + i + "=1");
      }
      assertThat(jar.size()).isEqualTo(50);
      keep("http://b.example/", "id=" + "x".repeat(5_000));
      assertThat(jar.size()).isEqualTo(50);
      for (int i = 0; i < 3_100; i++) {
        keep("http://h" + i + ".example/", "id=1");
      }
      assertThat(jar.size()).isEqualTo(3_000);
      assertThat(jar).hasToString("CookieJar[3000]");
      jar.clear();
      assertThat(jar.size()).isZero();
    });
  }

  // Whoever listens on the plain connection could set his own session for the secure one.
  @Test
  void keep_plainConnection_doesNotReplaceASecureCookie() {
    Simulation.run(() -> {
      keep("https://a.example/", "id=ours; Secure");
      keep("http://a.example/", "id=theirs");

      Request request = jar.addTo(Request.get("https://a.example/"));
      assertThat(request.headers().first("Cookie")).contains("id=ours");
    });
  }

  // Nor one that goes before it, being for a longer path or a wider domain.
  @Test
  void keep_plainConnection_doesNotShadowASecureCookie() {
    Simulation.run(() -> {
      keep("https://a.example/", "id=ours; Secure; Path=/");
      keep("http://a.example/x/y", "id=theirs");
      keep("http://b.a.example/x/y", "id=theirs; Domain=a.example");
      keep("http://a.example/", "other=theirs");

      Request request = jar.addTo(Request.get("https://a.example/x/z"));
      assertThat(request.headers().first("Cookie")).contains("id=ours; other=theirs");
    });
  }

  private void keep(String address, String cookie) {
    jar.keep(Request.get(address).uri(), Headers.empty().with("Set-Cookie", cookie));
  }

  private ClientSession setting(String at, String cookie) {
    return ClientSession.builder()
        .cookies(jar)
        .transport(InMemoryTransport.of(request -> {
          note(request);
          boolean isSetting = request.uri().toString().equals(at) && sent.size() == 1;
          return isSetting ? Reply.of(200).header("Set-Cookie", cookie) : Reply.of(200);
        }))
        .open();
  }

  private void note(Request request) {
    sent.add(request.headers().first("Cookie").orElse("none"));
  }
}
