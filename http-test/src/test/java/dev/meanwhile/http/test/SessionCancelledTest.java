package dev.meanwhile.http.test;

import static dev.meanwhile.async.Async.shielded;
import static dev.meanwhile.async.Async.sleep;
import static dev.meanwhile.async.Async.taskGroup;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.ExplorationReport;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.CookieJar;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a session does, cancelled at each wait: no request, slot or connection is
/// lost.
final class SessionCancelledTest {
  private static final String HOST = "feeds.example";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void cancelEverywhere_onAnHonestNetwork_losesNothing() {
    ExplorationReport report =
        Simulation.explore(Exploration.cancelEverywhere(), () -> requests(1, _ -> {}));

    assertThat(report.runs()).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void cancelEverywhere_withFaults_losesNothing(long seed) {
    ExplorationReport report = Simulation.explore(
        Exploration.cancelEverywhere(),
        () -> requests(seed, network -> {
          network.host(HOST).nameTrouble(0.1).nameDelay(Duration.ZERO, SECOND);
          network
              .to(HOST)
              .refuse(0.1)
              .ignore(0.05)
              .reset(0.1, 2_000)
              .truncate(0.1, 2_000)
              .stall(0.1, 2_000);
        }));

    assertThat(report.runs()).isGreaterThan(30);
  }

  @Test
  void explore_anySchedule_losesNothing() {
    ExplorationReport report = Simulation.explore(
        Exploration.random(5).runs(60),
        () -> requests(7, network -> network.to(HOST).reset(0.2, 2_000).stall(0.1, 2_000)));

    assertThat(report.runs()).isEqualTo(60);
  }

  /// Redirects, retries, cookies, a governor, bodies in and out, with two slots for all of it.
  private static void requests(long seed, Consumer<SimulatedNetwork> trouble) {
    SimulatedNetwork network = SimulatedNetwork.seeded(seed);
    network.everywhere().latency(Duration.ofMillis(10));
    HostGovernor governor =
        HostGovernor.builder().perHost(1).spacing(Duration.ofMillis(100)).build();
    try (SimulatedServer server =
            SimulatedServer.start(network, HOST, SessionCancelledTest::answer);
        ClientSession session = ClientSession.builder()
            .transport(SimulatedTransport.over(network))
            .governor(governor)
            .cookies(CookieJar.create())
            .retries(1)
            .minimumRate(10, SECOND.multipliedBy(5))
            .timeout(SECOND.multipliedBy(8))
            .maxConnections(2)
            .open()) {
      trouble.accept(network);
      try {
        taskGroup(group -> {
          group.start(() -> attempt(session, Request.get("http://feeds.example/moved")));
          group.start(() -> attempt(session, Request.get("https://feeds.example/busy")));
          group.start(() -> attempt(
              session,
              Request.post(URI.create("http://feeds.example/post"))
                  .body(BodySource.paced("hello".getBytes(UTF_8), 1, SECOND), "a/b")));
          group.start(() -> attempt(session, Request.get("http://feeds.example/slow")));
          group.start(() -> giveUpHalfWay(session));
        });
      } finally {
        shielded(() -> nothingIsHeld(network, session, governor));
      }
    }
    assertThat(network.openConnections()).isZero();
  }

  private static Reply answer(Request request) {
    return switch (request.uri().getPath()) {
      case "/moved" ->
        Reply.of(302)
            .header("Set-Cookie", "id=1; Path=/")
            .header("Location", "https://feeds.example/ok");
      case "/busy" -> Reply.of(503).header("Retry-After", "1");
      case "/slow" -> Reply.of(200).body(BodySource.paced(new byte[500], 100, SECOND));
      case "/endless" -> Reply.of(200).body(BodySource.endless(new byte[100], SECOND));
      default -> Reply.of(200).body("ok");
    };
  }

  private static void attempt(ClientSession session, Request request) {
    try (Response response = session.send(request)) {
      assertThat(response.bytes()).isNotNull();
    } catch (HttpException | TimedOutException failed) {
      assertThat(failed).isNotNull(); // the network is what it is
    }
  }

  private static void giveUpHalfWay(ClientSession session) throws Exception {
    try (Response response = session.get("http://feeds.example/endless");
        InputStream body = response.stream()) {
      assertThat(body.read(new byte[10])).isPositive();
      sleep(SECOND);
    } catch (HttpException | TimedOutException failed) {
      assertThat(failed).isNotNull();
    }
  }

  /// A slot or a permit that was lost would have this wait for ever, which is a deadlock. The
  /// server may have gone in the cancellation, so it is another one.
  private static void nothingIsHeld(
      SimulatedNetwork network, ClientSession session, HostGovernor governor) {
    try (SimulatedServer server =
            SimulatedServer.start(network, "other.example", SessionCancelledTest::answer);
        Response one = session.get("http://other.example/endless");
        Response two = session.get("https://other.example/endless")) {
      assertThat(one.status() + two.status()).isEqualTo(400);
    } catch (HttpException failed) {
      assertThat(failed).as("this server was cancelled").hasMessageContaining("other.example");
    }
    sleep(Duration.ofHours(2)); // whatever the governor makes of the faults is over
    for (String address : List.of("http://feeds.example/", "https://feeds.example/")) {
      governor.acquire(URI.create(address)).close();
    }
  }
}
