package dev.meanwhile.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.ExplorationReport;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.test.SimulatedServer;
import dev.meanwhile.http.test.SimulatedTransport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A scraper that is cancelled at any of its waits, and one on a network on which everything
/// can go wrong: nothing is left, and every page is accounted for.
final class TroubledScrapeTest {
  private static final List<URI> PAGES = List.of(
      URI.create("http://one.example/"),
      URI.create("http://one.example/moved"),
      URI.create("http://two.example/"));

  private static Reply answer(Request request) {
    return switch (request.uri().getPath()) {
      case "/robots.txt" -> Reply.of(200).body("User-agent: *\nCrawl-delay: 1\nDisallow: /secret");
      case "/moved" -> Reply.of(302).header("Location", "/target");
      default ->
        Reply.of(200)
            .header("Content-Type", "text/html")
            .body("<title>A page</title><a href=/next>next</a><a href=/secret>secret</a>");
    };
  }

  private static List<Scraped> scrape(ClientSession session) {
    return Scraper.builder(session).depth(1).concurrency(2).build().scrape(PAGES);
  }

  @Test
  void scrape_cancelledAtEachOfItsWaits_leavesNothing() {
    ExplorationReport report = Simulation.explore(Exploration.cancelEverywhere(), () -> {
      InMemoryTransport hosts = InMemoryTransport.of(request -> {
        Async.sleep(Duration.ofMillis(100));
        return answer(request);
      });
      try (ClientSession session = ClientSession.builder()
          .transport(hosts)
          .maxConnectionsPerHost(1)
          .governor(HostGovernor.builder().perHost(1).build())
          .open()) {
        try {
          return scrape(session);
        } finally {
          // Every slot and permit came back: the same session still does all of it.
          assertThat(Async.shielded(() -> scrape(session))).hasSize(7);
        }
      }
    });

    assertThat(report.runs()).isGreaterThan(40);
  }

  @Test
  void scrape_troubledNetwork_everyPageIsAccountedForAndNothingIsLeft() {
    Simulation.explore(Exploration.random(7).runs(40), () -> {
      SimulatedNetwork network = SimulatedNetwork.create();
      network.everywhere().latency(Duration.ofMillis(5), Duration.ofMillis(300)).loss(0.02);
      List<SimulatedServer> servers = new ArrayList<>();
      List<URI> pages = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String host = "host" + i + ".example";
        servers.add(SimulatedServer.start(network, host, TroubledScrapeTest::answer));
        pages.add(URI.create("http://" + host + "/a"));
        pages.add(URI.create("http://" + host + "/moved"));
      }
      network.host("host1.example").unknown();
      network.to("host2.example").refuse(0.5);
      network.to("host3.example").reset(0.5, 100);
      network.to("host4.example").truncate(0.5, 100);
      network.to("host5.example").stall(0.5, 100);
      network.to("host6.example").ignore(0.5);
      try (ClientSession session = ClientSession.builder()
          .transport(SimulatedTransport.over(network))
          .maxConnectionsPerHost(2)
          .open()) {
        List<Scraped> results =
            Scraper.builder(session).timeout(Duration.ofSeconds(5)).build().scrape(pages);

        assertThat(results.stream().map(Scraped::url)).containsExactlyInAnyOrderElementsOf(pages);
        assertThat(results.stream().filter(Page.class::isInstance)).isNotEmpty();
        assertThat(results.toString()).doesNotContain("an error of Meanwhile itself");
      } finally {
        servers.forEach(SimulatedServer::close);
      }
      assertThat(network.openConnections()).isZero();
      assertThat(Async.allTasks()).containsExactly(Async.currentTask());
      return true;
    });
  }
}
