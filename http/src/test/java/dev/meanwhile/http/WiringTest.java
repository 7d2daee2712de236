package dev.meanwhile.http;

import static dev.meanwhile.async.Async.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.http.HttpException.Stage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// Proxies and certificates, over sockets.
final class WiringTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final List<String> heads = new CopyOnWriteArrayList<>();

  // --- proxies ---

  @Test
  void proxy_plainRequest_goesThroughItWithItsCredentials() throws IOException {
    try (var proxy = LoopbackServer.start(connection -> {
          while (connection.awaitRequest()) {
            heads.add(connection.request());
            connection.send(HELLO);
          }
        });
        var session = through("http://joe:se%20cret@127.0.0.1:" + proxy.port())) {
      run(() -> {
        assertThat(session.get("http://a.example/x?y=1").text()).isEqualTo("hello");
        assertThat(session.get("http://b.example/").text()).isEqualTo("hello");
      });
    }

    assertThat(heads).hasSize(2);
    assertThat(heads.getFirst())
        .startsWith("GET http://a.example/x?y=1 HTTP/1.1\r\n")
        .contains("\r\nHost: a.example\r\n")
        .contains("\r\nProxy-Authorization: Basic am9lOnNlIGNyZXQ=\r\n")
        .doesNotContain("\r\nAuthorization:");
  }

  @Test
  void proxy_secureRequest_isTunnelledAndTheServerSeesNoCredentialsOfTheProxy() throws Exception {
    try (var server = secure();
        var proxy = LoopbackServer.start(connection -> {
          connection.awaitRequest();
          heads.add(connection.request());
          try (Socket up = new Socket("127.0.0.1", server.getLocalPort())) {
            connection.send("HTTP/1.1 200 Connected\r\n\r\n");
            connection.join(up);
          }
        });
        var session = ClientSession.builder()
            .proxy(URI.create("http://joe:pw@127.0.0.1:" + proxy.port()))
            .insecureTls("a.example")
            .open()) {
      run(() -> assertThat(session.get("https://a.example/").text()).isEqualTo("hello"));
    }

    assertThat(heads.get(0))
        .startsWith("CONNECT a.example:443 HTTP/1.1\r\n")
        .contains("Proxy-Authorization: Basic am9lOnB3\r\n");
    assertThat(heads.get(1)).startsWith("GET / HTTP/1.1\r\n").doesNotContain("Authorization");
  }

  // Taken for the server's, the proxy's page could set cookies for it.
  @Test
  void proxy_thatRefusesTheTunnel_isNoAnswerOfTheServer() throws IOException {
    try (var proxy = LoopbackServer.answering(
            "HTTP/1.1 502 No\r\nSet-Cookie: id=1\r\nContent-Length: 3\r\n\r\nno!");
        var session = through("http://joe:pw@127.0.0.1:" + proxy.port())) {
      run(() -> assertThatThrownBy(() -> session.get("https://a.example/"))
          .isInstanceOfSatisfying(
              HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.CONNECT))
          .hasMessageStartingWith("the proxy does not connect to a.example"));
    }
  }

  @Test
  void proxy_ofSocks_connects() throws IOException {
    try (var server = LoopbackServer.answering(HELLO);
        var socks = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        var session = through("socks5://127.0.0.1:" + socks.getLocalPort())) {
      Thread.ofVirtual().start(() -> serveSocks(socks, server.port()));

      run(() -> assertThat(session.get("http://127.0.0.9:81/").text()).isEqualTo("hello"));
    }

    assertThat(heads).containsExactly("127.0.0.9:81");
  }

  @Test
  void proxy_guardedSession_judgesTheHostAndNotTheProxy() throws IOException {
    try (var proxy = LoopbackServer.answering(HELLO);
        var session = ClientSession.builder()
            .proxy(URI.create("http://127.0.0.1:" + proxy.port()))
            .guard(AddressGuard.publicOnly())
            .open()) {
      run(() -> {
        assertThat(session.get("http://93.184.215.14/").text()).isEqualTo("hello");
        assertThatThrownBy(() -> session.get("http://localhost/"))
            .isInstanceOfSatisfying(
                HttpException.class,
                failure -> assertThat(failure.stage()).isEqualTo(Stage.POLICY));
      });
    }
  }

  @Test
  void proxy_thatIsNotThere_isWhatIsSaid() throws IOException {
    int port;
    try (var gone = LoopbackServer.answering(HELLO)) {
      port = gone.port();
    }
    try (var session = through("http://joe:pw@127.0.0.1:" + port)) {
      run(() -> assertThatThrownBy(() -> session.get("http://a.example/"))
          .isInstanceOfSatisfying(
              HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.CONNECT))
          .hasMessage("connection to the proxy for a.example refused"));
    }
  }

  // Behind many a proxy, names of the world outside are unknown.
  @Test
  void proxy_guardedSession_leavesNamesOfTrustedHostsToTheProxy() throws IOException {
    try (var proxy = LoopbackServer.answering(HELLO);
        var session = ClientSession.builder()
            .proxy(URI.create("http://127.0.0.1:" + proxy.port()))
            .guard(AddressGuard.publicOnly().trusting("typed.invalid"))
            .open()) {
      run(() -> {
        assertThat(session.get("http://typed.invalid/").text()).isEqualTo("hello");
        assertThatThrownBy(() -> session.get("http://found.invalid/"))
            .isInstanceOfSatisfying(
                HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.DNS));
        assertThatThrownBy(() ->
                session.send(Request.get("http://typed.invalid/").guard(AddressGuard.publicOnly())))
            .as("a guard of the request's own counts as well")
            .isInstanceOf(HttpException.class);
      });
    }
  }

  @Test
  void proxy_badAddress_isRefusedWithoutItsPassword() {
    for (String bad : List.of("ftp://joe:pw@p.example", "socks5://joe:pw@p.example", "http:x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ClientSession.builder().proxy(URI.create(bad)))
          .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("pw"));
    }
    assertThat(Proxy.of(URI.create("http://joe:pw@p.example:3128")))
        .hasToString("http://p.example:3128");
    assertThatIllegalStateException()
        .isThrownBy(() -> ClientSession.builder()
            .transport(InMemoryTransport.of(_ -> Reply.of(200)))
            .proxy(URI.create("http://p.example"))
            .open());
  }

  // --- certificates: CommaFeed, Feedbin and Scrapy take any by default ---

  @Test
  void tlsOfCommaFeedFeedbinAndScrapy_certificateOfNobody_isRefusedByDefault() throws Exception {
    try (var server = secure();
        var session = ClientSession.open()) {
      run(() -> assertThatThrownBy(
              () -> session.get("https://localhost:" + server.getLocalPort() + "/"))
          .isInstanceOfSatisfying(
              HttpException.class, failure -> assertThat(failure.stage()).isEqualTo(Stage.TLS))
          .hasMessageEndingWith("is not valid"));
    }
  }

  @Test
  void insecureTls_ofOneHost_isForThatHostAloneAndShown() throws Exception {
    try (var server = secure();
        var session = ClientSession.builder().insecureTls("LocalHost").open()) {
      run(() -> {
        String port = ":" + server.getLocalPort() + "/";
        assertThat(session.get("https://localhost" + port).text()).isEqualTo("hello");
        assertThatThrownBy(() -> session.get("https://127.0.0.1" + port))
            .isInstanceOf(HttpException.class);
      });
      assertThat(session)
          .hasToString("ClientSession[open, certificates NOT VERIFIED of localhost]");
    }
  }

  private static ClientSession through(String proxy) {
    return ClientSession.builder().proxy(URI.create(proxy)).open();
  }

  /// A server with TLS that answers each connection's requests with a greeting.
  private ServerSocket secure() throws Exception {
    ServerSocket server = TestCertificate.context()
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().start(() -> {
      while (!server.isClosed()) {
        try {
          SSLSocket client = (SSLSocket) server.accept();
          Thread.ofVirtual().start(() -> greet(client));
        } catch (IOException _) {
          return; // closed
        }
      }
    });
    return server;
  }

  private void greet(SSLSocket socket) {
    try (socket) {
      LoopbackServer.Connection connection = new LoopbackServer.Connection(socket);
      while (connection.awaitRequest()) {
        heads.add(connection.request());
        connection.send(HELLO);
      }
    } catch (IOException _) {
      // The client did not trust us.
    }
  }

  /// The server's part of SOCKS 5 for one connection, which it makes to that port instead.
  private void serveSocks(ServerSocket socks, int port) {
    try (Socket client = socks.accept();
        Socket up = new Socket("127.0.0.1", port)) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readByte();
      in.readFully(new byte[in.readByte()]);
      client.getOutputStream().write(new byte[] {5, 0});
      in.readFully(new byte[4]);
      byte[] address = new byte[4];
      in.readFully(address);
      heads.add(InetAddress.getByAddress(address).getHostAddress() + ":" + in.readUnsignedShort());
      client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
      new LoopbackServer.Connection(client).join(up);
    } catch (IOException _) {
      // Either side has gone.
    }
  }
}
