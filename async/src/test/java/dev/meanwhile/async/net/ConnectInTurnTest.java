package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meanwhile.async.Async;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hosts with several addresses, some of which do not answer.
final class ConnectInTurnTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress THREE = InetAddress.ofLiteral("127.0.0.3");

  @Test
  void connect_firstAddressRefuses_nextIsTried() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 10, TWO)) {
      run(() -> {
        assertThat(connected(server.getLocalPort(), ONE, TWO)).isEqualTo(TWO);
      });
    }
  }

  @Test
  void connect_firstAddressIsSilent_nextIsTriedMeanwhile() throws IOException {
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocket good = new ServerSocket(0, 10, TWO);
        ServerSocket silent = new ServerSocket(good.getLocalPort(), 1, ONE)) {
      // Whoever is not accepted fills the queue; from then on the system does not answer.
      for (int i = 0; i < 2; i++) {
        fillers.add(new Socket(ONE, silent.getLocalPort()));
      }
      run(() -> {
        assertThat(connected(good.getLocalPort(), ONE, TWO)).isEqualTo(TWO);
        assertThat(Async.allTasks()).containsExactly(Async.currentTask());
      });
    } finally {
      for (Socket each : fillers) {
        each.close();
      }
    }
  }

  @Test
  void connect_allRefuse_firstFailureIsThrownWithTheOthers() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 10, ONE)) {
      port = free.getLocalPort();
    }
    run(() -> {
      assertThatThrownBy(() -> connected(port, ONE, TWO, THREE))
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("127.0.0.1")
          .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
    });
  }

  @Test
  void inTurn_twoKinds_alternate() {
    InetAddress six = InetAddress.ofLiteral("2001:db8::1");
    InetAddress seven = InetAddress.ofLiteral("2001:db8::2");

    assertThat(SocketNetwork.inTurn(List.of(six, seven, ONE, TWO, THREE)))
        .containsExactly(six, ONE, seven, TWO, THREE);
  }

  private static InetAddress connected(int port, InetAddress... addresses) {
    SocketNetwork network = new SocketNetwork(NameLookup.of(_ -> addresses));
    Network.Link link = network.connect(
        "many.example", port, ConnectOptions.defaults().withTimeout(Duration.ofSeconds(20)));
    InetSocketAddress remote = link.remoteAddress();
    link.sink().close();
    return remote.getAddress();
  }
}
