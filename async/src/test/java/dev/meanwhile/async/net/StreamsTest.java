package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.net.StreamLoop.ms;
import static dev.meanwhile.async.net.StreamLoop.onVirtualTime;
import static dev.meanwhile.async.net.StreamLoop.reportsOnVirtualTime;
import static dev.meanwhile.async.net.StreamLoop.untilCancelled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.ContextVar;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// asyncio 1.3, 2.9.1, 2.9.7 and 2.9.8, over a network in memory and on virtual time.
final class StreamsTest {
  private static void echo(StreamReader reader, StreamWriter writer) {
    for (String line : reader.lines()) {
      writer.write("echo " + line + "\n");
      writer.drain();
    }
  }

  private static StreamException refusal(Runnable call) {
    return catchThrowableOfType(StreamException.class, call::run);
  }

  // asyncio 2.9.1
  @Test
  void serve_manyClients_eachIsATask() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, StreamsTest::echo)) {
        List<Task<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          int number = i;
          answers.add(createTask(() -> {
            try (Connection connection = Streams.connect("localhost", server.port())) {
              connection.writer().write("number " + number + "\n");
              return connection.reader().readLine();
            }
          }));
        }

        assertThat(gather(answers).await())
            .hasSize(20)
            .startsWith("echo number 0", "echo number 1");
      }
    });
  }

  // asyncio 2.9.1: connect errors surface
  @Test
  void connect_nobodyThere_throws() {
    onVirtualTime(() -> {
      StreamException thrown = refusal(() -> Streams.connect("localhost", 9));

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.CONNECT);
      assertThat(thrown).hasMessage("could not connect to localhost:9: refused");
    });
  }

  @Test
  void connect_inACancelledScope_opensNothing() {
    onVirtualTime(() -> {
      Task<?> connecting = createTask(() -> {
        currentTask().cancel();
        return Streams.connect("localhost", 9);
      });

      assertThat(catchThrowable(connecting::await)).isInstanceOf(CancelledError.class);
    });
  }

  @Test
  void connectAndServe_onVirtualTimeWithoutANetwork_areRefused() {
    try (Runner runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        assertThat(catchThrowable(() -> Streams.connect("localhost", 80)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("connecting to localhost:80 was refused: on virtual time there are no "
                + "sockets; give the program a network of its own with Network.use(...)");
        assertThat(catchThrowable(() -> Streams.serve("localhost", 0, StreamsTest::echo)))
            .isInstanceOf(IllegalStateException.class);
      });
    }
  }

  @Test
  void connectAndServe_outsideOfALoop_areRefused() {
    assertThat(catchThrowable(() -> Streams.connect("localhost", 80)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(() -> Streams.serve("localhost", 0, StreamsTest::echo)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void options_outOfRange_areRefused() {
    ConnectOptions connect = ConnectOptions.defaults();
    ServeOptions serve = ServeOptions.defaults();

    List<Runnable> calls = List.of(
        () -> connect.withTimeout(Duration.ZERO),
        () -> connect.withLimit(0),
        () -> serve.withLimit(-1),
        () -> serve.withMaxConnections(0));

    for (Runnable call : calls) {
      assertThat(catchThrowable(call::run)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  // asyncio 1.3: a fast writer against a slow reader
  @Test
  void drain_peerThatDoesNotRead_boundsWhatIsHeld() {
    onVirtualTime(() -> {
      AtomicReference<Long> written = new AtomicReference<>(0L);
      Streams.Handler silent = (reader, writer) -> untilCancelled();
      try (StreamServer server = Streams.serve("localhost", 7, silent);
          Connection connection = Streams.connect("localhost", server.port())) {
        Task<?> writing = createTask(() -> {
          while (true) {
            connection.writer().write(new byte[1_000]);
            connection.writer().drain();
            written.set(written.get() + 1_000);
          }
        });
        sleep(Duration.ofHours(1));

        assertThat(written.get()).isBetween(60_000L, 200_000L);
        writing.cancel();
        var _ = catchThrowable(writing::await);
      }
    });
  }

  // asyncio 1.3: and when the reader goes on, all of it arrives
  @Test
  void drain_slowReader_getsEverything() {
    onVirtualTime(() -> {
      AtomicReference<Integer> received = new AtomicReference<>(0);
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
        for (byte[] piece = reader.read(5_000); piece.length > 0; piece = reader.read(5_000)) {
          received.set(received.get() + piece.length);
          sleep(ms(10));
        }
        writer.write("done");
      })) {
        try (Connection connection = Streams.connect("localhost", server.port())) {
          for (int i = 0; i < 1_000; i++) {
            connection.writer().write(new byte[1_000]);
            connection.writer().drain();
          }
          connection.writer().writeEnd();
          assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo("done");
        }
      }
      assertThat(received.get()).isEqualTo(1_000_000);
    });
  }

  // asyncio 2.9.7
  @Test
  void peerThatIsGone_failsReadsWritesAndDrains() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> reader.read(1));
          Connection connection = Streams.connect("localhost", server.port())) {
        connection.writer().write("bye");
        assertThat(connection.reader().read()).isEmpty();

        StreamException thrown = refusal(() -> {
          while (true) {
            connection.writer().write(new byte[10_000]);
            connection.writer().drain();
          }
        });

        assertThat(thrown.kind()).isEqualTo(StreamException.Kind.LOST);
      }
    });
  }

  // asyncio 2.9.7: drain throws what the reader met
  @Test
  void writer_ofAConnectionWhoseReaderBroke_throwsToo() {
    onVirtualTime(() -> {
      ScriptedSource source =
          new ScriptedSource().fail(StreamException.of(StreamException.Kind.LOST, "reset by peer"));
      Connection connection = Connection.over(
          new LinkOf(source, new ScriptedSink().open()), StreamReader.DEFAULT_LIMIT);

      assertThat(refusal(() -> connection.reader().read(1))).hasMessage("reset by peer");

      assertThat(refusal(() -> connection.writer().drain())).hasMessage("reset by peer");
      connection.close();
    });
  }

  private record LinkOf(ByteSource source, ByteSink sink) implements Network.Link {
    @Override
    public InetSocketAddress localAddress() {
      return InetSocketAddress.createUnresolved("here", 1);
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return InetSocketAddress.createUnresolved("there", 2);
    }
  }

  // asyncio 2.9.8
  @Test
  void close_withUnreadBytes_returns() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
        writer.write(new byte[10_000]);
        reader.read();
      })) {
        Connection connection = Streams.connect("localhost", server.port());
        connection.reader().read(1);
        connection.close();

        assertThat(connection.writer().isClosing()).isTrue();
      }
    });
  }

  @Test
  void close_whileAnotherTaskReads_endsThatRead() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> reader.read())) {
        Connection connection = Streams.connect("localhost", server.port());
        Task<byte[]> reading = createTask(() -> connection.reader().read(1));
        sleep(ms(1));
        connection.close();

        assertThat(refusal(reading::await).kind()).isEqualTo(StreamException.Kind.CLOSED);
      }
    });
  }

  // asyncio 2.9.8
  @Test
  void handlerThatFails_isReportedAndLosesItsConnectionOnly() {
    IllegalStateException broken = new IllegalStateException("broken handler");

    List<LoopReport> reports = reportsOnVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
            if ("fail".equals(reader.readLine())) {
              throw broken;
            }
            writer.write("fine\n");
          });
          Connection bad = Streams.connect("localhost", server.port());
          Connection good = Streams.connect("localhost", server.port())) {
        bad.writer().write("fail\n");
        assertThat(bad.reader().read()).isEmpty();
        good.writer().write("work\n");
        assertThat(good.reader().readLine()).isEqualTo("fine");
      }
    });

    assertThat(reports).singleElement().satisfies(report -> {
      assertThat(report.kind()).isEqualTo(LoopReport.Kind.CALLBACK_FAILURE);
      assertThat(report.error()).isSameAs(broken);
      assertThat(report.message())
          .isEqualTo("the handler for client:50000 of the server on localhost:7 failed: " + broken);
    });
  }

  // A listener of one's own may fail in any way, also as if somebody had been cancelled.
  @Test
  void listenerThatFails_isReportedAndAskedAgain() {
    List<LoopReport> reports = reportsOnVirtualTime(() -> {
      FailingNetwork network = new FailingNetwork(Network.current());
      network.failures.add(new IllegalStateException("broken"));
      network.failures.add(new NoClassDefFoundError("missing"));
      Promise<String> cancelled = EventLoop.current().createPromise();
      cancelled.cancel();
      network.failures.add(catchThrowable(cancelled::await));
      Network.use(network);
      try (StreamServer server = Streams.serve("localhost", 7, StreamsTest::echo);
          Connection connection = Streams.connect("localhost", 7)) {
        connection.writer().write("hello\n");
        assertThat(connection.reader().readLine()).isEqualTo("echo hello");
        assertThat(server.port()).isEqualTo(7);
      }
    });

    assertThat(reports)
        .hasSize(3)
        .allSatisfy(report -> assertThat(report.message())
            .startsWith("the server on localhost:7 could not take a client: "));
  }

  // asyncio 2.9.8
  @Test
  void handlerThatIsCancelled_isNotReported() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
            writer.write("hello\n");
            currentTask().cancel();
            reader.read();
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        assertThat(connection.reader().readLine()).isEqualTo("hello");
        assertThat(connection.reader().readLine()).isNull();
      }
    });
  }

  // SEMANTICS 11: the cancel of a task that it awaits is a failure of the handler
  @Test
  void handlerThatAwaitsACancelledTask_isReported() {
    List<LoopReport> reports = reportsOnVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
            Task<?> other = createTask(StreamLoop::untilCancelled);
            other.cancel();
            other.await();
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        assertThat(connection.reader().read()).isEmpty();
      }
    });

    assertThat(reports)
        .singleElement()
        .satisfies(report -> assertThat(report.error()).isInstanceOf(CancelledError.class));
  }

  @Test
  void close_cancelsHandlersAndAwaitsThem() {
    onVirtualTime(() -> {
      List<String> log = new ArrayList<>();
      StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
        try {
          writer.write("hello\n");
          reader.read();
        } finally {
          shielded(() -> sleep(ms(100)));
          log.add("handler ended");
        }
      });
      Connection connection = Streams.connect("localhost", server.port());
      assertThat(connection.reader().readLine()).isEqualTo("hello");
      Task<?> waiting = createTask(server::awaitClosed);

      server.close();
      log.add("closed");
      waiting.await();
      server.close();

      assertThat(log).containsExactly("handler ended", "closed");
      assertThat(connection.reader().readLine()).isNull();
      assertThat(refusal(() -> Streams.connect("localhost", 7)).kind())
          .isEqualTo(StreamException.Kind.CONNECT);
      connection.close();
    });
  }

  // SEMANTICS 8: bounded
  @Test
  void close_handlerThatDoesNotEnd_returnsWithAReport() {
    List<LoopReport> reports = reportsOnVirtualTime(() -> {
      StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
        shielded(() -> sleep(Duration.ofSeconds(20)));
      });
      Connection connection = Streams.connect("localhost", server.port());
      sleep(ms(1));
      Duration before = EventLoop.current().time();

      server.close();

      assertThat(EventLoop.current().time().minus(before)).isEqualTo(Duration.ofSeconds(6));
      connection.close();
      server.awaitClosed();
    });

    assertThat(reports)
        .singleElement()
        .satisfies(report -> assertThat(report.kind()).isEqualTo(LoopReport.Kind.LEFT_BEHIND));
  }

  @Test
  void close_byAHandler_doesNotWaitForItself() {
    onVirtualTime(() -> {
      AtomicReference<StreamServer> server = new AtomicReference<>();
      server.set(Streams.serve("localhost", 7, (reader, writer) -> {
        writer.write("closing\n");
        server.get().close();
      }));
      Connection connection = Streams.connect("localhost", 7);

      server.get().awaitClosed();

      assertThat(connection.reader().readLine()).isEqualTo("closing");
      assertThat(EventLoop.current().time()).isLessThan(Duration.ofSeconds(1));
      connection.close();
    });
  }

  @Test
  void serve_moreClientsThanAllowed_theyWaitTheirTurn() {
    onVirtualTime(() -> {
      AtomicReference<Integer> now = new AtomicReference<>(0);
      List<Integer> together = new ArrayList<>();
      ServeOptions two = ServeOptions.defaults().withMaxConnections(2);
      try (StreamServer server = Streams.serve("localhost", 7, two, (reader, writer) -> {
        now.set(now.get() + 1);
        together.add(now.get());
        sleep(ms(10));
        now.set(now.get() - 1);
      })) {
        taskGroup(group -> {
          for (int i = 0; i < 6; i++) {
            group.start(() -> {
              try (Connection connection = Streams.connect("localhost", server.port())) {
                connection.reader().read();
              }
            });
          }
        });
      }

      assertThat(together).hasSize(6).allMatch(count -> count <= 2);
    });
  }

  @Test
  void handler_seesTheContextOfTheServerAndMayConnectItself() {
    ContextVar<String> user = ContextVar.of("nobody");
    onVirtualTime(() -> {
      user.set("server");
      try (StreamServer back = Streams.serve("localhost", 7, StreamsTest::echo);
          StreamServer front = Streams.serve("localhost", 8, (reader, writer) -> {
            try (Connection connection = Streams.connect("localhost", back.port())) {
              connection.writer().write(user.get() + "\n");
              writer.write(connection.reader().readLine() + "\n");
            }
          })) {
        user.set("client");
        try (Connection connection = Streams.connect("localhost", front.port())) {
          assertThat(connection.reader().readLine()).isEqualTo("echo server");
        }
      }
    });
  }

  @Test
  void handler_ofConnections_knowsWhoIsThere() {
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, connection -> {
            connection.writer().write(connection.remoteAddress().getHostString());
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        assertThat(connection.reader().readLine()).isEqualTo("client");
        assertThat(connection).hasToString("Connection[client:50000 to localhost:7]");
        assertThat(server.address().getPort()).isEqualTo(7);
      }
    });
  }

  @Test
  void serverThatNobodyCloses_endsWithItsLoop() {
    try (Runner runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      AtomicReference<Connection> kept = new AtomicReference<>();
      runner.run(() -> {
        Network.use(new MemoryNetwork());
        StreamServer server = Streams.serve("localhost", 7, StreamsTest::echo);
        kept.set(Streams.connect("localhost", server.port()));
        sleep(ms(1));
        assertThat(Async.allTasks()).hasSize(3);
      });
    }
  }

  // asyncio 2.9.6, at any moment
  @Test
  void readsCancelledAtRandom_loseNoByte() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] sent = new byte[20_000];
    random.nextBytes(sent);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    onVirtualTime(() -> {
      try (StreamServer server = Streams.serve("localhost", 7, (reader, writer) -> {
            for (int at = 0; at < sent.length; at += 100) {
              writer.write(Arrays.copyOfRange(sent, at, at + 100));
              sleep(ms(random.nextInt(3)));
            }
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        while (!connection.reader().isAtEnd()) {
          var _ = moveOnAfter(ms(random.nextInt(5)), () -> {
            received.writeBytes(
                random.nextBoolean() || received.size() > sent.length - 50
                    ? connection.reader().read(1 + random.nextInt(300))
                    : connection.reader().readExactly(random.nextInt(50)));
          });
        }
      }
    });

    assertThat(received.toByteArray()).as("seed " + seed).isEqualTo(sent);
  }

  // asyncio 2.9.6, a thousand times
  @Test
  void thousandCancelledReads_leaveNothing() {
    onVirtualTime(() -> {
      ScriptedSource source = new ScriptedSource();
      StreamReader reader = source.reader();
      for (int i = 0; i < 1_000; i++) {
        Task<byte[]> reading = createTask(() -> reader.read(10));
        sleep(Duration.ZERO);
        reading.cancel();
        sleep(Duration.ZERO);
      }

      assertThat(Async.allTasks()).hasSize(1);
      assertThat(source.questions).isEqualTo(1);
      source.feed("all there");
      assertThat(reader.read(10)).hasSize(9);
    });
  }
}
