package dev.meanwhile.http;

import static dev.meanwhile.async.Async.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.net.NameLookup;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.http.HttpException.Stage;
import dev.meanwhile.http.LoopbackServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has happened to others when an address found in content led into their own network, as
/// tests named after the incidents.
final class SsrfIncidentsTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final InetAddress SECRET = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress OPEN = InetAddress.ofLiteral("127.0.0.2");

  /// Stands for "public only": of this machine only 127.0.0.2 may be connected to.
  private static final AddressGuard GUARD = AddressGuard.publicOnly().allowing("127.0.0.2");

  /// CommaFeed GHSA-hgrr-mjfp-gmr6: unique-local and shared addresses got through.
  @ParameterizedTest
  @ValueSource(strings = {"fd12:3456::1", "fc00::1", "100.64.0.1", "100.127.255.255"})
  void commaFeedGhsaHgrrMjfpGmr6_uniqueLocalAndShared_areRefused(String address) {
    assertNameIsRefused(address);
  }

  /// CommaFeed GHSA-q5qw-345w-55xg: then IPv4 hidden in IPv6 did.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "::ffff:0:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::10.0.0.1",
        "2002:c0a8:0101::1",
        "2001:0:7f00:1::",
        "2001:0:808:808:0:0:3f57:fefe",
        "2a00::5efe:192.168.0.1",
      })
  void commaFeedGhsaQ5qw345w55xg_ipv4HiddenInIpv6_isRefused(String address) {
    assertNameIsRefused(address);
  }

  /// What every guide to this attack begins with.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254"
      })
  void metadataServices_ofAllClouds_areRefused(String address) {
    assertNameIsRefused(address);
  }

  /// Literal addresses as C libraries read them: hexadecimal, short, one number.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1]/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
      })
  void oddLiterals_ofLoopback_areNeverConnectedTo(String address) {
    run(() -> {
      try (ClientSession session =
          ClientSession.builder().guard(AddressGuard.publicOnly()).open()) {
        assertThatThrownBy(() -> session.get(address))
            .isInstanceOfAny(HttpException.class, IllegalArgumentException.class)
            .satisfies(failure -> {
              if (failure instanceof HttpException refused) {
                assertThat(refused.stage()).isIn(Stage.POLICY, Stage.DNS);
              }
            });
      }
    });
  }

  /// CommaFeed 7.0, nextcloud/news 28.5.0, ownpilot/OwnPilot#37 and adbar/trafilatura#910: only
  /// the first address was looked at.
  @Test
  void nextcloudNews28_redirectToThisMachine_isRefusedAtTheHop() throws IOException {
    AtomicInteger reached = new AtomicInteger();
    try (var secret = secret(0, reached);
        var open = LoopbackServer.start(
            "127.0.0.2",
            secret.port(),
            answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + "Location: http://127.0.0.1:"
                + secret.port() + "/\r\n\r\n"))) {
      run(() -> {
        try (ClientSession session = session(_ -> new InetAddress[] {OPEN})) {
          assertRefused(() -> session.get("http://feeds.example:" + secret.port() + "/"));
        }
      });
      assertThat(open.accepted()).isOne();
    }
    assertThat(reached).hasValue(0);
  }

  /// The same through a name, and for a guard of the request alone.
  @Test
  void commaFeed7_redirectToANameOfThisMachine_isRefusedAtTheHop() {
    Simulation.run(() -> {
      Transport transport =
          InMemoryTransport.of(request -> request.uri().getHost().equals("a.example")
              ? Reply.of(302).header("Location", "http://[::1]:9000/admin")
              : Reply.of(200).body("secret"));
      try (ClientSession session = ClientSession.builder().transport(transport).open()) {
        Request found = Request.get("http://a.example/").guard(AddressGuard.publicOnly());
        assertRefused(() -> session.send(found));
      }
    });
  }

  /// Miniflux judges what the dialer sees, FreshRSS#8400 pins the answer: a name whose answers
  /// change between the check and its use is asked once per connection.
  @Test
  void freshRss8400_dnsAnswerThatAlternates_isJudgedAndUsedAsOne() throws IOException {
    AtomicInteger reached = new AtomicInteger();
    try (var secret = secret(0, reached);
        var open = LoopbackServer.start("127.0.0.2", secret.port(), answering(HELLO))) {
      AtomicInteger asked = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        run(() -> {
          try (ClientSession session =
              session(_ -> new InetAddress[] {asked.getAndIncrement() % 2 == 0 ? OPEN : SECRET})) {
            String rebinding = "http://rebind.example:" + secret.port() + "/";
            if (asked.get() % 2 == 0) {
              assertThat(session.get(rebinding).text()).isEqualTo("hello");
            } else {
              assertRefused(() -> session.get(rebinding));
            }
          }
        });
      }
      assertThat(asked).hasValue(4);
      assertThat(open.accepted()).isEqualTo(2);
    }
    assertThat(reached).hasValue(0);
  }

  /// Stringer GHSA-496x-437q-h35q: a `file:` address was read.
  @Test
  void stringerGhsa496x437qH35q_otherSchemes_areRefused() {
    for (String address : List.of(
        "file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/", "jar:file:/x!/")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Request.get(address));
      Simulation.run(() -> {
        Transport transport = InMemoryTransport.of(_ -> Reply.of(302).header("Location", address));
        try (ClientSession session =
            ClientSession.builder().transport(transport).open()) {
          assertThatThrownBy(() -> session.get("http://a.example/"))
              .isInstanceOf(HttpException.class);
        }
      });
    }
  }

  /// Miniflux CVE-2026-21885, a side door: what another part of the program had opened. A kept
  /// connection of a request without a guard does not serve one with a guard.
  @Test
  void minifluxCve202621885_keptConnectionOfAnUnguardedRequest_servesNoGuardedOne()
      throws IOException {
    AtomicInteger reached = new AtomicInteger();
    try (var secret = secret(0, reached);
        var open = LoopbackServer.start("127.0.0.2", secret.port(), answering(HELLO))) {
      run(() -> {
        Transport transport =
            HttpClientTransport.open(AddressGuard.off(), Duration.ofSeconds(5), 8, 8, resolver(_ ->
                new InetAddress[] {SECRET, OPEN}));
        try (ClientSession session =
            ClientSession.builder().transport(transport).open()) {
          Request unguarded = Request.get("http://both.example:" + secret.port() + "/");
          assertThat(session.send(unguarded).text()).isEqualTo("secret");
          assertThat(session.send(unguarded.guard(GUARD)).text()).isEqualTo("hello");
          assertThat(session.send(unguarded.guard(GUARD)).text()).isEqualTo("hello");
          assertThat(open.accepted()).isOne();
        }
      });
    }
    assertThat(reached).hasValue(1);
  }

  /// Athou/commafeed#1735, FreshRSS/FreshRSS#8400: the guard broke bridges at home.
  @Test
  void commaFeed1735_bridgeAtHome_isAllowedByAddressOrByName() {
    InetAddress bridge = InetAddress.ofLiteral("192.168.1.5");
    AddressGuard guard = AddressGuard.publicOnly();

    assertThat(guard.allowing("192.168.1.0/24").permits("rss.lan", bridge)).isTrue();
    assertThat(guard.trusting("RSS.lan").permits("rss.lan", bridge)).isTrue();
    assertThat(guard.trusting("rss.lan").permits("other.lan", bridge)).isFalse();
  }

  /// What a user typed may be anywhere; what it redirects to may not, but for the same host.
  @Test
  void typed_hostOfOnesOwn_isTrustedAndNoOther() {
    Transport transport = InMemoryTransport.of(request -> switch (request.uri().getPath()) {
      case "/same" -> Reply.of(302).header("Location", "https://127.0.0.1:9443/");
      case "/other" -> Reply.of(302).header("Location", "http://127.0.0.9/");
      default -> Reply.of(200).body("hello");
    });

    Simulation.run(() -> {
      try (ClientSession session = ClientSession.builder().transport(transport).open()) {
        for (String path : List.of("/", "/same")) {
          assertThat(session.send(typed("http://127.0.0.1:8080" + path)).text()).isEqualTo("hello");
        }
        assertRefused(() -> session.send(typed("http://127.0.0.1:8080/other")));
      }
    });
  }

  private static Request typed(String address) {
    return Request.get(address).guard(AddressGuard.typed(URI.create(address)));
  }

  private static void assertNameIsRefused(String address) {
    InetAddress found = InetAddress.ofLiteral(address);
    run(() -> {
      try (ClientSession session = session(_ -> new InetAddress[] {found})) {
        assertRefused(() -> session.get("http://innocent.example/"));
      }
    });
  }

  private static void assertRefused(ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY));
  }

  private static ClientSession session(NameLookup.Lookup lookup) {
    Transport transport =
        HttpClientTransport.open(GUARD, Duration.ofSeconds(5), 8, 8, resolver(lookup));
    return ClientSession.builder().guard(GUARD).transport(transport).open();
  }

  private static HostResolver resolver(NameLookup.Lookup lookup) {
    return new HostResolver(NameLookup.of(lookup));
  }

  private static LoopbackServer secret(int port, AtomicInteger reached) {
    return LoopbackServer.start("127.0.0.1", port, connection -> {
      while (connection.awaitRequest()) {
        reached.incrementAndGet();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
      }
    });
  }

  private static Script answering(String response) {
    return connection -> {
      while (connection.awaitRequest()) {
        connection.send(response);
      }
    };
  }
}
