package dev.meanwhile.http;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are read while they are sent.
final class RequestBodyTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final List<String> seen = new ArrayList<>();

  // --- above the transport ---

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void send_redirectedSupplier_isOpenedAnew(int status) {
    try (var session = redirecting(status)) {
      Simulation.run(() -> session
          .send(post().body(() -> BodySource.paced("abc".getBytes(UTF_8), 1, second()), "a/b"))
          .close());
    }

    assertThat(seen).containsExactly("POST abc", "POST abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void send_redirectedBodyThatIsReadOnce_failsInWords(int status) {
    try (var session = redirecting(status)) {
      Simulation.run(() -> assertThatThrownBy(() ->
              session.send(post().body(BodySource.of("abc".getBytes(UTF_8)), "a/b")))
          .isInstanceOfSatisfying(
              HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY))
          .hasMessage(
              "the request would have to be sent again, and its body can be read only once"));
    }
  }

  @Test
  void send_seeOther_needsTheBodyOnce() {
    try (var session = redirecting(303)) {
      Simulation.run(() ->
          session.send(post().body(BodySource.of("abc".getBytes(UTF_8)), "a/b")).close());
    }

    assertThat(seen).containsExactly("POST abc", "GET none");
  }

  @Test
  void send_slowBody_isHeldToTheDeadlineAndClosed() {
    Watched body = new Watched(BodySource.endless(new byte[1], second()));
    try (var session = redirecting(307)) {
      Simulation.run(() -> assertThatThrownBy(() -> session.send(post().body(body, "a/b")))
          .isInstanceOf(TimedOutException.class));
    }

    assertThat(body.isClosed).isTrue();
  }

  @Test
  void send_neverSent_closesTheBody() {
    Watched body = new Watched(BodySource.empty());
    try (var session =
        ClientSession.builder().transport(InMemoryTransport.builder().build()).open()) {
      Simulation.run(() -> assertThatThrownBy(() -> session.send(post().body(body, "a/b")))
          .isInstanceOf(HttpException.class));
    }

    assertThat(body.isClosed).isTrue();
  }

  @Test
  void send_streamThatIsNeverRead_closesIt() {
    AtomicBoolean isClosed = new AtomicBoolean();
    InputStream stream = new ByteArrayInputStream(new byte[5]) {
      @Override
      public void close() {
        isClosed.set(true);
      }
    };
    try (var session =
        ClientSession.builder().transport(InMemoryTransport.builder().build()).open()) {
      Simulation.run(() -> assertThatThrownBy(
              () -> session.send(post().body(BodySource.of(stream), "a/b")))
          .isInstanceOf(HttpException.class));
    }

    assertThat(isClosed).isTrue();
  }

  @Test
  void send_bodyThatCannotBeClosed_isAnsweredAll() {
    BodySource stuck = new Unclosable();
    try (var session = ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> Reply.of(200).body("hello")))
        .maxConnections(1)
        .open()) {
      Simulation.run(() -> {
        for (int i = 0; i < 3; i++) {
          assertThat(session.send(post().body(stuck, "a/b")).text()).isEqualTo("hello");
        }
      });
    }
  }

  @Test
  void close_replyThatCannotBeClosed_freesTheSlot() {
    try (var session = ClientSession.builder()
        .transport(InMemoryTransport.of(_ -> Reply.of(200).body(new Unclosable())))
        .maxConnections(1)
        .open()) {
      Simulation.run(() -> {
        for (int i = 0; i < 3; i++) {
          session.get("http://a.example/").close();
        }
      });
    }
  }

  // --- over sockets ---

  @Test
  void send_file_hasItsLength(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("x"), "hello".repeat(50_000).getBytes(UTF_8));

    String received = received(post().body(() -> BodySource.file(file), "a/b"));

    assertThat(received)
        .contains("\r\nContent-Length: 250000\r\n")
        .contains("\r\nContent-Type: a/b\r\n")
        .endsWith("\r\n\r\n" + "hello".repeat(50_000));
  }

  @Test
  void send_stream_isChunked() throws IOException {
    List<String> chunks = new ArrayList<>();
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          chunks.add(connection.request());
          chunks.add(connection.awaitChunks());
          connection.send(HELLO);
        });
        var session = ClientSession.open()) {
      BodySource body = BodySource.of(new ByteArrayInputStream("hello".getBytes(UTF_8)));
      run(() -> assertThat(
              session.send(Request.post(server.uri("/")).body(body, "a/b")).text())
          .isEqualTo("hello"));
    }

    assertThat(chunks.get(0)).contains("\r\nTransfer-Encoding: chunked\r\n");
    assertThat(chunks.get(1)).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
  }

  @Test
  void send_bodyOfAnotherLength_failsInWords() throws IOException {
    for (int length : new int[] {4, 6}) {
      Watched body = new Watched(BodySource.of("hello".getBytes(UTF_8)));
      body.length = OptionalLong.of(length);
      try (var server = LoopbackServer.answering(HELLO);
          var session = ClientSession.open()) {
        run(() -> assertThatThrownBy(
                () -> session.send(Request.post(server.uri("/")).body(body, "a/b")))
            .isInstanceOf(HttpException.class)
            .hasMessage("the body to be sent is " + (length < 5 ? "longer" : "shorter")
                + " than the " + length + " bytes announced"));
      }
      assertThat(body.isClosed).isTrue();
    }
  }

  @Test
  void send_bodyThatFails_failsWithItsFailure() throws IOException {
    try (var server = LoopbackServer.answering(HELLO);
        var session = ClientSession.open()) {
      HttpException failure = HttpException.of(Stage.BODY, "no more");
      run(() -> assertThatThrownBy(() -> session.send(
              Request.post(server.uri("/")).body(BodySource.broken(new byte[10], failure), "a/b")))
          .isSameAs(failure));
    }
  }

  @Test
  void send_bodyThatCannotBeClosed_overASocketIsAnsweredAll() throws IOException {
    try (var server = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            connection.awaitChunks();
            connection.send(HELLO);
          }
        });
        var session = ClientSession.builder().maxConnections(1).open()) {
      run(() -> {
        for (int i = 0; i < 3; i++) {
          Request request = Request.post(server.uri("/")).body(new Unclosable(), "a/b");
          assertThat(session.send(request).text()).isEqualTo("hello");
        }
      });
    }
  }

  // Neither the server's silence nor the source's holds the connection or the slot.
  @Test
  void cancel_upload_freesEverything() throws IOException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          if (connection.path().equals("/ok")) {
            connection.send(HELLO);
            return;
          }
          begun.countDown();
          try {
            connection.awaitEnd();
          } finally {
            ended.countDown();
          }
        });
        var session = ClientSession.builder().maxConnections(1).open()) {
      Watched body = new Watched(BodySource.endless(new byte[10], Duration.ofMillis(1)));
      run(() -> {
        var upload =
            createTask(() -> session.send(Request.post(server.uri("/")).body(body, "a/b")));
        blocking(() -> begun.await());
        upload.cancel();
        blocking(() -> ended.await());
        assertThat(session.get(server.uri("/ok")).text()).isEqualTo("hello");
      });
      assertThat(body.isClosed).isTrue();
    }
  }

  /// A stream whose close waits for the read that hangs must not hold up the loop.
  @Test
  void cancel_streamThatHangs_holdsUpNobody() throws IOException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InputStream stream = new InputStream() {
      private final ReentrantLock lock = new ReentrantLock();

      @Override
      public int read() {
        lock.lock();
        try {
          reading.countDown();
          while (goOn.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
          }
          return -1;
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void close() {
        lock.lock();
        lock.unlock();
      }
    };
    try (var server = LoopbackServer.answering(HELLO);
        var session = ClientSession.open();
        var runner = Runner.builder()
            .blockingGrace(Duration.ofMillis(50))
            .reports(_ -> {})
            .open()) {
      runner.run(() -> {
        var upload = createTask(
            () -> session.send(Request.post(server.uri("/")).body(BodySource.of(stream), "a/b")));
        blocking(() -> reading.await());
        upload.cancel();
        assertThatThrownBy(upload::await).isInstanceOf(CancelledError.class);
        assertThat(goOn.getCount()).isEqualTo(1);
      });
      goOn.countDown();
    }
  }

  private static String received(Request request) throws IOException {
    List<String> heads = new ArrayList<>();
    try (var server = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          heads.add(connection.request());
          connection.send(HELLO);
        });
        var session = ClientSession.open()) {
      run(() -> session.send(request.to(server.uri("/"))).close());
    }
    return heads.getFirst();
  }

  private ClientSession redirecting(int status) {
    return ClientSession.builder()
        .transport(InMemoryTransport.of(request -> {
          String body = request.body().map(bytes -> new String(bytes, UTF_8)).orElse("none");
          seen.add(request.method() + " " + body);
          return seen.size() == 1 ? Reply.of(status).header("Location", "/other") : Reply.of(200);
        }))
        .open();
  }

  private static Request post() {
    return Request.post(URI.create("http://a.example/"));
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }

  /// A body whose end fails.
  private static final class Unclosable implements BodySource {
    @Override
    public int read(byte[] buffer, int offset, int length) {
      return -1;
    }

    @Override
    public void close() {
      throw new IllegalStateException("stuck");
    }
  }

  /// A body that knows whether it was closed.
  private static final class Watched implements BodySource {
    private final BodySource body;
    private OptionalLong length = OptionalLong.empty();
    private boolean isClosed;

    Watched(BodySource body) {
      this.body = body;
    }

    @Override
    public OptionalLong length() {
      return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return body.read(buffer, offset, length);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
