package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.net.StreamLoop.onRealTime;
import static dev.meanwhile.async.net.StreamLoop.reportsOnRealTime;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Streams over the sockets of this machine: asyncio 2.9.1, 2.9.6 and 2.9.8.
final class SocketsTest {
  private static final String HERE = "127.0.0.1";

  private static void echo(StreamReader reader, StreamWriter writer) {
    for (String line : reader.lines()) {
      writer.write("echo " + line + "\n");
      writer.drain();
    }
  }

  private static void sendEverythingBack(StreamReader reader, StreamWriter writer) {
    for (byte[] piece = reader.read(50_000); piece.length > 0; piece = reader.read(50_000)) {
      writer.write(piece);
      writer.drain();
    }
  }

  private static StreamException refusal(Runnable call) {
    return catchThrowableOfType(StreamException.class, call::run);
  }

  private static ServerSocket bareServer() throws Exception {
    return new ServerSocket(0, 10, InetAddress.getByName(HERE));
  }

  private static ConnectOptions tls(SSLContext context) {
    return ConnectOptions.defaults().withTls(context);
  }

  // asyncio 2.9.1
  @Test
  void serve_manyClientsAtOnce_eachGetsItsAnswers() {
    onRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, SocketsTest::echo)) {
        List<Task<String>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          int number = i;
          answers.add(createTask(() -> {
            try (Connection connection = Streams.connect(HERE, server.port())) {
              connection.writer().write("a" + number + "\nb" + number + "\n");
              return connection.reader().readLine() + ", " + connection.reader().readLine();
            }
          }));
        }

        List<String> all = gather(answers).await();

        assertThat(all.get(49)).isEqualTo("echo a49, echo b49");
        assertThat(all).hasSize(50).doesNotHaveDuplicates();
      }
    });
  }

  @Test
  void severalMegabytes_bothWaysAtOnce_arriveWhole() {
    byte[] large = new byte[5_000_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 3);
    }
    onRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, SocketsTest::sendEverythingBack);
          Connection connection = Streams.connect(HERE, server.port())) {
        Task<byte[]> reading = createTask(() -> connection.reader().readExactly(large.length));
        connection.writer().write(large);
        connection.writer().drain();

        assertThat(reading.await()).isEqualTo(large);
      }
    });
  }

  @Test
  void writeEnd_letsTheOtherDirectionGoOn() {
    onRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, (reader, writer) -> {
            writer.write("got " + new String(reader.read(), UTF_8));
          });
          Connection connection = Streams.connect(HERE, server.port())) {
        connection.writer().write("everything");
        connection.writer().writeEnd();

        assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo("got everything");
        assertThat(connection.reader().isAtEnd()).isTrue();
      }
    });
  }

  @Test
  void connection_knowsBothAddresses() {
    onRealTime(() -> {
      AtomicReference<@Nullable Connection> accepted = new AtomicReference<>();
      try (StreamServer server = Streams.serve(HERE, 0, connection -> {
            accepted.set(connection);
            connection.reader().read();
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        connection.writer().writeEnd();
        assertThat(connection.reader().read()).isEmpty();

        assertThat(connection.remoteAddress()).isEqualTo(server.address());
        assertThat(accepted.get())
            .isNotNull()
            .satisfies(
                other -> assertThat(other.remoteAddress()).isEqualTo(connection.localAddress()));
      }
    });
  }

  // asyncio 2.9.1: connect errors surface
  @Test
  void connect_refused_throws() throws Exception {
    int port;
    try (ServerSocket socket = bareServer()) {
      port = socket.getLocalPort();
    }
    onRealTime(() -> {
      StreamException thrown = refusal(() -> Streams.connect(HERE, port));

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.CONNECT);
      assertThat(thrown).hasMessageContaining("could not connect to 127.0.0.1:" + port);
    });
  }

  @Test
  void connect_nameThatIsNone_throws() {
    onRealTime(() -> {
      StreamException thrown = refusal(() -> Streams.connect("x".repeat(300), 80));

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.DNS);
    });
  }

  @Test
  void serve_portThatIsTaken_throws() {
    onRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, SocketsTest::echo)) {
        StreamException thrown =
            refusal(() -> Streams.serve(HERE, server.port(), SocketsTest::echo));

        assertThat(thrown.kind()).isEqualTo(StreamException.Kind.LISTEN);
        assertThat(thrown).hasMessageContaining("could not listen on 127.0.0.1:" + server.port());
      }
    });
  }

  // asyncio 2.9.7
  @Test
  void resetByPeer_isALostConnection() {
    onRealTime(() -> {
      try (ServerSocket server = bareServer();
          Connection connection = Streams.connect(HERE, server.getLocalPort())) {
        blocking(() -> {
          try (Socket peer = server.accept()) {
            peer.setSoLinger(true, 0);
          }
        });

        assertThat(refusal(() -> connection.reader().read()).kind())
            .isEqualTo(StreamException.Kind.LOST);
        assertThat(refusal(() -> connection.writer().drain()).kind())
            .isEqualTo(StreamException.Kind.LOST);
      }
    });
  }

  // asyncio 2.9.6: and cancelling a read does not close the socket under it
  @Test
  void thousandCancelledReads_leaveTheConnectionAsItIs() {
    onRealTime(() -> {
      Promise<@Nullable Void> gate = EventLoop.current().createPromise();
      try (StreamServer server = Streams.serve(HERE, 0, (reader, writer) -> {
            gate.await();
            writer.write("first\nsecond\n");
            reader.read();
          });
          Connection connection = Streams.connect(HERE, server.port())) {
        for (int i = 0; i < 1_000; i++) {
          Task<String> reading = createTask(() -> connection.reader().readLine());
          sleep(Duration.ZERO);
          reading.cancel();
          sleep(Duration.ZERO);
          assertThat(reading.isCancelled()).isTrue();
        }
        gate.complete(null);

        assertThat(connection.reader().readLine()).isEqualTo("first");
        assertThat(connection.reader().readLine()).isEqualTo("second");
      }
    });
  }

  // asyncio 2.9.8: unread bytes, which must not cost the peer the answer
  @Test
  void close_withUnreadBytes_stillAnswers() {
    onRealTime(() -> {
      Promise<@Nullable Void> gate = EventLoop.current().createPromise();
      try (StreamServer server = Streams.serve(HERE, 0, (reader, writer) -> {
            reader.read(1);
            gate.await();
            writer.write("answer");
          });
          Connection connection = Streams.connect(HERE, server.port())) {
        connection.writer().write(new byte[30_000]);
        connection.writer().writeEnd();
        gate.complete(null);

        assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo("answer");
      }
    });
  }

  @Test
  void close_whileAnotherTaskReads_endsThatRead() {
    onRealTime(() -> {
      Streams.Handler silent = (reader, writer) -> StreamLoop.untilCancelled();
      try (StreamServer server = Streams.serve(HERE, 0, silent)) {
        Connection connection = Streams.connect(HERE, server.port());
        Task<byte[]> reading = createTask(() -> connection.reader().read(1));
        sleep(Duration.ZERO);
        connection.close();

        assertThat(refusal(reading::await).kind()).isEqualTo(StreamException.Kind.CLOSED);
      }
    });
  }

  @Test
  void serverClose_withClients_endsThem() {
    onRealTime(() -> {
      StreamServer server = Streams.serve(HERE, 0, (reader, writer) -> {
        writer.write("hello\n");
        reader.read();
      });
      try (Connection first = Streams.connect(HERE, server.port());
          Connection second = Streams.connect(HERE, server.port())) {
        assertThat(first.reader().readLine()).isEqualTo("hello");
        assertThat(second.reader().readLine()).isEqualTo("hello");

        server.close();

        assertThat(first.reader().readLine()).isNull();
        assertThat(second.reader().readLine()).isNull();
        assertThat(refusal(() -> Streams.connect(HERE, server.port())).kind())
            .isEqualTo(StreamException.Kind.CONNECT);
      }
    });
  }

  // The server accepts and says nothing, so that the greeting of TLS waits.
  @Test
  void connect_cancelled_leavesNothingOpen() throws Exception {
    ConnectOptions secured = tls(TestCertificate.context());
    onRealTime(() -> {
      try (ServerSocket silent = bareServer()) {
        Task<Connection> connecting =
            createTask(() -> Streams.connect(HERE, silent.getLocalPort(), secured));
        Socket peer = blocking(silent::accept);
        connecting.cancel();

        assertThat(catchThrowable(connecting::await)).isInstanceOf(CancelledError.class);
        assertThat(connecting.isCancelled()).isTrue();
        try (peer) {
          blocking(() -> peer.getInputStream().transferTo(OutputStream.nullOutputStream()));
        }
      }
    });
  }

  // asyncio 2.9.8: what nobody closed
  @Test
  void connectionThatNobodyCloses_isClosedWithItsLoop() throws Exception {
    List<LoopReport> reports = new CopyOnWriteArrayList<>();
    try (ServerSocket server = bareServer()) {
      try (Runner runner = Runner.builder().debug(true).reports(reports::add).open()) {
        runner.run(() -> {
          Connection connection = Streams.connect(HERE, server.getLocalPort());
          Task<byte[]> reading = createTask(() -> connection.reader().read(1));
          sleep(Duration.ZERO);
          reading.cancel();
        });
      }

      try (Socket peer = server.accept();
          InputStream in = peer.getInputStream()) {
        assertThat(in.read()).isEqualTo(-1);
      }
    }
    assertThat(reports).singleElement().satisfies(report -> {
      assertThat(report.kind()).isEqualTo(LoopReport.Kind.LEFT_BEHIND);
      assertThat(report.message()).contains("was not closed by the time its loop was");
    });
  }

  // --- TLS ---

  // asyncio 2.9.1
  @Test
  void tls_trustedServer_isTalkedTo() throws Exception {
    SSLContext context = TestCertificate.context();
    ServeOptions secured = ServeOptions.defaults().withTls(context);
    onRealTime(() -> {
      try (StreamServer server =
              Streams.serve("localhost", 0, secured, SocketsTest::sendEverythingBack);
          Connection connection = Streams.connect("localhost", server.port(), tls(context))) {
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        connection.writer().write(large);
        assertThat(connection.reader().readExactly(large.length)).isEqualTo(large);
        connection.writer().writeEnd();
        assertThat(connection.reader().read()).isEmpty();
      }
    });
  }

  @Test
  void tls_certificateForAnotherName_isRefused() throws Exception {
    SSLContext context = TestCertificate.context();
    ServeOptions secured = ServeOptions.defaults().withTls(context);
    var _ = reportsOnRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, secured, SocketsTest::echo)) {
        StreamException thrown = refusal(() -> Streams.connect(HERE, server.port(), tls(context)));

        assertThat(thrown.kind()).isEqualTo(StreamException.Kind.TLS);
        assertThat(thrown).hasCauseInstanceOf(SSLHandshakeException.class);
      }
    });
  }

  @Test
  void tls_certificateThatNobodyVouchesFor_isRefused() throws Exception {
    SSLContext context = TestCertificate.context();
    ServeOptions secured = ServeOptions.defaults().withTls(context);
    SSLContext machine = SSLContext.getDefault();
    List<LoopReport> reports = reportsOnRealTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, secured, SocketsTest::echo)) {
        StreamException thrown =
            refusal(() -> Streams.connect("localhost", server.port(), tls(machine)));

        assertThat(thrown.kind()).isEqualTo(StreamException.Kind.TLS);
      }
    });

    assertThat(reports)
        .allSatisfy(report -> assertThat(report.error()).isInstanceOf(StreamException.class));
  }

  @Test
  void tls_clientThatDoesNotSpeakIt_failsItsHandlerOnly() throws Exception {
    SSLContext context = TestCertificate.context();
    ServeOptions secured = ServeOptions.defaults().withTls(context);
    List<LoopReport> reports = reportsOnRealTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, secured, SocketsTest::echo)) {
        try (Connection plain = Streams.connect("localhost", server.port())) {
          plain.writer().write("GET / HTTP/1.0\r\n\r\n");
          var _ = catchThrowable(() -> plain.reader().read());
        }
        try (Connection good = Streams.connect("localhost", server.port(), tls(context))) {
          good.writer().write("hello\n");
          assertThat(good.reader().readLine()).isEqualTo("echo hello");
        }
      }
    });

    assertThat(reports)
        .singleElement()
        .satisfies(report -> assertThat(report.error())
            .isInstanceOfSatisfying(
                StreamException.class,
                failure -> assertThat(failure.kind()).isEqualTo(StreamException.Kind.TLS)));
  }

  // Such names are in use, and TLS cannot ask for them; the certificate is checked all the same.
  @Test
  void tls_nameThatCannotBeAServersName_isCheckedAndNoMisuse() throws Exception {
    SSLContext context = TestCertificate.context();
    ServeOptions secured = ServeOptions.defaults().withTls(context);
    var _ = reportsOnRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, secured, SocketsTest::echo)) {
        for (String name : List.of("under_score", "a..b", "-", ".")) {
          Throwable thrown = catchThrowable(() -> blocking(() -> {
            try (Socket raw = new Socket(HERE, server.port())) {
              return Sockets.secured(raw, context, name, server.port());
            }
          }));

          assertThat(thrown).as(name).hasCauseInstanceOf(SSLHandshakeException.class);
        }
      }
    });
  }

  @Test
  void tls_contextThatWasNotInitialised_leavesNothingOpen() throws Exception {
    ConnectOptions secured = tls(SSLContext.getInstance("TLS"));
    onRealTime(() -> {
      try (ServerSocket server = bareServer()) {
        StreamException thrown =
            refusal(() -> Streams.connect(HERE, server.getLocalPort(), secured));

        assertThat(thrown.kind()).isEqualTo(StreamException.Kind.TLS);
        assertThat(thrown).hasCauseInstanceOf(IllegalStateException.class);
        blocking(() -> {
          try (Socket peer = server.accept()) {
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
          }
        });
      }
    });
  }

  @Test
  void tls_serverWhoseContextWasNotInitialised_disconnectsAndReports() throws Exception {
    ServeOptions secured = ServeOptions.defaults().withTls(SSLContext.getInstance("TLS"));
    List<LoopReport> reports = reportsOnRealTime(() -> {
      try (StreamServer server = Streams.serve(HERE, 0, secured, SocketsTest::echo)) {
        blocking(() -> {
          try (Socket client = new Socket(HERE, server.port())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
          }
        });
      }
    });

    // None if the server was closed before it came to know of it.
    assertThat(reports)
        .allSatisfy(report -> assertThat(report.error())
            .isInstanceOfSatisfying(
                StreamException.class,
                failure -> assertThat(failure.kind()).isEqualTo(StreamException.Kind.LISTEN)));
  }

  /// A peer that is silent may speak any time: something can happen yet.
  @Test
  void idleLoop_thatWaitsForAPeer_isNotReported() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    try (ServerSocket server = bareServer();
        Runner runner = Runner.builder()
            .idleReport(Duration.ofMillis(1))
            .reports(_ -> reported.countDown())
            .open()) {
      runner.run(() -> {
        Connection connection = Streams.connect(HERE, server.getLocalPort());
        Thread.ofPlatform().start(() -> {
          try (Socket peer = server.accept()) {
            if (!reported.await(100, TimeUnit.MILLISECONDS)) {
              peer.getOutputStream().write('x');
            }
          } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
          }
        });

        assertThat(connection.reader().read(1)).containsExactly('x');
        connection.close();
      });
    }
  }

  // The server accepts and says nothing.
  @Test
  void tls_silentServer_endsWithTheTimeLimit() throws Exception {
    SSLContext context = TestCertificate.context();
    onRealTime(() -> {
      try (ServerSocket silent = bareServer()) {
        ConnectOptions brief = tls(context).withTimeout(Duration.ofMillis(50));
        Throwable thrown =
            catchThrowable(() -> Streams.connect(HERE, silent.getLocalPort(), brief));

        assertThat(thrown)
            .hasMessageContaining("waiting for a connection to 127.0.0.1:" + silent.getLocalPort());
      }
    });
  }
}
