package dev.meanwhile.async.net;

import dev.meanwhile.async.Async;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The machine's sockets.
final class SocketNetwork implements Network {
  static final SocketNetwork INSTANCE = new SocketNetwork(NameLookup.system());

  /// The network that a task uses, unless it is told another.
  static final ContextVar<Network> CURRENT = ContextVar.of(INSTANCE);

  private static final int BACKLOG = 128;

  /// What RFC 8305 recommends between attempts.
  private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private final NameLookup names;

  SocketNetwork(NameLookup names) {
    this.names = names;
  }

  /// Tries the addresses of the host as RFC 8305 has it: one kind and the other in turn, the next
  /// one a moment after the last or as soon as one fails. The first connection wins.
  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    EventLoop loop = realLoop("connecting to " + Addresses.format(host, port));
    List<InetSocketAddress> addresses = inTurn(names.addresses(host)).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
    if (addresses.size() == 1) {
      Attempt only = new Attempt(host, addresses.getFirst(), options);
      return SocketLink.of(loop, only.open(only::openAll));
    }
    return SocketLink.of(loop, firstOf(host, addresses, options));
  }

  private static Sockets firstOf(
      String host, List<InetSocketAddress> addresses, ConnectOptions options) {
    Map<Sockets, Attempt> connected = new LinkedHashMap<>();
    Iterator<InetSocketAddress> next = addresses.iterator();
    try {
      Sockets first = Async.hedge(
          () -> {
            Attempt attempt = new Attempt(host, next.next(), options);
            Sockets open = attempt.open(attempt::connect);
            connected.put(open, attempt);
            return open;
          },
          addresses.size(),
          ATTEMPT_DELAY);
      Attempt attempt = Objects.requireNonNull(connected.get(first));
      Sockets winner =
          options.tls() == null ? first : attempt.open(() -> attempt.secure(first.raw()));
      connected.remove(first);
      return winner;
    } finally {
      // Those that came second, in the same moment, and the first one if it is not handed on.
      connected.keySet().forEach(SocketNetwork::closeQuietly);
    }
  }

  /// The addresses with one of the other kind after each, beginning with the first.
  static List<InetAddress> inTurn(List<InetAddress> addresses) {
    Class<?> kind = addresses.getFirst().getClass();
    List<InetAddress> same = addresses.stream().filter(kind::isInstance).toList();
    List<InetAddress> other =
        addresses.stream().filter(address -> !kind.isInstance(address)).toList();
    List<InetAddress> all = new ArrayList<>(addresses.size());
    for (int i = 0; i < Math.max(same.size(), other.size()); i++) {
      if (i < same.size()) {
        all.add(same.get(i));
      }
      if (i < other.size()) {
        all.add(other.get(i));
      }
    }
    return all;
  }

  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    String where = Addresses.format(host, port);
    EventLoop loop = realLoop("listening on " + where);
    InetAddress address = names.addresses(host).getFirst();
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

  /// One try at one address.
  private static final class Attempt {
    private final String host;
    private final InetSocketAddress address;
    private final ConnectOptions options;
    private volatile @Nullable Socket raw;

    Attempt(String host, InetSocketAddress address, ConnectOptions options) {
      this.host = host;
      this.address = address;
      this.options = options;
    }

    /// Waits for a step. Cancelling it closes the socket, which ends whatever the step does.
    Sockets open(Callable<Sockets> step) {
      Socket socket = raw;
      Socket own = socket == null ? new Socket() : socket;
      raw = own;
      return OutsideWork.on(
              WaitKind.NETWORK,
              "a connection to " + Addresses.format(host, address.getPort()),
              OutsideWork.networkThreads())
          .abortedBy(() -> closeQuietly(own))
          .call(step);
    }

    /// As all steps, this runs on a network thread.
    Sockets openAll() {
      Sockets connected = connect();
      return options.tls() == null ? connected : secure(connected.raw());
    }

    /// Without a limit of its own: the caller's comes, and other attempts do not wait for this.
    Sockets connect() {
      Socket socket = Objects.requireNonNull(raw);
      try {
        socket.setTcpNoDelay(true);
        socket.connect(address);
        return new Sockets(socket, socket);
      } catch (IOException | RuntimeException failure) {
        closeQuietly(socket);
        throw StreamException.of(
            StreamException.Kind.CONNECT,
            "could not connect to " + what() + ": " + failure.getMessage(),
            failure);
      }
    }

    Sockets secure(Socket socket) {
      try {
        return Sockets.secured(
            socket, Objects.requireNonNull(options.tls()), host, address.getPort());
      } catch (IOException | RuntimeException failure) {
        closeQuietly(socket);
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
