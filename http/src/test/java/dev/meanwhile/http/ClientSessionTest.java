package dev.meanwhile.http;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The session above its transport, on virtual time.
final class ClientSessionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] PIECE = "drip".getBytes(StandardCharsets.UTF_8);

  private final List<String> log = new ArrayList<>();

  @Test
  void get_text_givesStatusHeadersAndBody() {
    try (var session = over(_ -> Reply.of(200).header("ETag", "\"1\"").body("grüß"))) {
      Simulation.run(() -> {
        try (var response = session.get("http://a.example/x")) {
          assertThat(response.status()).isEqualTo(200);
          assertThat(response.isSuccess()).isTrue();
          assertThat(response.headers().first("etag")).contains("\"1\"");
          assertThat(response.text()).isEqualTo("grüß");
          assertThat(response.text()).isEqualTo("grüß");
          assertThat(response.uri()).isEqualTo(URI.create("http://a.example/x"));
          assertThat(response.redirects()).isEmpty();
        }
      });
    }
  }

  @Test
  void get_errorStatus_isAnAnswer() {
    try (var session = over(_ -> Reply.of(404).body("no"))) {
      Simulation.run(() -> {
        try (var response = session.get("http://a.example/")) {
          assertThat(response.status()).isEqualTo(404);
          assertThat(response.isSuccess()).isFalse();
          assertThat(response.text()).isEqualTo("no");
        }
      });
    }
  }

  @Test
  void send_defaultHeaders_areAddedUnlessSet() {
    List<Headers> seen = new ArrayList<>();
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      seen.add(request.headers());
      return Reply.of(204);
    });
    try (var session = ClientSession.builder()
        .transport(transport)
        .userAgent("me/1")
        .header("X", "1")
        .open()) {
      Simulation.run(() -> {
        session.get("http://a.example/").close();
        session
            .send(Request.get("http://a.example/").header("accept", "text/xml").header("x", "2"))
            .close();
      });
    }

    assertThat(seen.get(0).first("User-Agent")).contains("me/1");
    assertThat(seen.get(0).first("Accept-Encoding")).contains("gzip, deflate, br, zstd");
    assertThat(seen.get(0).first("Accept")).contains("*/*");
    assertThat(seen.get(0).first("X")).contains("1");
    assertThat(seen.get(1).all("Accept")).containsExactly("text/xml");
    assertThat(seen.get(1).all("X")).containsExactly("2");
  }

  private record Point(int x, int y) {}

  @Test
  void json_treeAndClass() {
    try (var session = over(_ -> Reply.of(200).body("{\"x\":1,\"y\":2}"))) {
      Simulation.run(() -> {
        assertThat(session.get("http://a.example/").json().get("y").asInt()).isEqualTo(2);
        assertThat(session.get("http://a.example/").json(Point.class)).isEqualTo(new Point(1, 2));
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{} x"})
  void json_notOneValue_isAFailureOfTheBody(String body) {
    try (var session = over(_ -> Reply.of(200).body(body))) {
      Simulation.run(() -> {
        assertStage(Stage.BODY, session.get("http://a.example/")::json);
        assertStage(Stage.BODY, () -> session.get("http://a.example/").json(Point.class));
      });
    }
  }

  @Test
  void json_null_isNoObject() {
    try (var session = over(_ -> Reply.of(200).body("null"))) {
      Simulation.run(() -> {
        assertThat(session.get("http://a.example/").json().isNull()).isTrue();
        assertStage(Stage.BODY, () -> session.get("http://a.example/").json(Point.class));
      });
    }
  }

  @Test
  void json_noJson_isAFailureOfTheBody() {
    try (var session = over(_ -> Reply.of(200).body("<html>"))) {
      Simulation.run(() -> {
        Response response = session.get("http://a.example/");
        assertStage(Stage.BODY, response::json)
            .hasMessageStartingWith("the body is not the JSON expected");
      });
    }
  }

  @Test
  void get_unknownHost_failsInStageDns() {
    InMemoryTransport transport =
        InMemoryTransport.builder().host("a.example", _ -> Reply.of(200)).build();
    try (var session = ClientSession.builder().transport(transport).open()) {
      Simulation.run(() -> {
        session.get("http://A.example/").close();
        assertStage(Stage.DNS, () -> session.get("http://example.invalid/"))
            .hasMessage("unknown host name example.invalid");
      });
    }
  }

  @Test
  void stream_paced_givesPiecesAsTheyCome() throws IOException {
    byte[] content = "abcdef".getBytes(StandardCharsets.UTF_8);
    try (var session = over(_ -> Reply.of(200).body(BodySource.paced(content, 2, SECOND)))) {
      Simulation.run(() -> {
        try (var response = session.get("http://a.example/");
            InputStream stream = response.stream()) {
          byte[] buffer = new byte[10];
          for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            note(new String(buffer, 0, n, StandardCharsets.UTF_8));
          }
        }
      });
    }

    assertThat(log).containsExactly("ab@1000ms", "cd@2000ms", "ef@3000ms");
  }

  @Test
  void send_bombInMemory_failsInStageBody() throws IOException {
    byte[] bomb = BodyDecoderTest.gzip(new byte[5 * 1024 * 1024]);
    try (var session =
        over(_ -> Reply.of(200).header("Content-Encoding", "gzip").body(bomb))) {
      Simulation.run(() -> {
        Response response = session.get("http://a.example/");
        assertStage(Stage.BODY, response::bytes).hasMessageContaining("expands");
      });
    }
  }

  @Test
  void send_bodyOverTheRequestsLimit_namesIt() {
    try (var session =
        over(_ -> Reply.of(200).body(BodySource.endless(PIECE, Duration.ofMillis(1))))) {
      Simulation.run(() -> {
        Response response = session.send(Request.get("http://a.example/").maxBody(2048));
        assertStage(Stage.BODY, response::bytes).hasMessage("the body is larger than 2 KiB");
      });
    }
  }

  // --- deadlines ---

  @Test
  void send_slowHead_timesOut() {
    try (var session = over(_ -> {
      sleep(Duration.ofSeconds(10));
      return Reply.of(200);
    })) {
      Simulation.run(() -> {
        Request request = Request.get("http://a.example/").timeout(Duration.ofSeconds(5));
        assertThatThrownBy(() -> session.send(request))
            .isInstanceOf(TimedOutException.class)
            .hasMessageContaining("timed out after 5 s");
        note("end");
      });
    }

    assertThat(log).containsExactly("end@5000ms");
  }

  @Test
  void bytes_dripThatNeverEnds_isCutByTheDeadlineOfTheWhole() {
    try (var session = over(_ -> {
      sleep(Duration.ofSeconds(2));
      return Reply.of(200).body(BodySource.endless(PIECE, SECOND));
    })) {
      Simulation.run(() -> {
        Response response =
            session.send(Request.get("http://a.example/").timeout(Duration.ofSeconds(5)));
        note("head");
        assertThatThrownBy(response::bytes)
            .isInstanceOfSatisfying(
                TimedOutException.class,
                timedOut -> assertThat(timedOut.limit()).isEqualTo(Duration.ofSeconds(5)));
        note("end");
      });
    }

    assertThat(log).containsExactly("head@2000ms", "end@5000ms");
  }

  @Test
  void stream_dripThatNeverEnds_isCutByTheDeadlineOfTheWhole() {
    try (var session = over(_ -> Reply.of(200).body(BodySource.endless(PIECE, SECOND)))) {
      Simulation.run(() -> {
        Response response =
            session.send(Request.get("http://a.example/").timeout(Duration.ofMillis(3500)));
        InputStream stream = response.stream();
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(TimedOutException.class);
        note("end");
      });
    }

    assertThat(log).containsExactly("end@3500ms");
  }

  @Test
  void send_redirectsAndBody_shareOneDeadline() {
    try (var session = over(request -> {
      sleep(Duration.ofSeconds(2));
      return request.uri().getPath().equals("/c")
          ? Reply.of(200).body(BodySource.endless(PIECE, SECOND))
          : Reply.of(302).header("Location", request.uri().getPath().equals("/a") ? "/b" : "/c");
    })) {
      Simulation.run(() -> {
        Response response =
            session.send(Request.get("http://a.example/a").timeout(Duration.ofSeconds(8)));
        note("head");
        assertThatThrownBy(response::bytes).isInstanceOf(TimedOutException.class);
        note("end");
      });
    }

    assertThat(log).containsExactly("head@6000ms", "end@8000ms");
  }

  @Test
  void send_queueing_takesNothingOffTheTime() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      sleep(Duration.ofSeconds(4));
      note(request.uri().getPath());
      return Reply.of(204);
    });
    try (var session = ClientSession.builder()
        .transport(transport)
        .maxConnectionsPerHost(1)
        .timeout(Duration.ofSeconds(5))
        .open()) {
      Simulation.run(() -> {
        taskGroup(group -> {
          for (String path : List.of("/1", "/2", "/3")) {
            group.start(() -> session.get("http://a.example" + path).close());
          }
        });
      });
    }

    assertThat(log).containsExactly("/1@4000ms", "/2@8000ms", "/3@12000ms");
  }

  @Test
  void send_governorsPauseBetweenRedirects_takesNothingOffTheTime() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      sleep(Duration.ofSeconds(2));
      return request.uri().getPath().equals("/a")
          ? Reply.of(302).header("Location", "/b")
          : Reply.of(204);
    });
    HostGovernor governor =
        HostGovernor.builder().spacing(Duration.ofMinutes(1)).build();
    try (var session = ClientSession.builder()
        .transport(transport)
        .governor(governor)
        .timeout(Duration.ofSeconds(5))
        .open()) {
      Simulation.run(() -> {
        session.get("http://a.example/a").close();
        assertThat(EventLoop.current().time())
            .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(100));
      });
    }
  }

  @Test
  void gate_thatWaits_isPassedAtEveryHopBeforeTheTimeBegins() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      sleep(Duration.ofSeconds(2));
      note(request.uri().getPath());
      return request.uri().getPath().equals("/a")
          ? Reply.of(302).header("Location", "/b")
          : Reply.of(204);
    });
    DispatchGate gate = new DispatchGate() {
      @Override
      public void enter() {
        sleep(Duration.ofMinutes(1));
        note("enter");
      }

      @Override
      public void leave() {
        note("leave");
      }
    };
    try (var session = ClientSession.builder().transport(transport).open()) {
      Simulation.run(() -> {
        Request request =
            Request.get("http://a.example/a").timeout(Duration.ofSeconds(5)).gate(gate);
        session.send(request).close();
      });
    }

    assertThat(log)
        .containsExactly(
            "enter@60000ms", "/a@62000ms", "leave@62000ms", "enter@122000ms", "/b@124000ms");
  }

  // --- slots and cancellation ---

  @Test
  void send_moreThanConnections_waitFirstComeFirstServed() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      note(request.uri().getHost().charAt(0) + request.uri().getPath());
      sleep(SECOND);
      return Reply.of(204);
    });
    try (var session = ClientSession.builder()
        .transport(transport)
        .maxConnectionsPerHost(2)
        .maxConnections(3)
        .open()) {
      Simulation.run(() -> {
        taskGroup(group -> {
          for (String host : List.of("a", "b")) {
            for (int i = 1; i <= 3; i++) {
              String address = "http://" + host + ".example/" + i;
              group.start(() -> session.get(address).close());
            }
          }
        });
      });
    }

    assertThat(log)
        .containsExactly("a/1@0ms", "a/2@0ms", "b/1@0ms", "b/2@1000ms", "a/3@1000ms", "b/3@1000ms");
  }

  @Test
  void response_unread_holdsItsSlotUntilClosed() {
    try (var session = ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> Reply.of(200).body(BodySource.endless(PIECE, SECOND))))
        .maxConnectionsPerHost(1)
        .open()) {
      Simulation.run(() -> {
        Response first = session.get("http://a.example/");
        Task<Response> second = createTask(() -> session.get("http://a.example/"));
        sleep(SECOND);
        assertThat(second.isDone()).isFalse();
        first.close();
        second.await().close();
        note("end");
      });
    }

    assertThat(log).containsExactly("end@1000ms");
  }

  @Test
  void send_thousandCancelledAtAnyPoint_loseNoSlot() {
    InMemoryTransport transport = InMemoryTransport.of(request -> {
      if (request.uri().getPath().equals("/ok")) {
        return Reply.of(200).body("fine");
      }
      sleep(Duration.ofMillis(7));
      return request.uri().getPath().equals("/redirect")
          ? Reply.of(302).header("Location", "/drip")
          : Reply.of(200).body(BodySource.endless(PIECE, Duration.ofMillis(3)));
    });
    HostGovernor governor =
        HostGovernor.builder().perHost(2).spacing(Duration.ofMillis(2)).build();
    try (var session = ClientSession.builder()
        .transport(transport)
        .governor(governor)
        .maxConnectionsPerHost(2)
        .maxConnections(2)
        .open()) {
      Simulation.run(() -> {
        taskGroup(group -> {
          for (int i = 0; i < 1_000; i++) {
            String path = i % 2 == 0 ? "/redirect" : "/drip";
            Duration patience = Duration.ofMillis(i % 50);
            group.start(() -> moveOnAfter(
                patience, () -> session.get("http://a.example" + path).text()));
          }
        });
        assertThat(session.get("http://a.example/ok").text()).isEqualTo("fine");
        assertThat(session.get("http://a.example/ok").text()).isEqualTo("fine");
        assertThat(session.get("http://a.example/ok").text()).isEqualTo("fine");
      });
    }
  }

  @Test
  void send_cancelled_throwsCancelledError() {
    try (var session = over(_ -> {
      sleep(Duration.ofDays(1));
      return Reply.of(200);
    })) {
      Simulation.run(() -> {
        Task<Response> task = createTask(
            () -> session.send(Request.get("http://a.example/").timeout(Duration.ofDays(2))));
        sleep(SECOND);
        task.cancel("enough");
        assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("enough");
      });
    }
  }

  // --- the end of a session ---

  @Test
  void close_withRequestsUnderWay_endsThem() {
    ClientSession session = ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> {
          sleep(Duration.ofSeconds(20));
          return Reply.of(200);
        }))
        .maxConnectionsPerHost(1)
        .open();
    Simulation.run(() -> {
      Task<Response> running = createTask(() -> session.get("http://a.example/"));
      Task<Response> queued = createTask(() -> session.get("http://a.example/"));
      sleep(SECOND);
      session.close();
      assertThatIllegalStateException()
          .isThrownBy(running::await)
          .withMessage("the session is closed");
      assertThatIllegalStateException()
          .isThrownBy(queued::await)
          .withMessage("the session is closed");
      note("end");
    });

    assertThat(log).containsExactly("end@1000ms");
  }

  @Test
  void close_withUnreadResponse_closesIt() {
    ClientSession session = over(_ -> Reply.of(200).body(BodySource.endless(PIECE, SECOND)));
    Simulation.run(() -> {
      Response response = session.get("http://a.example/");
      session.close();
      assertThatIllegalStateException()
          .isThrownBy(response::bytes)
          .withMessage("the response is closed");
    });
  }

  @Test
  void send_onClosedSession_isRefused() {
    ClientSession session = ClientSession.open();
    session.close();
    session.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> session.get("http://a.example/"))
        .withMessage("the session is closed");
  }

  @Test
  void send_onVirtualTimeWithRealTransport_isRefusedInWords() {
    try (var session = ClientSession.open()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> Simulation.run(() -> session.get("http://127.0.0.1:1/")))
          .withMessageContaining("there is no network on virtual time")
          .withMessageContaining("InMemoryTransport");
    }
  }

  @Test
  void session_usedByOneLoopAfterTheOther_works() {
    try (var session = over(_ -> Reply.of(200).body("x"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(Simulation.run(() -> session.get("http://a.example/").text()))
            .isEqualTo("x");
      }
    }
  }

  // --- the guard ---

  @Test
  void send_redirectToLiteralPrivateAddress_isRefused() {
    InMemoryTransport transport = InMemoryTransport.of(
        _ -> Reply.of(302).header("Location", "http://169.254.169.254/latest/meta-data/"));
    try (var session = ClientSession.builder()
        .transport(transport)
        .guard(AddressGuard.publicOnly())
        .open()) {
      Simulation.run(() -> {
        assertStage(Stage.POLICY, () -> session.get("http://a.example/"))
            .hasMessage(
                "refused to connect to 169.254.169.254: it is the address of a cloud's metadata service");
      });
    }
  }

  @Test
  void response_bodyReadTwiceInDifferentWays_isRefused() {
    try (var session = over(_ -> Reply.of(200).body(BodySource.paced(PIECE, 1, SECOND)))) {
      Simulation.run(() -> {
        Response response = session.get("http://a.example/");
        response.stream();
        assertThatIllegalStateException().isThrownBy(response::bytes);
      });
    }
  }

  @Test
  void inMemory_brokenBody_failsWhereItBreaks() {
    HttpException broken = HttpException.of(Stage.BODY, "the body is cut off");
    try (var session = over(_ -> Reply.of(200).body(BodySource.broken(PIECE, broken)))) {
      Simulation.run(() -> {
        Response response = session.get("http://a.example/");
        InputStream stream = response.stream();
        assertThat(stream.readNBytes(4)).isEqualTo(PIECE);
        assertStage(Stage.BODY, stream::read).hasMessage("the body is cut off");
      });
    }
  }

  @Test
  void inMemory_postedForm_reachesTheHandler() {
    List<String> bodies = new ArrayList<>();
    try (var session = over(request -> {
      bodies.add(new String(request.body().orElseThrow(), StandardCharsets.UTF_8));
      return Reply.of(201);
    })) {
      Simulation.run(() -> {
        session
            .send(Request.post(URI.create("http://a.example/")).form(Map.of("a", "1")))
            .close();
      });
    }

    assertThat(bodies).containsExactly("a=1");
  }

  @Test
  void send_timeoutsWithoutEnd_areAllowed() throws IOException {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    try (var session = ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> {
          sleep(SECOND);
          return Reply.of(200).body(BodySource.paced(PIECE, 1, SECOND));
        }))
        .timeout(forever)
        .minimumRate(1, forever)
        .open()) {
      Simulation.run(() -> {
        assertThat(session.get("http://a.example/").bytes()).isEqualTo(PIECE);
        Request request = Request.get("http://a.example/").timeout(forever);
        assertThat(session.send(request).stream().readAllBytes()).isEqualTo(PIECE);
      });
    }
    ClientSession.builder().connectTimeout(forever).timeout(forever).open().close();
  }

  @Test
  void close_responseAfterItsLoop_isFine() {
    try (var session = over(_ -> Reply.of(200).body(BodySource.paced(PIECE, 1, SECOND)))) {
      Response late = Simulation.run(() -> session.get("http://a.example/"));

      late.close();
    }
  }

  private void note(String what) {
    log.add(what + "@" + EventLoop.current().time().toMillis() + "ms");
  }

  private static ClientSession over(InMemoryTransport.Handler handler) {
    return ClientSession.builder().transport(InMemoryTransport.of(handler)).open();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertStage(
      Stage stage, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(stage));
  }
}
