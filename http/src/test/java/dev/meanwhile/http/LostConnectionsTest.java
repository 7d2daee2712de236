package dev.meanwhile.http;

import static dev.meanwhile.async.Async.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.test.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways to end a request after which its connection was nobody's and still not free: the pool has
/// eight a host, so the ninth request never got one.
final class LostConnectionsTest {
  private static final int MORE_THAN_THE_POOL_HAS = 9;
  private static final String LONG =
      "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(1_000);

  @ParameterizedTest
  @ValueSource(ints = {100_000, 600_000})
  void bytes_garbageAfterTheCoding_losesNoConnection(int garbage) throws IOException {
    byte[] coded = BodyDecoderTest.gzip("hello".getBytes(StandardCharsets.UTF_8));
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + (coded.length + garbage) + "\r\n\r\n");
            connection.send(coded);
            connection.send(new byte[garbage]);
          }
        });
        var session = shortSession()) {
      run(() -> {
        for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
          assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
        }
        for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
          assertThat(session.get(server.uri("/")).stream().readAllBytes()).hasSize(5);
        }
      });
    }
  }

  @Test
  void send_bodyThatCannotBeClosed_losesNoConnection() throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send(LONG);
          connection.awaitEnd();
        });
        var session = shortSession()) {
      run(() -> {
        for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
          Request request = Request.post(server.uri("/"));
          session.send(request.body(Unclosable::new, "x/y")).close();
          session.send(request.body(new Unclosable(), "x/y")).close();
        }
      });
    }
  }

  @Test
  void get_responsesThatEarlierLoopsLeftUnread_areClosed() throws IOException {
    try (var server = LoopbackServer.answering(LONG);
        var session = shortSession()) {
      for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
        assertThat(run(() -> session.get(server.uri("/")).status())).isEqualTo(200);
      }
    }
  }

  @Test
  void get_responseLeftAlone_freesItsSlotWhenItsTimeIsOver() {
    InMemoryTransport transport = InMemoryTransport.of(
        _ -> Reply.of(200).body(BodySource.endless(new byte[1_000], Duration.ofMillis(1))));
    try (var session = ClientSession.builder()
        .transport(transport)
        .maxConnectionsPerHost(1)
        .timeout(Duration.ofSeconds(5))
        .open()) {
      Simulation.run(() -> {
        Response whole = session.get("http://a.example/");
        Response stream = session.get("http://a.example/");
        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(5));
        stream.stream().readNBytes(10);
        session.get("http://a.example/").close();

        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(whole::bytes).isInstanceOf(TimedOutException.class);
      });
    }
  }

  @Test
  void bytes_timeOverWhileItReads_isTold() throws IOException {
    try (var server = LoopbackServer.answering(LONG);
        var session = ClientSession.builder().timeout(Duration.ofMillis(200)).open()) {
      run(() -> {
        for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
          assertThatThrownBy(session.get(server.uri("/"))::bytes)
              .isInstanceOf(TimedOutException.class);
        }
      });
    }
  }

  private static ClientSession shortSession() {
    return ClientSession.builder().timeout(Duration.ofSeconds(5)).open();
  }

  private static final class Unclosable implements BodySource {
    @Override
    public int read(byte[] buffer, int offset, int length) {
      return -1;
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot be closed");
    }
  }
}
