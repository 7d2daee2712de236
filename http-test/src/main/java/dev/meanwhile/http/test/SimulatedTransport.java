package dev.meanwhile.http.test;

import static dev.meanwhile.async.Async.moveOnAfter;

import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.async.test.net.SimulatedHost;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import dev.meanwhile.http.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Carries the requests of a session over a simulated network, as HTTP/1.1, so that the network's
/// faults reach the session as real ones would.
///
/// {@snippet :
/// Simulation.run(() -> {
///   SimulatedNetwork network = SimulatedNetwork.create();
///   network.to("feeds.example").reset(0.1, 10_000);
///   var transport = SimulatedTransport.over(network);
///   try (var server = SimulatedServer.start(network, "feeds.example", handler);
///       var session = ClientSession.builder().transport(transport).open()) {
///     session.get("https://feeds.example/atom.xml").text();
///   }
/// });
/// }
///
/// Names are looked up in the network, their addresses judged by the session's guard and tried
/// in turn, each for 10 s at most. Each request has a connection of its own. `https` costs one
/// more trip there and back, in which the server tells what its certificate is for; nothing is
/// encrypted.
///
/// **Failure.** [HttpException] of the stage that a real connection would fail in.
/// **Cancellation.** Closes the connection. **Threads.** For the tasks of the network's loop.
public final class SimulatedTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final SimulatedHost from;
  private final AddressGuard guard;
  private final Set<Network.Link> links = new LinkedHashSet<>();
  private boolean isClosed;

  private SimulatedTransport(SimulatedHost from, AddressGuard guard) {
    this.from = from;
    this.guard = guard;
  }

  /// A transport of the host `localhost`, at which programs run.
  public static SimulatedTransport over(SimulatedNetwork network) {
    return from(network.host("localhost"));
  }

  /// A transport of that host.
  public static SimulatedTransport from(SimulatedHost host) {
    return new SimulatedTransport(Objects.requireNonNull(host, "host"), AddressGuard.off());
  }

  @Override
  public SimulatedTransport guardedBy(AddressGuard guard) {
    return new SimulatedTransport(from, Objects.requireNonNull(guard, "guard"));
  }

  @Override
  public Reply exchange(Request request) {
    if (isClosed) {
      throw new IllegalStateException("the transport is closed");
    }
    Origin origin = Origin.of(request.uri());
    AddressGuard judge = request.guard().orElse(guard);
    Network.Link link = connect(origin, judge.permitted(origin.host(), lookUp(origin.host())));
    links.add(link);
    boolean isHandedOn = false;
    try {
      WaitReason reason = new WaitReason(WaitKind.NETWORK, request.method() + " " + origin);
      StreamReader reader = StreamReader.over(link.source(), reason, Head.MAX_LINE);
      StreamWriter writer = StreamWriter.over(link.sink(), reason);
      Reply reply = new SimulatedCall(request, origin, reader, writer, () -> end(link)).exchange();
      isHandedOn = true;
      return reply;
    } finally {
      if (!isHandedOn) {
        end(link);
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    List.copyOf(links).forEach(this::end);
  }

  private void end(Network.Link link) {
    links.remove(link);
    link.sink().close();
  }

  private List<InetAddress> lookUp(String host) {
    try {
      return from.lookUp(host);
    } catch (StreamException failure) {
      throw HttpException.of(Stage.DNS, String.valueOf(failure.getMessage()), failure);
    }
  }

  private Network.Link connect(Origin origin, List<InetAddress> addresses) {
    HttpException first = null;
    for (InetAddress address : addresses) {
      try {
        return moveOnAfter(CONNECT_TIMEOUT, () -> connect(origin, address))
            .orElseThrow(
                () -> HttpException.of(Stage.CONNECT, "no connection to " + origin + " in time"));
      } catch (HttpException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    throw Objects.requireNonNull(first, "a host has an address");
  }

  private Network.Link connect(Origin origin, InetAddress address) {
    try {
      return from.connect(address.getHostAddress(), origin.port(), ConnectOptions.defaults());
    } catch (StreamException failure) {
      boolean isRefused = String.valueOf(failure.getMessage()).endsWith("refused");
      throw HttpException.of(
          Stage.CONNECT,
          isRefused ? "connection to " + origin + " refused" : "no connection to " + origin,
          failure);
    }
  }
}
