package dev.meanwhile.async.test.net;

import static dev.meanwhile.async.Async.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopClock;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.net.Connection;
import dev.meanwhile.async.net.IncompleteReadException;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamServer;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.async.net.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What streams promise holds over sockets and over the simulated network alike.
final class NetworkContractTest {
  enum Over {
    SOCKETS,
    SIMULATED;

    /// Runs a program that leaves no task, no connection and no report.
    void run(Action main) {
      List<LoopReport> reports = new CopyOnWriteArrayList<>();
      Runner.Builder options = Runner.builder().reports(reports::add);
      if (this == SIMULATED) {
        options.clock(LoopClock.virtual());
      }
      try (Runner runner = options.open()) {
        runner.run(() -> {
          SimulatedNetwork simulated = SimulatedNetwork.seeded(1);
          if (this == SIMULATED) {
            Network.use(simulated);
          }
          main.run();
          assertThat(Async.allTasks()).as("tasks left").containsExactly(Async.currentTask());
          assertThat(simulated.openConnections()).as("connections left").isZero();
        });
      }
      assertThat(reports).as("reports").isEmpty();
    }
  }

  private static void echo(StreamReader reader, StreamWriter writer) {
    for (String line : reader.lines()) {
      writer.write("echo " + line + "\n");
      writer.drain();
    }
  }

  private static void untilCancelled() {
    EventLoop.current().createPromise().await();
  }

  private static StreamException refusal(Runnable call) {
    return catchThrowableOfType(StreamException.class, call::run);
  }

  @ParameterizedTest
  @EnumSource
  void serve_echo_answersLineByLine(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, NetworkContractTest::echo);
          Connection connection = Streams.connect("localhost", server.port())) {
        connection.writer().write("one\ntwo\n");
        assertThat(connection.reader().readLine()).isEqualTo("echo one");
        assertThat(connection.reader().readLine()).isEqualTo("echo two");
        assertThat(connection.remoteAddress().getPort()).isEqualTo(server.port());
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void writeEnd_halfClose_stillReceives(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, (reader, writer) -> {
            writer.write(reader.read().length + " bytes");
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        connection.writer().write(new byte[200_000]);
        connection.writer().writeEnd();

        assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo("200000 bytes");
        assertThat(connection.reader().isAtEnd()).isTrue();
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void readLine_longerThanTheLimit_isRefused(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, (reader, writer) -> {
            writer.write("x".repeat(100_000) + "\n");
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        assertThat(refusal(() -> connection.reader().readLine()).kind())
            .isEqualTo(StreamException.Kind.LIMIT);
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void readExactly_endBefore_givesWhatCame(Over over) {
    over.run(() -> {
      try (StreamServer server =
              Streams.serve("localhost", 0, (reader, writer) -> writer.write("1234"));
          Connection connection = Streams.connect("localhost", server.port())) {
        IncompleteReadException thrown = catchThrowableOfType(
            IncompleteReadException.class, () -> connection.reader().readExactly(10));

        assertThat(new String(thrown.partial(), UTF_8)).isEqualTo("1234");
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void read_cancelledByATimeout_losesNothing(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, NetworkContractTest::echo);
          Connection connection = Streams.connect("localhost", server.port())) {
        boolean came = moveOnAfter(Duration.ofMillis(5), () -> {
          var _ = connection.reader().read(1);
        });
        assertThat(came).isFalse();

        connection.writer().write("late\n");
        assertThat(connection.reader().readLine()).isEqualTo("echo late");
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void connect_nobodyThere_isRefused(Over over) {
    over.run(() -> {
      StreamServer server = Streams.serve("localhost", 0, NetworkContractTest::echo);
      int port = server.port();
      server.close();

      StreamException thrown = refusal(() -> Streams.connect("localhost", port));

      assertThat(thrown.kind()).isEqualTo(StreamException.Kind.CONNECT);
      assertThat(thrown).hasMessageContaining("refused");
    });
  }

  @ParameterizedTest
  @EnumSource
  void serve_portTaken_failsOfKindListen(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, NetworkContractTest::echo)) {
        assertThat(refusal(() -> Streams.serve("localhost", server.port(), (_, _) -> {}))
                .kind())
            .isEqualTo(StreamException.Kind.LISTEN);
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void write_toAPeerThatHasClosed_isLost(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, (reader, writer) -> reader.read(1));
          Connection connection = Streams.connect("localhost", server.port())) {
        connection.writer().write("bye");
        var _ = catchThrowable(() -> connection.reader().read());

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

  @ParameterizedTest
  @EnumSource
  void close_whileAnotherTaskReads_endsThatRead(Over over) {
    over.run(() -> {
      try (StreamServer server = Streams.serve("localhost", 0, (_, _) -> untilCancelled())) {
        Connection connection = Streams.connect("localhost", server.port());
        Task<byte[]> reading = createTask(() -> connection.reader().read(1));
        sleep(Duration.ofMillis(1));
        connection.close();

        assertThat(refusal(reading::await).kind()).isEqualTo(StreamException.Kind.CLOSED);
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void drain_peerThatReadsLate_waitsAndLosesNothing(Over over) {
    over.run(() -> {
      AtomicInteger received = new AtomicInteger();
      try (StreamServer server = Streams.serve("localhost", 0, (reader, writer) -> {
            sleep(Duration.ofMillis(20));
            for (byte[] piece = reader.read(50_000);
                piece.length > 0;
                piece = reader.read(50_000)) {
              received.addAndGet(piece.length);
            }
            writer.write("done");
          });
          Connection connection = Streams.connect("localhost", server.port())) {
        for (int i = 0; i < 200; i++) {
          connection.writer().write(new byte[10_000]);
          connection.writer().drain();
        }
        connection.writer().writeEnd();
        assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo("done");
      }
      assertThat(received.get()).isEqualTo(2_000_000);
    });
  }

  @ParameterizedTest
  @EnumSource
  void serve_moreClientsThanAllowed_theyWaitTheirTurn(Over over) {
    over.run(() -> {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      ServeOptions two = ServeOptions.defaults().withMaxConnections(2);
      try (StreamServer server = Streams.serve("localhost", 0, two, (_, _) -> {
        most.set(Math.max(most.get(), now.incrementAndGet()));
        sleep(Duration.ofMillis(2));
        now.decrementAndGet();
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

      assertThat(most.get()).isEqualTo(2);
    });
  }

  @ParameterizedTest
  @EnumSource
  void close_ofTheServer_cancelsHandlersAndDisconnects(Over over) {
    over.run(() -> {
      StreamServer server = Streams.serve("localhost", 0, (_, _) -> untilCancelled());
      Connection connection = Streams.connect("localhost", server.port());
      connection.writer().write("x");
      sleep(Duration.ofMillis(10));

      server.close();

      var _ = catchThrowable(() -> connection.reader().read());
      assertThat(refusal(() -> Streams.connect("localhost", server.port())).kind())
          .isEqualTo(StreamException.Kind.CONNECT);
      connection.close();
    });
  }
}
