package dev.meanwhile.async.test.net;

import static dev.meanwhile.async.Async.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Connection;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamException.Kind;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamServer;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.async.net.Streams;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulatedNetworkTest {
  private static final String HOST = "feeds.example";
  private static final int PORT = 7;

  private final List<String> log = new ArrayList<>();

  private interface Body {
    void run(SimulatedNetwork network) throws Exception;
  }

  /// Runs a program over a network of that seed, with packets that take 10 ms, and sees to it
  /// that it leaves nothing.
  private static void simulate(long seed, Body body) {
    Simulation.run(() -> {
      SimulatedNetwork network = SimulatedNetwork.seeded(seed);
      network.everywhere().latency(ms(10));
      Network.use(network);
      body.run(network);
      assertThat(network.openConnections()).as("connections left").isZero();
      assertThat(Async.allTasks()).as("tasks left").containsExactly(Async.currentTask());
    });
  }

  private static void simulate(Body body) {
    simulate(1, body);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static long now() {
    return EventLoop.current().time().toMillis();
  }

  private void note(String event) {
    log.add(event + "@" + now() + "ms");
  }

  private static StreamException refusal(Action call) {
    return catchThrowableOfType(StreamException.class, call::run);
  }

  /// Sends as many bytes as its only line says, then waits for the client to end.
  private static void give(StreamReader reader, StreamWriter writer) {
    String line = reader.readLine();
    if (line != null) {
      writer.write(new byte[Integer.parseInt(line)]);
      writer.drain();
      reader.readLine();
    }
  }

  private static Connection ask(int bytes) {
    Connection connection = Streams.connect(HOST, PORT);
    connection.writer().write(bytes + "\n");
    return connection;
  }

  /// Reads until there is nothing more, and tells how it ended.
  private static String readAll(StreamReader reader) {
    int count = 0;
    try {
      for (byte[] piece = reader.read(5_000); piece.length > 0; piece = reader.read(5_000)) {
        count += piece.length;
      }
      return count + " then the end";
    } catch (StreamException failure) {
      return count + " then " + failure.kind();
    }
  }

  // --- delays ---

  @Test
  void latency_isTakenByEachPacket() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        try (Connection connection = ask(3)) {
          note("connected");
          connection.reader().readExactly(3);
          note("answered");
        }
        network.to(HOST).latency(ms(500));
        try (Connection connection = ask(3)) {
          note("connected");
        }
      }
    });

    assertThat(log).containsExactly("connected@20ms", "answered@40ms", "connected@1040ms");
  }

  @Test
  void latency_betweenTwo_holdsForThemOnly() {
    simulate(network -> {
      network.between("far.example", HOST).latency(ms(200));
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        ask(0).close();
        note("near");
        createTask(() -> {
              Network.use(network.host("far.example"));
              ask(0).close();
              note("far");
            })
            .await();
      }
    });

    assertThat(log).containsExactly("near@20ms", "far@420ms");
  }

  @Test
  void bandwidth_dripsBytes() {
    simulate(network -> {
      network.to(HOST).bandwidth(10);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(100)) {
        connection.reader().readExactly(1);
        assertThat(now()).isLessThan(2_000);
        connection.reader().readExactly(99);
        assertThat(now()).isBetween(10_000L, 11_000L);
      }
    });
  }

  @Test
  void pieces_areAsLargeAsTheSeedSays() {
    List<List<Integer>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      List<Integer> pieces = new ArrayList<>();
      simulate(seed, network -> {
        network.to(HOST).pieces(100);
        try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
            Connection connection = ask(1_000)) {
          for (int left = 1_000; left > 0; left -= pieces.getLast()) {
            pieces.add(connection.reader().read(left).length);
          }
        }
      });
      runs.add(pieces);
    }

    assertThat(runs.get(0)).hasSizeGreaterThan(9).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
  }

  @Test
  void loss_delaysAndKeepsTheOrder() {
    simulate(network -> {
      network.to(HOST).pieces(10).loss(0.2);
      try (StreamServer server =
              Streams.serve(HOST, PORT, (_, writer) -> writer.write("0123456789".repeat(50)));
          Connection connection = Streams.connect(HOST, PORT)) {
        assertThat(new String(connection.reader().read(), UTF_8))
            .isEqualTo("0123456789".repeat(50));
        assertThat(now()).isGreaterThan(230);
      }
    });
  }

  @Test
  void loss_ofEverything_isAConnectionLostAfterAQuarterOfAnHour() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = Streams.connect(HOST, PORT)) {
        network.to(HOST).loss(1);
        connection.writer().write("10\n");

        assertThat(refusal(() -> connection.reader().read()).kind()).isEqualTo(Kind.LOST);
        assertThat(now()).isEqualTo(15 * 60_000 + 20);
      }
    });
  }

  // --- names ---

  @Test
  void lookUp_faults_areOfKindDns() {
    simulate(network -> {
      network.host("unknown.example").unknown();
      network.host("trouble.example").nameTrouble(1).nameDelay(ms(300), ms(300));

      assertThat(refusal(() -> Streams.connect("never.example", 1)))
          .hasMessage("unknown host name never.example")
          .extracting(StreamException::kind)
          .isEqualTo(Kind.DNS);
      assertThat(refusal(() -> Streams.connect("unknown.example", 1)))
          .hasMessage("unknown host name unknown.example");
      assertThat(now()).isZero();
      assertThat(refusal(() -> Streams.connect("trouble.example", 1)))
          .hasMessage("no answer from the name service for trouble.example");
      assertThat(now()).isEqualTo(300);

      network.host("trouble.example").nameTrouble(0);
      assertThat(network.host("other.example").lookUp("Trouble.Example")).hasSize(1);
    });
  }

  @Test
  void connect_severalAddresses_areTriedInTurn() {
    simulate(network -> {
      network.host(HOST).addresses("10.0.0.1", "fd00::1");
      network.host("ghost.example").addresses("10.0.0.9");
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = Streams.connect("FEEDS.example", PORT);
          Connection literal = Streams.connect("fd00::1", PORT)) {
        assertThat(connection.remoteAddress().getAddress().getHostAddress()).isEqualTo("10.0.0.1");
        assertThat(literal.remoteAddress().getPort()).isEqualTo(PORT);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.host("thief.example").addresses("10.0.0.1"));
    });
  }

  // --- connecting ---

  @Test
  void refuse_isOfKindConnect() {
    simulate(network -> {
      network.to(HOST).refuse(1);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        StreamException thrown = refusal(() -> Streams.connect(HOST, PORT));

        assertThat(thrown.kind()).isEqualTo(Kind.CONNECT);
        assertThat(thrown)
            .hasMessage("could not connect to feeds.example:7 (44.128.0.1:7): refused");
        assertThat(now()).isEqualTo(20);
      }
    });
  }

  @Test
  void ignore_isATimeout() {
    simulate(network -> {
      network.to(HOST).ignore(1);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        ConnectOptions five = ConnectOptions.defaults().withTimeout(Duration.ofSeconds(5));
        assertThat(catchThrowable(() -> Streams.connect(HOST, PORT, five)))
            .isInstanceOf(TimedOutException.class);

        ConnectOptions hour = ConnectOptions.defaults().withTimeout(Duration.ofHours(1));
        assertThat(refusal(() -> Streams.connect(HOST, PORT, hour)))
            .hasMessageEndingWith("no answer");
        assertThat(now()).isEqualTo(132_000);
      }
    });
  }

  @Test
  void connect_cancelledHalfWay_leavesNothing() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        for (int i = 0; i < 25; i++) {
          Task<?> connecting = createTask(() -> Streams.connect(HOST, PORT));
          sleep(ms(i));
          connecting.cancel();
          try {
            ((Connection) connecting.await()).close();
          } catch (Throwable cancelled) {
            assertThat(i).isLessThanOrEqualTo(20);
          }
        }
        sleep(ms(100));
      }
    });
  }

  // --- half way ---

  @Test
  void resetAfter_givesWhatCameAndThenIsLost() {
    simulate(network -> {
      network.to(HOST).resetAfter(10_000);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(50_000)) {
        assertThat(readAll(connection.reader())).isEqualTo("10000 then LOST");
        assertThat(refusal(() -> connection.writer().write("more")).kind()).isEqualTo(Kind.LOST);
      }
    });
  }

  @Test
  void truncateAfter_isACleanEnd() {
    simulate(network -> {
      network.to(HOST).truncateAfter(10_000);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(50_000)) {
        assertThat(readAll(connection.reader())).isEqualTo("10000 then the end");
      }
    });
  }

  @Test
  void stallAfter_isSilence() {
    simulate(network -> {
      network.to(HOST).stallAfter(10_000);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(50_000)) {
        connection.reader().readExactly(10_000);
        assertThat(catchThrowable(
                () -> timeout(Duration.ofHours(1), () -> connection.reader().read(1))))
            .isInstanceOf(TimedOutException.class);
      }
    });
  }

  @Test
  void reset_ofAShare_hitsAboutThatMany() {
    simulate(network -> {
      network.to(HOST).reset(0.3, 1_000);
      List<String> ends = new ArrayList<>();
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        for (int i = 0; i < 200; i++) {
          try (Connection connection = ask(1_000)) {
            connection.writer().writeEnd();
            ends.add(readAll(connection.reader()));
          }
        }
      }

      assertThat(ends.stream().filter(end -> end.endsWith("LOST")).count()).isBetween(40L, 80L);
      assertThat(ends.stream().filter("1000 then the end"::equals).count()).isBetween(120L, 160L);
    });
  }

  @Test
  void mend_endsFaults() {
    simulate(network -> {
      network.to(HOST).resetAfter(0).refuse(1).mend();
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(5)) {
        assertThat(connection.reader().readExactly(5)).hasSize(5);
      }
    });
  }

  // --- partitions and crashes ---

  @Test
  void partition_holdsWhatIsSentUntilItHeals() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give);
          Connection connection = ask(10_000)) {
        network.partition("localhost", HOST);
        EventLoop.current().callLater(Duration.ofSeconds(9), network::heal);

        connection.reader().readExactly(10_000);

        note("came");
      }
    });

    assertThat(log).containsExactly("came@9040ms");
  }

  @Test
  void partition_connect_timesOutOrComesThroughOnceHealed() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        network.partition("localhost", HOST);
        ConnectOptions two = ConnectOptions.defaults().withTimeout(Duration.ofSeconds(2));
        assertThat(catchThrowable(() -> Streams.connect(HOST, PORT, two)))
            .isInstanceOf(TimedOutException.class);
        note("timed out");

        EventLoop.current().callLater(Duration.ofSeconds(2), () -> network.heal(HOST, "localhost"));
        Streams.connect(HOST, PORT).close();
        note("connected"); // by the request that was sent again after 3 s
      }
    });

    assertThat(log).containsExactly("timed out@2000ms", "connected@5020ms");
  }

  @Test
  void crash_resetsConnectionsAndRefusesNewOnesUntilRestart() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        Connection connection = ask(10);
        connection.reader().readExactly(10);

        network.host(HOST).crash();

        assertThat(refusal(() -> connection.reader().read(1)).kind()).isEqualTo(Kind.LOST);
        connection.close();
        assertThat(refusal(() -> Streams.connect(HOST, PORT)).kind()).isEqualTo(Kind.CONNECT);
        network.host(HOST).restart();
        Streams.connect(HOST, PORT).close();
      }
    });
  }

  @Test
  void openConnections_countsThoseThatNobodyClosed() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        Connection connection = ask(1);
        sleep(ms(100));
        assertThat(network.openConnections()).isEqualTo(1);
        network.host(HOST).crash();
        sleep(ms(100));
        assertThat(network.openConnections()).as("lost is not closed").isEqualTo(1);
        connection.close();
      }
    });
  }

  // --- limits ---

  @Test
  void drain_peerThatDoesNotRead_boundsWhatIsHeld() {
    simulate(network -> {
      List<Integer> written = new ArrayList<>(List.of(0));
      try (StreamServer server = Streams.serve(
              HOST, PORT, (_, _) -> EventLoop.current().createPromise().await());
          Connection connection = Streams.connect(HOST, PORT)) {
        Task<?> writing = createTask(() -> {
          while (true) {
            connection.writer().write(new byte[1_000]);
            connection.writer().drain();
            written.set(0, written.getFirst() + 1_000);
          }
        });
        sleep(Duration.ofHours(1));

        assertThat(written.getFirst()).isBetween(60_000, 200_000);
        writing.cancel();
        var _ = catchThrowable(writing::await);
      }
    });
  }

  @Test
  void connect_noLatencyAndAPartitionThatStays_endsByItself() {
    simulate(network -> {
      network.everywhere().latency(Duration.ZERO);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        EventLoop.current().callSoon(() -> network.partition("localhost", HOST));
        ConnectOptions hour = ConnectOptions.defaults().withTimeout(Duration.ofHours(1));
        assertThat(refusal(() -> Streams.connect(HOST, PORT, hour)).kind()).isEqualTo(Kind.CONNECT);
      }
    });
  }

  @Test
  void connect_moreOftenThanThereArePorts_goesOn() {
    simulate(network -> {
      try (StreamServer server = Streams.serve(HOST, PORT, (reader, _) -> reader.read())) {
        for (int i = 0; i < 16_000; i++) {
          Streams.connect(HOST, PORT).close();
        }
      }
    });
  }

  @Test
  void connect_fromAnotherLoop_isRefused() {
    SimulatedNetwork other = Simulation.run(SimulatedNetwork::create);
    simulate(_ -> {
      Network.use(other);
      assertThat(catchThrowable(() -> Streams.connect(HOST, PORT)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(catchThrowable(() -> Streams.serve(HOST, PORT, SimulatedNetworkTest::give)))
          .isInstanceOf(IllegalStateException.class);
    });
  }

  // --- determinism ---

  /// Twenty clients of a host on which everything can go wrong; what they saw.
  private static List<String> troubledRun(long seed) {
    List<String> events = new ArrayList<>();
    simulate(seed, network -> {
      network
          .to(HOST)
          .latency(ms(1), ms(80))
          .bandwidth(50_000)
          .loss(0.05)
          .refuse(0.1)
          .ignore(0.1)
          .reset(0.2, 5_000)
          .truncate(0.2, 5_000)
          .stall(0.1, 5_000);
      try (StreamServer server = Streams.serve(HOST, PORT, SimulatedNetworkTest::give)) {
        taskGroup(group -> {
          for (int i = 0; i < 20; i++) {
            int number = i;
            group.start(() -> {
              String end = "timed out";
              try {
                end = timeout(Duration.ofSeconds(10), () -> {
                  try (Connection connection = ask(5_000)) {
                    connection.writer().writeEnd();
                    return readAll(connection.reader());
                  }
                });
              } catch (StreamException failure) {
                end = failure.kind().toString();
              } catch (TimedOutException _) {
                // It says so already.
              }
              events.add(number + " " + end + "@" + EventLoop.current().time());
            });
          }
        });
      }
    });
    return events;
  }

  @Test
  void sameSeed_sameEvents_anotherSeedOthers() {
    List<String> first = troubledRun(7);

    assertThat(troubledRun(7)).isEqualTo(first).hasSize(20);
    assertThat(troubledRun(8)).isNotEqualTo(first).hasSize(20);
    assertThat(first).anyMatch(event -> event.contains("LOST"));
    assertThat(first).anyMatch(event -> event.contains("5000 then the end"));
  }

  // Packets of one moment come in their order, whichever callback goes first.
  @Test
  void explore_anySchedule_deliversBytesInOrder() {
    String text = "0123456789".repeat(20);

    Simulation.explore(Exploration.random(1).runs(100), () -> {
      SimulatedNetwork network = SimulatedNetwork.create();
      network.everywhere().latency(ms(5)).pieces(7);
      Network.use(network);
      try (StreamServer server = Streams.serve(HOST, PORT, (_, writer) -> writer.write(text))) {
        taskGroup(group -> {
          for (int i = 0; i < 3; i++) {
            group.start(() -> {
              try (Connection connection = Streams.connect(HOST, PORT)) {
                assertThat(new String(connection.reader().read(), UTF_8)).isEqualTo(text);
              }
            });
          }
        });
      }
      assertThat(network.openConnections()).isZero();
    });
  }

  @Test
  void conditions_outOfRange_areRefused() {
    simulate(network -> {
      Conditions conditions = network.everywhere();
      List<Action> calls = List.of(
          () -> conditions.loss(1.1),
          () -> conditions.refuse(Double.NaN),
          () -> conditions.bandwidth(0),
          () -> conditions.pieces(0),
          () -> conditions.resetAfter(-1),
          () -> conditions.latency(ms(2), ms(1)),
          () -> network.host(HOST).addresses(new String[0]));
      for (Action call : calls) {
        assertThatIllegalArgumentException().isThrownBy(call::run);
      }
    });
  }
}
