package dev.meanwhile.http.test;

import static dev.meanwhile.async.Async.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.net.Connection;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.StreamServer;
import dev.meanwhile.async.net.Streams;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.ExplorationReport;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class SimulatedHttpTest {
  private static final String HOST = "feeds.example";
  private static final String ADDRESS = "http://feeds.example/";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private interface Body {
    void run(SimulatedNetwork network, ClientSession session) throws Exception;
  }

  /// Runs a program with a session over a network whose packets take 10 ms, and sees to it that
  /// it leaves nothing.
  private static void simulate(long seed, UnaryOperator<ClientSession.Builder> options, Body body) {
    Simulation.run(() -> {
      SimulatedNetwork network = SimulatedNetwork.seeded(seed);
      network.everywhere().latency(Duration.ofMillis(10));
      ClientSession.Builder builder =
          ClientSession.builder().transport(SimulatedTransport.over(network));
      try (ClientSession session = options.apply(builder).open()) {
        body.run(network, session);
      }
      assertThat(network.openConnections()).as("connections left").isZero();
      assertThat(Async.allTasks()).as("tasks left").containsExactly(Async.currentTask());
    });
  }

  private static void simulate(Body body) {
    simulate(1, UnaryOperator.identity(), body);
  }

  /// As [#simulate(Body)], with a server.
  private static void serving(InMemoryTransport.Handler handler, Body body) {
    simulate((network, session) -> {
      try (SimulatedServer server = SimulatedServer.start(network, HOST, handler)) {
        body.run(network, session);
      }
    });
  }

  private static void failsIn(Stage stage, String message, Action call) {
    HttpException thrown = catchThrowableOfType(HttpException.class, call::run);
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.stage()).isEqualTo(stage);
  }

  private static long now() {
    return EventLoop.current().time().toMillis();
  }

  // --- what works ---

  @Test
  void get_plainAndSecure_answer() {
    serving(
        request -> Reply.of(200).header("X-Seen", request.uri().toString()).body("hello"),
        (_, session) -> {
          Response plain = session.get("http://FEEDS.example/a?b=c#d");
          assertThat(plain.text()).isEqualTo("hello");
          assertThat(plain.headers().first("X-Seen")).contains("http://feeds.example/a?b=c");
          assertThat(plain.headers().first("Content-Length")).contains("5");
          assertThat(now()).isEqualTo(40);

          Response secure = session.get("https://feeds.example/");
          assertThat(secure.headers().first("X-Seen")).contains("https://feeds.example/");
          assertThat(now()).as("one trip more").isEqualTo(100);
        });
  }

  @Test
  void send_body_arrives() {
    serving(
        request -> Reply.of(200)
            .body(request.headers().first("Content-Type").orElse("none") + " "
                + request.body().map(body -> body.length).orElse(-1)),
        (_, session) -> {
          assertThat(session
                  .send(Request.post(URI.create(ADDRESS)).body(new byte[300_000], "a/b"))
                  .text())
              .isEqualTo("a/b 300000");
          assertThat(session.get(ADDRESS).text()).isEqualTo("none -1");
        });
  }

  @Test
  void body_inEachFraming_isRead() {
    byte[] content = "0123456789".repeat(10_000).getBytes(UTF_8);
    BodySource[] bodies = {
      BodySource.of(content), BodySource.paced(content, 30_000, SECOND), BodySource.of(content)
    };
    String[] connection = {"keep-alive", "keep-alive", "close"};
    for (int i = 0; i < bodies.length; i++) {
      int which = i;
      serving(
          _ -> Reply.of(200).header("Connection", connection[which]).body(bodies[which]),
          (_, session) -> {
            Response response = session.get(ADDRESS);
            assertThat(response.headers().has("Content-Length")).isEqualTo(which == 0);
            assertThat(response.headers().has("Transfer-Encoding")).isEqualTo(which == 1);
            assertThat(response.bytes()).isEqualTo(content);
          });
    }
  }

  @Test
  void body_coded_isDecodedAndHeldToItsLimit() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(new byte[3_000_000]);
    }
    serving(
        _ -> Reply.of(200).header("Content-Encoding", "gzip").body(zipped.toByteArray()),
        (_, session) -> {
          failsIn(
              Stage.BODY,
              "the body expands to more than 200 times what was transferred",
              () -> session.get(ADDRESS).bytes());
          failsIn(
              Stage.BODY,
              "the body is larger than 1 KiB",
              () -> session.send(Request.get(ADDRESS).maxBody(1_024)).bytes());
        });
  }

  @Test
  void body_endless_isCutByItsLimit() {
    serving(
        _ -> Reply.of(200).body(BodySource.endless(new byte[1_000], Duration.ofMillis(1))),
        (_, session) -> failsIn(
            Stage.BODY,
            "the body is larger than 64 KiB",
            () -> session.send(Request.get(ADDRESS).maxBody(64 * 1024)).bytes()));
  }

  @Test
  void head_notModifiedAndNoContent_haveNoBody() {
    serving(
        request -> Reply.of(request.method().equals("HEAD") ? 200 : 304).body("ignored"),
        (_, session) -> {
          assertThat(session.send(Request.head(URI.create(ADDRESS))).text()).isEmpty();
          assertThat(session.get(ADDRESS).status()).isEqualTo(304);
        });
  }

  @Test
  void redirect_toAnotherHost_isFollowed() {
    serving(
        _ -> Reply.of(302).header("Location", "https://other.example/x"), (network, session) -> {
          try (SimulatedServer other =
              SimulatedServer.start(network, "other.example", _ -> Reply.of(200).body("there"))) {
            assertThat(session.get(ADDRESS).text()).isEqualTo("there");
          }
        });
  }

  // The server speaks keep-alive, though the transport does not ask for it.
  @Test
  void server_twoRequestsOnOneConnection_answersBoth() {
    serving(_ -> Reply.of(200).body("x"), (network, _) -> {
      Network.use(network);
      try (Connection connection = Streams.connect(HOST, 80)) {
        connection
            .writer()
            .write("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        for (int i = 0; i < 2; i++) {
          String answer =
              new String(connection.reader().readUntil("\r\n\r\n".getBytes(UTF_8)), UTF_8);
          assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Length: 1\r\n");
          assertThat(connection.reader().readExactly(1)).isEqualTo(new byte[] {'x'});
        }
        connection.writer().write("what is this\r\n\r\n");
        assertThat(connection.reader().read()).isEmpty();
      }
    });
  }

  // --- faults of the network, by the stage that they are met in ---

  @Test
  void dns_unknownAndTrouble() {
    simulate((network, session) -> {
      network.host("trouble.example").nameTrouble(1);
      failsIn(
          Stage.DNS, "unknown host name never.example", () -> session.get("http://never.example/"));
      failsIn(
          Stage.DNS,
          "no answer from the name service for trouble.example",
          () -> session.get("http://trouble.example/"));
    });
  }

  @Test
  void connect_refusedIgnoredAndPartitioned() {
    serving(_ -> Reply.of(200), (network, session) -> {
      failsIn(
          Stage.CONNECT,
          "connection to feeds.example:8080 refused",
          () -> session.get("http://feeds.example:8080/"));
      network.to(HOST).ignore(1);
      long before = now();
      failsIn(Stage.CONNECT, "no connection to feeds.example in time", () -> session.get(ADDRESS));
      assertThat(now() - before).isEqualTo(10_000);
      network.to(HOST).ignore(0);
      network.partition("localhost", HOST);
      failsIn(Stage.CONNECT, "no connection to feeds.example in time", () -> session.get(ADDRESS));
      network.heal();
      session.get(ADDRESS).close();
    });
  }

  @Test
  void connect_severalAddresses_triesTheNext() {
    serving(_ -> Reply.of(200).body("x"), (network, session) -> {
      network.host("both.example").addresses("44.0.0.1", "44.0.0.2");
      network.between("localhost", "both.example").refuse(1);
      failsIn(
          Stage.CONNECT,
          "connection to both.example refused",
          () -> session.get("http://both.example/"));
    });
  }

  @Test
  void tls_resetWrongNameAndNoTls() {
    simulate((network, session) -> {
      String address = "https://feeds.example/";
      try (SimulatedServer server =
          SimulatedServer.start(network, HOST, _ -> Reply.of(200).body("x"))) {
        server.certificate("other.example");
        failsIn(
            Stage.TLS,
            "the certificate of feeds.example is for another name",
            () -> session.get(address));
        network.to(HOST).resetAfter(0);
        failsIn(Stage.TLS, "no secure connection to feeds.example", () -> session.get(address));
      }
    });
  }

  @Test
  void headers_resetTruncatedSilentAndNotHttp() {
    serving(_ -> Reply.of(200).body("hello"), (network, session) -> {
      network.to(HOST).resetAfter(0);
      failsIn(
          Stage.HEADERS,
          "the connection to feeds.example broke before an answer",
          () -> session.get(ADDRESS));
      network.to(HOST).mend().truncateAfter(0);
      failsIn(
          Stage.HEADERS,
          "feeds.example closed the connection without an answer",
          () -> session.get(ADDRESS));
      network.to(HOST).mend().truncateAfter(30);
      failsIn(
          Stage.HEADERS,
          "feeds.example closed the connection within the head of its answer",
          () -> session.get(ADDRESS));
      network.to(HOST).mend().stallAfter(30);
      assertThat(catchThrowable(() -> session.get(ADDRESS))).isInstanceOf(TimedOutException.class);
    });
  }

  @Test
  void headers_notHttpOrTooLarge() {
    String[] answers = {
      "SSH-2.0-OpenSSH\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
      "HTTP/1.1 100 \r\n\r\n".repeat(20),
    };
    for (String answer : answers) {
      answering(
          answer,
          session -> failsIn(
              Stage.HEADERS,
              "the answer of feeds.example is not HTTP",
              () -> session.get(ADDRESS)));
    }
    for (String answer : List.of(
        "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(201) + "\r\n",
        "HTTP/1.1 200 " + "x".repeat(17_000))) {
      answering(
          answer,
          session -> failsIn(
              Stage.HEADERS,
              "the head of the answer of feeds.example is larger than 200 fields of 16 KiB",
              () -> session.get(ADDRESS)));
    }
  }

  @Test
  void body_brokenChunks() {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (String chunks : List.of("x\r\n", "-1\r\n", "1\r\nab", "fffffffffffffffff\r\n")) {
      answering(
          head + chunks,
          session -> failsIn(
              Stage.BODY,
              "the body's chunks are broken",
              () -> session.get(ADDRESS).bytes()));
    }
    for (String chunks : List.of("", "5\r\nab", "2\r\nab\r\n", "2\r\nab\r\n0", "0\r\na: b\r\n")) {
      answering(
          head + chunks,
          session -> failsIn(
              Stage.BODY, "the body is cut off", () -> session.get(ADDRESS).bytes()));
    }
    answering(
        "HTTP/1.1 103 Early\r\n\r\n" + head + "2;x=y\r\nab\r\n01\r\nc\r\n0\r\nt: u\r\n\r\n",
        session -> assertThat(session.get(ADDRESS).text()).isEqualTo("abc"));
  }

  private interface Use {
    void run(ClientSession session) throws Exception;
  }

  /// A server that answers whatever it is asked with these bytes.
  private static void answering(String answer, Use use) {
    simulate((network, session) -> {
      Network.use(network);
      try (StreamServer server = Streams.serve(HOST, 80, (reader, writer) -> {
        reader.readUntil("\r\n\r\n".getBytes(UTF_8));
        writer.write(answer);
      })) {
        use.run(session);
      }
    });
  }

  @Test
  void body_resetTruncatedStalledAndDripping() {
    byte[] content = new byte[500_000];
    serving(_ -> Reply.of(200).body(content), (network, session) -> {
      network.to(HOST).resetAfter(100_000);
      failsIn(
          Stage.BODY,
          "the connection broke within the body",
          () -> session.get(ADDRESS).bytes());
      network.to(HOST).mend().truncateAfter(100_000);
      failsIn(Stage.BODY, "the body is cut off", () -> session.get(ADDRESS).bytes());
      network.to(HOST).mend().stallAfter(100_000);
      Response stalled = session.get(ADDRESS);
      assertThat(catchThrowable(stalled::bytes)).isInstanceOf(TimedOutException.class);
      network.to(HOST).mend().bandwidth(10_000);
      Response dripping = session.get(ADDRESS);
      assertThat(catchThrowable(dripping::bytes)).isInstanceOf(TimedOutException.class);
      assertThat(
              session.send(Request.get(ADDRESS).timeout(Duration.ofSeconds(60))).bytes())
          .hasSize(500_000);
    });
  }

  @Test
  void body_short_comesWithTheHeadAndFailsWhoReadsIt() {
    serving(_ -> Reply.of(200).body(new byte[5_000]), (network, session) -> {
      network.to(HOST).truncateAfter(1_000);
      Response response = session.get(ADDRESS);

      assertThat(response.status()).isEqualTo(200);
      failsIn(Stage.BODY, "the body is cut off", response::bytes);
    });
  }

  @Test
  void body_ofAHandlerThatBreaksOrLies_isCutOff() {
    HttpException broken = HttpException.of(Stage.BODY, "broken");
    List<Reply> replies = List.of(
        Reply.of(200).body(BodySource.broken(new byte[10], broken)),
        Reply.of(200).header("Content-Length", "20").body(new byte[10]));
    for (Reply reply : replies) {
      serving(
          _ -> reply,
          (_, session) -> failsIn(
              Stage.BODY, "the body is cut off", () -> session.get(ADDRESS).bytes()));
    }
  }

  @Test
  void handler_thatThrowsAnHttpException_breaksOff() {
    serving(
        _ -> {
          throw HttpException.of(Stage.HEADERS, "no");
        },
        (_, session) -> failsIn(
            Stage.HEADERS,
            "feeds.example closed the connection without an answer",
            () -> session.get(ADDRESS)));
  }

  @Test
  void crash_whileAnswering_thenRestart() {
    serving(
        _ -> {
          sleep(SECOND);
          return Reply.of(200).body("hello");
        },
        (network, session) -> {
          Task<Response> asking = createTask(() -> session.get(ADDRESS));
          sleep(Duration.ofMillis(500));
          network.host(HOST).crash();
          failsIn(
              Stage.HEADERS,
              "the connection to feeds.example broke before an answer",
              asking::await);
          failsIn(Stage.CONNECT, "connection to feeds.example refused", () -> session.get(ADDRESS));
          network.host(HOST).restart();
          assertThat(session.get(ADDRESS).text()).isEqualTo("hello");
        });
  }

  // --- the guard ---

  @Test
  void guard_refusesPrivateAddressesOfNamesAndRedirects() {
    simulate(1, options -> options.guard(AddressGuard.publicOnly()), (network, session) -> {
      network.host("inside.example").addresses("10.0.0.7");
      try (SimulatedServer inside = SimulatedServer.start(
              network, "inside.example", _ -> Reply.of(200).body("secret"));
          SimulatedServer server = SimulatedServer.start(
              network,
              HOST,
              request -> request.uri().getPath().equals("/out")
                  ? Reply.of(302).header("Location", "http://inside.example/")
                  : Reply.of(200).body("public"))) {
        assertThat(session.get(ADDRESS).text()).isEqualTo("public");
        for (String address : List.of("http://inside.example/", ADDRESS + "out")) {
          failsIn(
              Stage.POLICY,
              "refused to connect to inside.example: it is a private address",
              () -> session.get(address));
        }
      }
    });
  }

  // --- cancellation ---

  @Test
  void cancelled_atAnyMoment_leavesNothing() {
    serving(_ -> Reply.of(200).body(new byte[300_000]), (_, session) -> {
      for (int i = 0; i < 120; i++) {
        Task<byte[]> asking =
            createTask(() -> session.get("https://feeds.example/").bytes());
        sleep(Duration.ofMillis(i));
        asking.cancel();
        var _ = catchThrowable(asking::await);
      }
      sleep(SECOND);
    });
  }

  @Test
  void session_closedWithAnUnreadResponse_closesItsConnection() {
    serving(_ -> Reply.of(200).body(new byte[300_000]), (network, session) -> {
      Response response = session.get(ADDRESS);
      assertThat(network.openConnections()).isEqualTo(1);
      session.close();
      sleep(SECOND);
      assertThat(network.openConnections()).isZero();
      assertThat(response.status()).isEqualTo(200);
    });
  }

  // --- all of it ---

  /// Twelve requests to hosts on which everything can go wrong.
  ///
  /// @return what became of each, and when
  private static List<String> troubledRun(SimulatedNetwork network) {
    Duration limit = Duration.ofSeconds(8);
    List<String> events = new ArrayList<>();
    List<SimulatedServer> servers = new ArrayList<>();
    for (String host : List.of("a.example", "b.example", "c.example")) {
      servers.add(SimulatedServer.start(network, host, request -> {
        if (request.uri().getPath().equals("/2")) {
          sleep(SECOND);
        }
        return request.uri().getPath().equals("/3")
            ? Reply.of(200).body(BodySource.paced(new byte[400], 100, SECOND))
            : Reply.of(200).body(new byte[3_000]);
      }));
      network.host(host).nameTrouble(0.1).nameDelay(Duration.ZERO, SECOND);
      network.to(host).latency(Duration.ofMillis(1), Duration.ofMillis(300)).loss(0.05);
    }
    network.to("a.example").refuse(0.2).reset(0.3, 4_000);
    network.to("b.example").ignore(0.2).truncate(0.3, 4_000);
    network.to("c.example").stall(0.3, 4_000).bandwidth(2_000);
    EventLoop loop = EventLoop.current();
    EventLoop.Handle crash = loop.callLater(SECOND, network.host("a.example")::crash);
    EventLoop.Handle split =
        loop.callLater(SECOND, () -> network.partition("localhost", "b.example"));
    EventLoop.Handle restart =
        loop.callLater(Duration.ofSeconds(2), network.host("a.example")::restart);
    EventLoop.Handle heal = loop.callLater(Duration.ofSeconds(4), network::heal);

    try (ClientSession session = ClientSession.builder()
        .transport(SimulatedTransport.over(network))
        .timeout(limit)
        .maxConnectionsPerHost(2)
        .open()) {
      taskGroup(group -> {
        for (String host : List.of("a.example", "b.example", "c.example")) {
          for (int i = 0; i < 4; i++) {
            String address = (i % 2 == 0 ? "http://" : "https://") + host + "/" + i;
            group.start(() -> {
              String end = endOf(session, address);
              events.add(address + " " + end + "@" + loop.time());
            });
          }
        }
      });
      // Two at a time to each host, each for no longer than its limit.
      assertThat(loop.time()).isLessThanOrEqualTo(limit.multipliedBy(2));
    } finally {
      List.of(crash, split, restart, heal).forEach(EventLoop.Handle::cancel);
      servers.forEach(SimulatedServer::close);
    }
    assertThat(events).hasSize(12);
    assertThat(network.openConnections()).isZero();
    assertThat(Async.allTasks()).containsExactly(Async.currentTask());
    return events;
  }

  /// How a request ended: any other way than these is a failure of the test.
  private static String endOf(ClientSession session, String address) {
    Duration before = EventLoop.current().time();
    try (Response response = session.get(address)) {
      return response.status() + " " + response.bytes().length;
    } catch (HttpException failure) {
      assertThat(failure.stage()).isNotEqualTo(Stage.POLICY);
      if (failure.stage() == Stage.TLS) {
        assertThat(address).startsWith("https");
      }
      return failure.stage().toString();
    } catch (TimedOutException _) {
      assertThat(EventLoop.current().time().minus(before))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(8));
      return "timed out";
    }
  }

  @Test
  void sameSeed_sameEvents_anotherSeedOthers() {
    List<List<String>> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      runs.add(Simulation.run(() -> troubledRun(SimulatedNetwork.seeded(seed))));
    }

    assertThat(runs.get(1)).isEqualTo(runs.get(0));
    assertThat(runs.get(2)).isNotEqualTo(runs.get(0));
  }

  @Test
  void explore_anySeedAndSchedule_eachRequestEndsByItsDeadlineAndNothingLeaks() {
    ExplorationReport report = Simulation.explore(
        Exploration.random(3).runs(60), () -> troubledRun(SimulatedNetwork.create()));

    assertThat(report.runs()).isEqualTo(60);
  }
}
