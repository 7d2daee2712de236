package dev.meanwhile.http;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.async.Async.taskGroup;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.Carrier;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The session over real sockets of this machine.
final class HttpClientTransportTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final Duration SHORT = Duration.ofMillis(150);

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PINNED"})
  void get_keepAlive_usesOneConnection(Carrier carrier) throws IOException {
    try (var server = LoopbackServer.answering(HELLO);
        var session = ClientSession.open();
        var runner = Runner.builder().carrier(carrier).open()) {
      runner.run(() -> {
        for (int i = 0; i < 20; i++) {
          try (var response = session.get(server.uri("/"))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("hello");
          }
        }
      });

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void send_request_reachesTheServerAsWritten() throws IOException {
    StringBuilder seen = new StringBuilder();
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          seen.append(connection.request());
          connection.send(HELLO);
        });
        var session = ClientSession.builder().userAgent("me/1").open()) {
      run(() -> {
        URI uri = URI.create("http://joe:pw@127.0.0.1:" + server.port() + "/a%20b?q=1#part");
        session
            .send(Request.post(uri).form(Map.of("k", "v")).header("X-Y", "z"))
            .close();
      });

      assertThat(seen.toString())
          .startsWith("POST /a%20b?q=1 HTTP/1.1\r\n")
          .contains("Host: 127.0.0.1:" + server.port() + "\r\n")
          .contains("User-Agent: me/1\r\n")
          .contains("X-Y: z\r\n")
          .contains("Authorization: Basic am9lOnB3\r\n")
          .contains("Accept-Encoding: gzip, deflate, br, zstd\r\n")
          .contains("Content-Type: application/x-www-form-urlencoded\r\n")
          .contains("Content-Length: 3\r\n")
          .endsWith("\r\n\r\nk=v")
          .doesNotContain("Upgrade")
          .doesNotContain("part");
    }
  }

  @Test
  void get_chunkedGzip_isDecodedAndTheConnectionKept() throws IOException {
    byte[] body = BodyDecoderTest.gzip("hello".getBytes(UTF_8));
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n");
            connection.send(body);
            connection.send("\r\n0\r\n\r\n");
          }
        });
        var session = ClientSession.open()) {
      run(() -> {
        for (int i = 0; i < 3; i++) {
          assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
        }
      });

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  // As long as the body's end is not there, the connection is in use.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_muchBehindTheCompressedData_givesTheConnectionBack(boolean isChunked)
      throws IOException {
    byte[] coded = BodyDecoderTest.gzip("hello".getBytes(UTF_8));
    byte[] body = Arrays.copyOf(coded, 200 * 1024);
    String framing = isChunked
        ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n"
        : "Content-Length: " + body.length + "\r\n\r\n";
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + framing);
            connection.send(body);
            connection.send(isChunked ? "\r\n0\r\n\r\n" : "");
          }
        });
        var session = ClientSession.builder()
            .maxConnectionsPerHost(1)
            .timeout(Duration.ofSeconds(2))
            .open()) {
      run(() -> {
        for (int i = 0; i < 3; i++) {
          assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
        }
        try (InputStream stream = session.get(server.uri("/")).stream()) {
          assertThat(stream.readAllBytes()).hasSize(5);
        }
        assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
      });
    }
  }

  @Test
  void stream_longBody_givesAllOfIt() throws IOException {
    byte[] body = new byte[3 * 1024 * 1024 + 7];
    body[body.length - 1] = 42;
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
          }
        });
        var session = ClientSession.open()) {
      run(() -> {
        try (var response = session.get(server.uri("/"));
            InputStream stream = response.stream()) {
          assertThat(stream.readAllBytes()).isEqualTo(body);
        }
        assertThat(session.get(server.uri("/")).bytes()).isEqualTo(body);
      });

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void send_chunkedBodyThatDrips_givesTheHeadAtOnce() throws IOException {
    CountDownLatch headSeen = new CountDownLatch(1);
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          await(headSeen);
          connection.send("1\r\nx\r\n0\r\n\r\n");
        });
        var session = ClientSession.open()) {
      run(() -> {
        Response response = session.get(server.uri("/"));
        headSeen.countDown();
        assertThat(response.text()).isEqualTo("x");
      });
    }
  }

  @Test
  void get_redirectToOtherPort_isFollowed() throws IOException {
    try (var target = LoopbackServer.answering(HELLO);
        var first = LoopbackServer.answering("HTTP/1.1 302 Found\r\nLocation: "
            + target.uri("/there") + "\r\nContent-Length: 0\r\n\r\n");
        var session = ClientSession.open()) {
      run(() -> {
        try (var response = session.get(first.uri("/"))) {
          assertThat(response.text()).isEqualTo("hello");
          assertThat(response.uri()).isEqualTo(target.uri("/there"));
        }
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS"})
  void send_withoutBody_works(String method) throws IOException {
    try (var server = LoopbackServer.answering("HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n");
        var session = ClientSession.open()) {
      run(() -> {
        Response response = session.send(Request.of(method, server.uri("/")));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.bytes()).isEmpty();
      });
    }
  }

  // --- failures by stage ---

  @Test
  void get_nobodyListens_failsInStageConnect() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = gone.getLocalPort();
    }
    assertFails(
        Stage.CONNECT,
        "http://x:secret@127.0.0.1:" + port + "/",
        "connection to 127.0.0.1:" + port + " refused");
  }

  @Test
  void get_plainServerOverHttps_failsInStageTls() throws IOException {
    try (var server = LoopbackServer.start(connection -> {
      connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
      connection.awaitEnd();
    })) {
      assertFails(
          Stage.TLS,
          "https://127.0.0.1:" + server.port() + "/",
          "no secure connection to 127.0.0.1:" + server.port());
    }
  }

  @Test
  void get_closedDuringHandshake_failsInStageTls() throws IOException {
    try (var server = LoopbackServer.start(_ -> {})) {
      assertFails(
          Stage.TLS,
          "https://127.0.0.1:" + server.port() + "/",
          "no secure connection to 127.0.0.1:" + server.port());
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          '', closed the connection without an answer
          HTTP/1.1 200 OK~Content-Le, is not HTTP
          SSH-2.0-OpenSSH_9.6~, is not HTTP
          garbage~more garbage~~, is not HTTP
          HTTP/1.1 abc OK~~, is not HTTP
          HTTP/1.1 099 OK~~, is not HTTP
          HTTP/1.1 1000 OK~~, is not HTTP
          """)
  void get_noOrBadHead_failsInStageHeaders(String answer, String what) throws IOException {
    try (var server = LoopbackServer.start(connection -> {
      connection.awaitRequest();
      connection.send(answer.replace("~", "\r\n"));
    })) {
      String message = message(Stage.HEADERS, server.uri("/").toString());

      assertThat(message).contains("127.0.0.1:" + server.port()).contains(what);
    }
  }

  @Test
  void get_headerFlood_isBounded() throws IOException {
    AtomicInteger sent = new AtomicInteger();
    try (var server = LoopbackServer.start(connection -> {
      connection.awaitRequest();
      connection.send("HTTP/1.1 200 OK\r\n");
      while (true) {
        connection.send("X-Flood: 1\r\n");
        sent.incrementAndGet();
      }
    })) {
      assertThat(message(Stage.HEADERS, server.uri("/").toString()))
          .contains("is larger than 200 fields");
    }
  }

  @Test
  void get_endlessHeaderLine_isBounded() throws IOException {
    byte[] flood = "x".repeat(64 * 1024).getBytes(ISO_8859_1);
    try (var server = LoopbackServer.start(connection -> {
      connection.awaitRequest();
      connection.send("HTTP/1.1 200 OK\r\nX: ");
      while (true) {
        connection.send(flood);
      }
    })) {
      assertThat(message(Stage.HEADERS, server.uri("/").toString())).contains("larger");
    }
  }

  @Test
  void get_tenMegabytesOfGarbage_isBounded() throws IOException {
    byte[] garbage = new byte[64 * 1024];
    try (var server = LoopbackServer.start(connection -> {
      connection.awaitRequest();
      while (true) {
        connection.send(garbage);
      }
    })) {
      message(Stage.HEADERS, server.uri("/").toString());
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          Content-Length: 10~~hello, the body is cut off
          Transfer-Encoding: chunked~~5~hel, the body is cut off
          Transfer-Encoding: chunked~~zz~hello, the body's chunks are broken
          Content-Encoding: gzip~Content-Length: 5~~hello, the body's compression is broken
          Content-Encoding: compress~Content-Length: 5~~hello, the body's encoding is not known: compress
          Content-Length: 99999999~~hello, the body is larger than 10 MiB
          """)
  void bytes_brokenBody_failsInStageBody(String rest, String what) throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send("HTTP/1.1 200 OK\r\n" + rest.replace("~", "\r\n"));
        });
        var session = ClientSession.open()) {
      run(() -> {
        Response response = session.get(server.uri("/"));
        assertThat(response.status()).isEqualTo(200);
        assertThatThrownBy(response::bytes)
            .isInstanceOfSatisfying(
                HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.BODY))
            .hasMessage(what);
      });
    }
  }

  @Test
  void bytes_endlessBody_isCutAtTheLimit() throws IOException {
    byte[] piece = new byte[64 * 1024];
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send("HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            connection.send(piece);
          }
        });
        var session = ClientSession.builder().maxBody(1024 * 1024).open()) {
      run(() -> {
        Response response = session.get(server.uri("/"));
        assertThatThrownBy(response::bytes)
            .isInstanceOf(HttpException.class)
            .hasMessage("the body is larger than 1 MiB");
      });
    }
  }

  @Test
  void get_guardedLoopback_isRefusedBeforeConnecting() throws IOException {
    try (var server = LoopbackServer.answering(HELLO);
        var session = ClientSession.builder().guard(AddressGuard.publicOnly()).open()) {
      run(() -> {
        for (String host :
            new String[] {"127.0.0.1", "localhost", "[::1]", "2130706433", "127.1"}) {
          assertThatThrownBy(() -> session.get("http://" + host + ":" + server.port() + "/"))
              .isInstanceOfSatisfying(
                  HttpException.class,
                  failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY))
              .hasMessageEndingWith("it is a loopback address");
        }
      });

      assertThat(server.accepted()).isZero();
    }
  }

  // --- deadlines and cancellation ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nX",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\n\r\nabc",
      })
  void get_serverThatStops_isCutByTheDeadline(String start) throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send(start);
          connection.awaitEnd();
        });
        var session = ClientSession.builder().timeout(SHORT).open()) {
      run(() -> {
        assertThatThrownBy(() -> session.get(server.uri("/")).bytes())
            .isInstanceOf(TimedOutException.class)
            .hasMessageContaining("timed out after 150 ms")
            .hasMessageContaining("GET 127.0.0.1:" + server.port());
      });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PINNED"})
  void get_connectThatHangs_isCutByTheDeadlineAndLeavesNothingBehind(Carrier carrier)
      throws IOException {
    // A full backlog: the system answers no further attempt to connect.
    List<Socket> fillers = new ArrayList<>();
    List<LoopReport> reports = new CopyOnWriteArrayList<>();
    try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        var session = ClientSession.builder().timeout(SHORT).open();
        var runner = Runner.builder().carrier(carrier).reports(reports::add).open()) {
      for (int i = 0; i < 2; i++) {
        fillers.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      runner.run(() -> {
        assertThatThrownBy(() -> session.get("http://127.0.0.1:" + full.getLocalPort() + "/"))
            .isInstanceOf(TimedOutException.class);
      });
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }

    assertThat(reports).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PINNED"})
  void cancel_manyRequests_freeSlotsAndConnections(Carrier carrier) throws IOException {
    Semaphore asked = new Semaphore(0);
    Semaphore ended = new Semaphore(0);
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            if (connection.path().equals("/ok")) {
              connection.send(HELLO);
              continue;
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
            asked.release();
            try {
              connection.awaitEnd();
            } finally {
              ended.release();
            }
          }
        });
        var session =
            ClientSession.builder().maxConnectionsPerHost(2).maxConnections(2).open();
        var runner = Runner.builder().carrier(carrier).open()) {
      runner.run(() -> {
        for (int i = 0; i < 500; i++) {
          Task<Response> one = createTask(() -> session.get(server.uri("/drip")));
          Task<Response> two = createTask(() -> session.get(server.uri("/drip")));
          Task<Response> queued = createTask(() -> session.get(server.uri("/drip")));
          blocking(() -> asked.acquire(2));
          queued.cancel();
          one.cancel();
          two.cancel();
          blocking(() -> ended.acquire(2));
        }
        for (int i = 0; i < 5; i++) {
          assertThat(session.get(server.uri("/ok")).text()).isEqualTo("hello");
        }
      });
    }
  }

  @Test
  void close_unreadBody_closesTheConnection() throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send("HTTP/1.1 200 OK\r\n\r\nabc");
          try {
            connection.awaitEnd();
          } finally {
            ended.countDown();
          }
        });
        var session = ClientSession.open()) {
      run(() -> {
        session.get(server.uri("/")).close();
        blocking(() -> ended.await());
      });
    }
  }

  @Test
  void close_session_closesConnectionsUnderWayAndIdle() throws IOException {
    CountDownLatch ended = new CountDownLatch(2);
    try (var server = LoopbackServer.start(connection -> {
      try {
        while (connection.awaitRequest()) {
          connection.send(connection.path().equals("/idle") ? HELLO : "HTTP/1.1 200 OK\r\n\r\nabc");
        }
      } finally {
        ended.countDown();
      }
    })) {
      run(() -> {
        ClientSession session = ClientSession.open();
        Response open = session.get(server.uri("/open"));
        assertThat(session.get(server.uri("/idle")).text()).isEqualTo("hello");
        assertThat(open.status()).isEqualTo(200);
        session.close();
        blocking(() -> ended.await());
      });
    }
  }

  // --- kept connections that have gone stale ---

  @Test
  void get_keptConnectionClosedByTheServer_isRepeatedOnce() throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send(HELLO);
          // The next request on this connection is read, and met with silence.
          connection.awaitRequest();
        });
        var session = ClientSession.open()) {
      run(() -> {
        assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
        assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
      });

      assertThat(server.accepted()).isEqualTo(2);
    }
  }

  @Test
  void post_keptConnectionClosedByTheServer_isNotRepeated() throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          connection.send(HELLO);
          connection.awaitRequest();
        });
        var session = ClientSession.open()) {
      run(() -> {
        assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
        assertThatThrownBy(() -> session.send(Request.post(server.uri("/")).text("x")))
            .isInstanceOf(HttpException.class)
            .hasMessageContaining("closed the connection without an answer");
      });

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void get_manyAtOnce_useOneConnectionEachAtMost() throws IOException {
    try (var server = LoopbackServer.answering(HELLO);
        var session = ClientSession.builder().maxConnectionsPerHost(4).open()) {
      run(() -> {
        taskGroup(group -> {
          for (int i = 0; i < 300; i++) {
            group.start(() -> {
              assertThat(session.get(server.uri("/")).text()).isEqualTo("hello");
            });
          }
        });
      });

      assertThat(server.accepted()).isBetween(1, 4);
    }
  }

  private static void assertFails(Stage stage, String address, String message) {
    assertThat(message(stage, address)).isEqualTo(message);
  }

  /// The message with which a request fails in that stage.
  private static String message(Stage stage, String address) {
    try (var session = ClientSession.open()) {
      HttpException failure = run(() -> {
        try (var response = session.get(address)) {
          throw new AssertionError("an answer: " + response);
        } catch (HttpException expected) {
          return expected;
        }
      });
      assertThat(failure.stage()).isEqualTo(stage);
      return String.valueOf(failure.getMessage());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
