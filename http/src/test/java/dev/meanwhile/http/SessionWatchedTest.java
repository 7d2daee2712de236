package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a session tells of itself: its listener and its statistics.
final class SessionWatchedTest {
  private final List<String> log = new ArrayList<>();

  private final RequestListener noting = new RequestListener() {
    @Override
    public void beforeSend(Request request) {
      log.add("send " + request + " " + request.headers().has("User-Agent"));
    }

    @Override
    public void afterHead(Request request, int status, Headers headers) {
      log.add("head " + status + " of " + request.uri().getPath());
    }

    @Override
    public void onRetry(Request request, Duration pause, String reason) {
      log.add("again, as " + reason);
    }
  };

  @Test
  void listener_redirectAndRetries_hearsOfEach() {
    int[] hops = {0};
    try (var session = session(_ -> switch (++hops[0]) {
          case 1 -> Reply.of(302).header("Location", "/b");
          case 2 -> Reply.of(503);
          case 3 -> throw HttpException.of(Stage.CONNECT, "no way");
          default -> Reply.of(200).body("hello");
        })
        .retries(2)
        .listener(noting)
        .open()) {
      Simulation.run(() -> {
        session.get("http://a.example/a").close();

        SessionStatistics statistics = session.statistics();
        assertThat(statistics.requests()).isEqualTo(1);
        assertThat(statistics.redirects()).isEqualTo(1);
        assertThat(statistics.retries()).isEqualTo(2);
        assertThat(statistics.decodedBytes()).isEqualTo(5);
        assertThat(statistics.failures().values()).containsOnly(0L);
      });
    }

    assertThat(log)
        .containsExactly(
            "send GET http://a.example/a true",
            "head 302 of /a",
            "send GET http://a.example/b true",
            "head 503 of /b",
            "again, as 503",
            "send GET http://a.example/b true",
            "again, as no way",
            "send GET http://a.example/b true",
            "head 200 of /b");
  }

  @Test
  void listener_thatThrows_changesNothing() {
    RequestListener broken = new RequestListener() {
      @Override
      public void beforeSend(Request request) {
        throw new IllegalStateException("before");
      }

      @Override
      public void afterHead(Request request, int status, Headers headers) {
        throw new IllegalStateException("after");
      }
    };
    try (var session =
        session(_ -> Reply.of(204)).maxConnections(1).listener(broken).open()) {
      Simulation.run(() -> {
        for (int i = 0; i < 5; i++) {
          assertThat(session.get("http://a.example/").status()).isEqualTo(204);
        }
      });
    }
  }

  // An error is not ours to swallow; the slot is given back all the same.
  @Test
  void listener_thatThrowsAnError_losesNoSlot() {
    RequestListener broken = new RequestListener() {
      @Override
      public void afterHead(Request request, int status, Headers headers) {
        throw new AssertionError("after");
      }
    };
    try (var session =
        session(_ -> Reply.of(204)).maxConnections(1).listener(broken).open()) {
      Simulation.run(() -> {
        for (int i = 0; i < 5; i++) {
          assertThatThrownBy(() -> session.get("http://a.example/"))
              .isInstanceOf(AssertionError.class);
        }
      });
    }
  }

  @Test
  void statistics_codedBody_countsBothSizes() throws IOException {
    byte[] zipped = BodyDecoderTest.gzip(new byte[1_000]);
    try (var session = session(
            _ -> Reply.of(200).header("Content-Encoding", "gzip").body(zipped))
        .open()) {
      Simulation.run(() -> session.get("http://a.example/").bytes());

      assertThat(session.statistics().encodedBytes()).isEqualTo(zipped.length);
      assertThat(session.statistics().decodedBytes()).isEqualTo(1_000);
    }
  }

  @Test
  void statistics_failuresAndTimeouts_areCountedWhereTheyHappen() {
    try (var session = session(request -> switch (request.uri().getPath()) {
          case "/dns" -> throw HttpException.of(Stage.DNS, "unknown");
          case "/slow" -> Reply.of(200).body(BodySource.paced(new byte[1], 1, Duration.ofHours(1)));
          default ->
            Reply.of(200)
                .body(BodySource.broken(new byte[0], HttpException.of(Stage.BODY, "cut off")));
        })
        .minimumRate(0, Duration.ofSeconds(1))
        .open()) {
      Simulation.run(() -> {
        for (String path : List.of("dns", "slow", "cut")) {
          assertThatThrownBy(() -> session.get("http://a.example/" + path).bytes())
              .isInstanceOf(RuntimeException.class);
        }
      });

      assertThat(session.statistics().failures().get(Stage.DNS)).isEqualTo(1);
      assertThat(session.statistics().failures().get(Stage.BODY)).isEqualTo(1);
      assertThat(session.statistics().timeouts()).isEqualTo(1);
    }
  }

  @Test
  void ifChanged_validators_goBackAsTheyCame() {
    try (var session = session(request -> {
          boolean isKnown = request.headers().first("If-None-Match").orElse("").equals("W/\"ä 1\"")
              && request.headers().first("If-Modified-Since").orElse("").equals("yesterday");
          return isKnown
              ? Reply.of(304).header("ETag", "\"2\"")
              : Reply.of(200).header("ETag", "W/\"ä 1\"").header("Last-Modified", "yesterday");
        })
        .open()) {
      Simulation.run(() -> {
        Validators first = session.get("http://a.example/").validators();
        assertThat(first).isEqualTo(new Validators("W/\"ä 1\"", "yesterday"));

        Response second = session.send(Request.get("http://a.example/").ifChanged(first));
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.bytes()).isEmpty();
        assertThat(second.validators()).isEqualTo(new Validators("\"2\"", ""));

        Request none = Request.get("http://a.example/").ifChanged(new Validators("", ""));
        assertThat(none.headers().size()).isZero();
      });
    }
  }

  private static ClientSession.Builder session(InMemoryTransport.Handler handler) {
    return ClientSession.builder().transport(InMemoryTransport.of(handler));
  }
}
