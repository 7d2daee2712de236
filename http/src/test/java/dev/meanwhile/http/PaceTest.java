package dev.meanwhile.http;

import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void bytes_drip_isGivenUpByDefault() {
    try (var session = over(BodySource.endless(new byte[4], SECOND)).open()) {
      Simulation.run(() -> {
        Response response = session.get("http://a.example/");

        assertTooSlow(50, response::bytes);

        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(20));
        assertThat(session.statistics().failures().get(Stage.BODY)).isEqualTo(1);
      });
    }
  }

  @Test
  void bytes_silence_isGivenUp() {
    try (var session = over(BodySource.paced(new byte[10], 10, Duration.ofDays(1)))
        .timeout(Duration.ofHours(1))
        .open()) {
      Simulation.run(() -> assertTooSlow(50, session.get("http://a.example/")::bytes));
    }
  }

  @Test
  void bytes_slowButHonest_comes() {
    byte[] feed = new byte[60_000];
    try (var session = over(BodySource.paced(feed, 1_000, Duration.ofSeconds(10)))
        .timeout(Duration.ofHours(1))
        .open()) {
      Simulation.run(() -> assertThat(session.get("http://a.example/").bytes()).hasSize(60_000));
    }
  }

  @Test
  void get_slowHead_isNoDrip() {
    InMemoryTransport transport = InMemoryTransport.of(_ -> {
      sleep(Duration.ofMinutes(10));
      return Reply.of(200).body("x");
    });
    try (var session = ClientSession.builder()
        .transport(transport)
        .timeout(Duration.ofHours(1))
        .open()) {
      Simulation.run(() -> assertThat(session.get("http://a.example/").text()).isEqualTo("x"));
    }
  }

  /// The window in which the head came is no time that the body had.
  @Test
  void bytes_headAtTheEndOfAWindow_bodyHasItsOwn() {
    InMemoryTransport transport = InMemoryTransport.of(_ -> {
      sleep(Duration.ofMillis(19_900));
      return Reply.of(200).body(BodySource.paced(new byte[10], 10, SECOND));
    });
    try (var session = ClientSession.builder().transport(transport).open()) {
      Simulation.run(() -> assertThat(session.get("http://a.example/").bytes()).hasSize(10));
    }
  }

  @Test
  void get_slowHeadAfterARedirectWithABody_isNoDrip() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      if (request.uri().getPath().equals("/")) {
        return Reply.of(302)
            .header("Location", "/slow")
            .header("X", "1")
            .body(BodySource.paced(new byte[10], 10, SECOND));
      }
      sleep(Duration.ofMinutes(10));
      return Reply.of(200).body("x");
    });
    try (var session = ClientSession.builder()
        .transport(transport)
        .timeout(Duration.ofHours(1))
        .open()) {
      Simulation.run(() -> assertThat(session.get("http://a.example/").text()).isEqualTo("x"));
    }
  }

  @Test
  void stream_callerWhoPauses_isNotTakenForADrip() {
    byte[] content = new byte[10_000];
    try (var session = over(BodySource.paced(content, 1_000, SECOND))
        .timeout(Duration.ofDays(1))
        .open()) {
      Simulation.run(() -> {
        try (var response = session.get("http://a.example/");
            InputStream stream = response.stream()) {
          byte[] buffer = new byte[1_000];
          int read = 0;
          for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            read += n;
            sleep(Duration.ofHours(1));
          }
          assertThat(read).isEqualTo(content.length);
        }
      });
    }
  }

  @Test
  void stream_drip_isGivenUpAndTheSlotIsFree() throws IOException {
    try (var session = over(BodySource.endless(new byte[1], SECOND))
        .minimumRate(100, Duration.ofSeconds(5))
        .maxConnections(1)
        .open()) {
      Simulation.run(() -> {
        for (int i = 1; i <= 3; i++) {
          InputStream stream = session.get("http://a.example/").stream();
          assertTooSlow(100, () -> stream.readAllBytes());
          assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(5L * i));
        }
      });
    }
  }

  @Test
  void minimumRate_zero_isNone() {
    try (var session = over(BodySource.endless(new byte[1], SECOND))
        .minimumRate(0, SECOND)
        .timeout(Duration.ofHours(1))
        .open()) {
      Simulation.run(() -> assertThatThrownBy(session.get("http://a.example/")::bytes)
          .isInstanceOf(dev.meanwhile.async.TimedOutException.class));
    }
  }

  private static ClientSession.Builder over(BodySource body) {
    return ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> Reply.of(200).body(body)));
  }

  private static void assertTooSlow(
      int rate, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(HttpException.class)
        .hasMessage("the body came slower than " + rate + " bytes a second");
  }
}
