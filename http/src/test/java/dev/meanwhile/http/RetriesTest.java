package dev.meanwhile.http;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {
  private static final String ADDRESS = "http://a.example/";

  private final List<Long> times = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void send_answerThatMayPass_isSentAgain(int status) {
    try (var session = answering(status, status, 200).open()) {
      Simulation.run(() -> {
        assertThat(session.send(Request.get(ADDRESS).retries(2)).status()).isEqualTo(200);

        assertThat(times).hasSize(3);
        assertThat(times.get(1)).isLessThanOrEqualTo(500);
        assertThat(times.get(2) - times.get(1)).isLessThanOrEqualTo(1_000);
        assertThat(session.statistics().retries()).isEqualTo(2);
        assertThat(session.statistics().requests()).isEqualTo(1);
      });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 304, 404, 500, 501})
  void send_answerThatStays_isSentOnce(int status) {
    try (var session = answering(status, 200).retries(3).open()) {
      Simulation.run(() -> assertThat(session.get(ADDRESS).status()).isEqualTo(status));
    }
    assertThat(times).hasSize(1);
  }

  @Test
  void send_byDefault_isSentOnce() {
    try (var session = answering(503, 200).open()) {
      Simulation.run(() -> assertThat(session.get(ADDRESS).status()).isEqualTo(503));
    }
  }

  @Test
  void send_moreThanRetries_givesTheLastAnswer() {
    try (var session = answering(503, 502, 504).retries(2).open()) {
      Simulation.run(() -> assertThat(session.get(ADDRESS).status()).isEqualTo(504));
    }
    assertThat(times).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void send_failure_isSentAgainWhereThatMayHelp(Stage stage) {
    boolean isRetried = stage == Stage.CONNECT || stage == Stage.HEADERS;
    try (var session = over(_ -> {
          throw HttpException.of(stage, "no " + times.size());
        })
        .retries(2)
        .open()) {
      Simulation.run(() -> {
        Throwable thrown = catchThrowable(() -> session.get(ADDRESS));

        assertThat(thrown).hasMessage("no 1");
        assertThat(thrown.getSuppressed()).hasSize(isRetried ? 2 : 0);
        assertThat(session.statistics().failures().get(stage)).isEqualTo(1);
      });
    }
    assertThat(times).hasSize(isRetried ? 3 : 1);
  }

  /// The governor refuses what comes before its outage's end; that is no end of the attempts.
  @Test
  void send_noConnectionAndAGovernor_isSentAgain() {
    InMemoryTransport transport = InMemoryTransport.of(_ -> {
      times.add(EventLoop.current().time().toMillis());
      if (times.size() == 1) {
        throw HttpException.of(Stage.CONNECT, "no way");
      }
      return Reply.of(200);
    });
    HostGovernor governor = HostGovernor.builder().spacing(Duration.ZERO).build();
    try (var session = ClientSession.builder()
        .transport(transport)
        .governor(governor)
        .retries(4)
        .open()) {
      Simulation.run(() -> assertThat(session.get(ADDRESS).status()).isEqualTo(200));
    }
    assertThat(times).hasSize(2);
  }

  /// The time does not run while a request queues, nor is it gone when that ends in a refusal.
  @Test
  void send_refusedAfterALongQueue_isSentAgain() {
    InMemoryTransport transport = InMemoryTransport.of(_ -> Reply.of(200));
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ZERO).build();
    try (var session = ClientSession.builder()
        .transport(transport)
        .governor(governor)
        .retries(4)
        .open()) {
      Simulation.run(() -> {
        try (var permit = governor.acquire(URI.create(ADDRESS))) {
          var queued = createTask(() -> session.get(ADDRESS).status());
          sleep(Duration.ofMinutes(1));
          permit.failed(HttpException.of(Stage.CONNECT, "no way"));
          permit.close();
          assertThat(queued.await()).isEqualTo(200);
        }
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH"})
  void send_notIdempotent_isSentOnce(String method) {
    try (var session = answering(503, 200).retries(3).open()) {
      Simulation.run(() -> assertThat(
              session.send(Request.of(method, URI.create(ADDRESS)).text("x")).status())
          .isEqualTo(503));
    }
  }

  @Test
  void send_retryAfterSeconds_isWaitedFor() {
    try (var session = over(_ ->
            times.size() == 1 ? Reply.of(503).header("Retry-After", "7") : Reply.of(200))
        .retries(1)
        .open()) {
      Simulation.run(() -> session.get(ADDRESS).close());
    }
    assertThat(times.get(1)).isBetween(7_000L, 7_500L);
  }

  @Test
  void send_retryAfterDate_isWaitedFor() {
    try (var session = over(_ -> times.size() == 1
            ? Reply.of(429)
                .header("Date", "Sun, 06 Nov 1994 08:49:30 GMT")
                .header("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")
            : Reply.of(200))
        .retries(1)
        .open()) {
      Simulation.run(() -> session.get(ADDRESS).close());
    }
    assertThat(times.get(1)).isBetween(7_000L, 7_500L);
  }

  @Test
  void send_retryAfterBeyondTheTimeLeft_givesTheAnswerAtOnce() {
    try (var session =
        over(_ -> Reply.of(503).header("Retry-After", "31")).retries(5).open()) {
      Simulation.run(() -> {
        assertThat(session.get(ADDRESS).status()).isEqualTo(503);
        assertThat(EventLoop.current().time()).isZero();
      });
    }
  }

  @Test
  void send_pauseBeforeARetry_holdsNoSlot() {
    try (var session = over(request -> request.uri().getPath().equals("/busy")
            ? Reply.of(503).header("Retry-After", "10")
            : Reply.of(200))
        .retries(1)
        .maxConnectionsPerHost(1)
        .maxConnections(1)
        .open()) {
      Simulation.run(() -> {
        var busy = createTask(() -> session.get(ADDRESS + "busy").status());
        sleep(Duration.ofSeconds(1));

        session.get(ADDRESS).close();

        assertThat(EventLoop.current().time()).isEqualTo(Duration.ofSeconds(1));
        assertThat(busy.await()).isEqualTo(503);
      });
    }
  }

  @Test
  void send_bodyThatIsReadOnce_isSentOnce() {
    try (var session = answering(503, 200).retries(3).open()) {
      Simulation.run(() -> {
        Request put = Request.of("PUT", URI.create(ADDRESS));
        assertThat(session.send(put.body(BodySource.of(new byte[1]), "a/b")).status())
            .isEqualTo(503);
      });
    }
  }

  @Test
  void retries_negative_isRefused() {
    assertThatThrownBy(() -> Request.get(ADDRESS).retries(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ClientSession.Builder answering(int... statuses) {
    return over(_ -> Reply.of(statuses[times.size() - 1]));
  }

  private ClientSession.Builder over(InMemoryTransport.Handler handler) {
    return ClientSession.builder().transport(InMemoryTransport.of(request -> {
      times.add(EventLoop.current().time().toMillis());
      return handler.handle(request);
    }));
  }
}
