package dev.meanwhile.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.test.SimulatedServer;
import dev.meanwhile.http.test.SimulatedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The whole aggregator, down to the bytes on the line, on a network on which everything can go
/// wrong: by the deadline there is a full account, and nothing is left.
final class TroubledNetworkTest {
  private static final int FEEDS = 50;
  private static final int HOSTS = 25;
  private static final Duration DEADLINE = Duration.ofSeconds(12);
  private static final String ITEM =
      "<item><title>One</title><link>https://x.example/1</link></item>";

  /// Feeds of 1 to 80 items.
  private static Reply answer(Request request) {
    int items = 1 + Math.floorMod(request.uri().getPath().hashCode(), 80);
    return Reply.of(200)
        .header("Content-Type", "application/rss+xml")
        .body("<rss version=\"2.0\"><channel><title>A title</title>" + ITEM.repeat(items)
            + "</channel></rss>");
  }

  private static String host(int number) {
    return "host" + number + ".example";
  }

  private static List<SimulatedServer> startTroubledHosts(SimulatedNetwork network) {
    network.everywhere().latency(Duration.ofMillis(5), Duration.ofMillis(400)).loss(0.02);
    List<SimulatedServer> servers = new ArrayList<>();
    for (int i = 0; i < HOSTS; i++) {
      servers.add(SimulatedServer.start(network, host(i), TroubledNetworkTest::answer));
    }
    network.host(host(1)).unknown();
    network.host(host(2)).nameTrouble(0.5).nameDelay(Duration.ZERO, Duration.ofSeconds(7));
    network.host(host(3)).addresses("10.0.0.3");
    network.to(host(4)).refuse(0.5);
    network.to(host(5)).ignore(0.5);
    network.to(host(6)).reset(0.5, 2_000);
    network.to(host(7)).truncate(0.5, 2_000);
    network.to(host(8)).stall(0.5, 2_000);
    network.to(host(9)).bandwidth(300);
    network.to(host(10)).loss(0.5);
    servers.get(11).certificate("other.example");
    EventLoop loop = EventLoop.current();
    loop.callLater(Duration.ofMillis(700), network.host(host(12))::crash);
    loop.callLater(Duration.ofMillis(300), () -> network.partition("localhost", host(13)));
    loop.callLater(Duration.ofSeconds(3), network::heal);
    return servers;
  }

  private static Account refresh(SimulatedNetwork network) {
    List<SimulatedServer> servers = startTroubledHosts(network);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < FEEDS; i++) {
      sources.add(SourceList.parseAddress("https://" + host(i % HOSTS) + "/" + i));
    }
    try (ClientSession session = ClientSession.builder()
        .transport(SimulatedTransport.over(network))
        .guard(AddressGuard.publicOnly())
        .governor(HostGovernor.polite())
        .open()) {
      return NewsAggregator.builder(session)
          .deadline(DEADLINE)
          .build()
          .refresh(sources, RunListener.NONE);
    } finally {
      servers.forEach(SimulatedServer::close);
    }
  }

  private static Account checked(SimulatedNetwork network) {
    Account account = refresh(network);

    assertThat(account.took()).isLessThanOrEqualTo(DEADLINE);
    assertThat(account.results()).hasSize(FEEDS).allSatisfy(report -> {
      assertThat(report.outcome().isSuccess()).isEqualTo(report.error() == null);
      assertThat(report.took()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    });
    // Hosts that nothing ails.
    for (int i = 14; i < HOSTS; i++) {
      assertThat(account.results().get(i).stage()).isIn(null, "deadline");
    }
    assertThat(network.openConnections()).isZero();
    assertThat(Async.allTasks()).containsExactly(Async.currentTask());
    return account;
  }

  @Test
  void refresh_fiftyFeedsOnFaultyHosts_givesAFullAccountByTheDeadline() {
    Account account = Simulation.run(() -> checked(SimulatedNetwork.seeded(1)));

    assertThat(account.successful()).isBetween(25, 45);
    assertThat(account.results())
        .extracting(SourceReport::stage)
        .contains("dns", "policy", "tls", "connect", "deadline");
  }

  @Test
  void refresh_sameSeed_sameAccount() {
    Account first = Simulation.run(() -> checked(SimulatedNetwork.seeded(5)));
    Account again = Simulation.run(() -> checked(SimulatedNetwork.seeded(5)));

    assertThat(again).isEqualTo(first);
  }

  @Test
  void refresh_anySeedAndSchedule_givesAFullAccountByTheDeadline() {
    Simulation.explore(Exploration.random(1).runs(5), () -> checked(SimulatedNetwork.create()));
  }
}
