package dev.meanwhile.async.net;

import dev.meanwhile.async.ContextVar;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.OutsideWork;
import dev.meanwhile.async.WaitKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The machine's sockets.
final class SocketNetwork implements Network {
  static final SocketNetwork INSTANCE = new SocketNetwork();

  /// The network that a task uses, unless it is told another.
  static final ContextVar<Network> CURRENT = ContextVar.of(INSTANCE);

  private static final int BACKLOG = 128;

  private SocketNetwork() {}

  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    EventLoop loop = realLoop("connecting to " + Addresses.format(host, port));
    Duration end = loop.time().plus(options.timeout());
    List<InetAddress> addresses = NameLookup.system().addresses(host);
    StreamException first = null;
    for (int i = 0; i < addresses.size(); i++) {
      Duration share = share(end.minus(loop.time()), addresses.size() - i);
      Attempt attempt = new Attempt(host, new InetSocketAddress(addresses.get(i), port), options);
      try {
        return SocketLink.of(loop, attempt.open(share));
      } catch (StreamException failure) {
        if (failure.kind() != StreamException.Kind.CONNECT) {
          throw failure;
        }
        first = first(first, failure);
      }
    }
    throw first == null
        ? StreamException.of(StreamException.Kind.DNS, host + " has no address")
        : first;
  }

  /// Each gets an equal share of what is left, so that a silent one does not use up the time;
  /// the last one gets no limit of its own, zero, as its caller's comes at the same time.
  private static Duration share(Duration left, int addresses) {
    return addresses == 1 ? Duration.ZERO : left.dividedBy(addresses).plusMillis(1);
  }

  private static StreamException first(@Nullable StreamException first, StreamException later) {
    if (first == null) {
      return later;
    }
    first.addSuppressed(later);
    return first;
  }

  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    String where = Addresses.format(host, port);
    EventLoop loop = realLoop("listening on " + where);
    InetAddress address = NameLookup.system().addresses(host).getFirst();
    ServerSocket socket = OutsideWork.on(
            WaitKind.NETWORK, "listening on " + where, OutsideWork.networkThreads())
        .call(() -> bind(where, new InetSocketAddress(address, port)));
    return new SocketListener(loop, socket, options);
  }

  private static ServerSocket bind(String where, InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException | RuntimeException failure) {
      closeQuietly(socket);
      throw StreamException.of(
          StreamException.Kind.LISTEN,
          "could not listen on " + where + ": " + failure.getMessage(),
          failure);
    }
  }

  private static EventLoop realLoop(String what) {
    EventLoop loop = EventLoop.current();
    if (loop.isVirtual()) {
      throw new IllegalStateException(what + " was refused: on virtual time there are no sockets; "
          + "give the program a network of its own with Network.use(...)");
    }
    return loop;
  }

  /// Closes what is not needed any more; that this fails helps nobody.
  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception _) {
      // There is nothing left to be done with it.
    }
  }

  /// One try at one address. Cancelling it closes its socket, which ends whatever it does.
  private record Attempt(String host, InetSocketAddress address, ConnectOptions options) {
    Sockets open(Duration share) {
      Socket raw = new Socket();
      return OutsideWork.on(
              WaitKind.NETWORK,
              "a connection to " + Addresses.format(host, address.getPort()),
              OutsideWork.networkThreads())
          .abortedBy(() -> closeQuietly(raw))
          .call(() -> open(raw, share));
    }

    /// Runs on a network thread.
    private Sockets open(Socket raw, Duration share) {
      try {
        raw.setTcpNoDelay(true);
        raw.connect(address, (int) Math.min(share.toMillis(), Integer.MAX_VALUE));
      } catch (IOException | RuntimeException failure) {
        closeQuietly(raw);
        throw StreamException.of(
            StreamException.Kind.CONNECT,
            "could not connect to " + what() + ": " + failure.getMessage(),
            failure);
      }
      if (options.tls() == null) {
        return new Sockets(raw, raw);
      }
      try {
        return Sockets.secured(raw, options.tls(), host, address.getPort());
      } catch (IOException | RuntimeException failure) {
        closeQuietly(raw);
        throw StreamException.of(
            StreamException.Kind.TLS,
            "no secure connection to " + what() + ": " + failure.getMessage(),
            failure);
      }
    }

    private String what() {
      String found = Addresses.format(address);
      String asked = Addresses.format(host, address.getPort());
      return asked.equals(found) ? found : asked + " (" + found + ")";
    }
  }
}
