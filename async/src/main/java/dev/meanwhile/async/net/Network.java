package dev.meanwhile.async.net;

import java.net.InetSocketAddress;
import java.util.Objects;

/// What [Streams] are made over: the machine's sockets, or a network of one's own, as tests and
/// simulations need on virtual time, where there are no sockets.
///
/// {@snippet :
/// Network.use(new SimulatedNetwork());
/// Connection connection = Streams.connect("example.org", 7); // goes over that one
/// }
///
/// It is a context variable: a task uses the network of the task that started it, so one call
/// at the start of a program is enough, and two loops never disturb each other.
///
/// **Cancellation.** A method that waits throws [dev.meanwhile.async.CancelledError] in a
/// cancelled scope, and leaves nothing open then. **Threads.** For the tasks of a loop.
public interface Network {
  /// Waits for a connection.
  ///
  /// The caller holds the time limit of the options: it cancels.
  ///
  /// @throws StreamException if there is none
  Link connect(String host, int port, ConnectOptions options);

  /// Waits until clients can connect.
  ///
  /// @param port 0 for any that is free
  /// @throws StreamException of kind LISTEN if that cannot be, or DNS
  Listener listen(String host, int port, ServeOptions options);

  /// The machine's sockets, which is what programs use by default. On virtual time they are
  /// refused with an [IllegalStateException].
  static Network sockets() {
    return SocketNetwork.INSTANCE;
  }

  /// The network of the calling task.
  static Network current() {
    return SocketNetwork.CURRENT.get();
  }

  /// Has the calling task, and those that it starts from now on, use `network`.
  ///
  /// @throws IllegalStateException if the calling thread is no task of a loop
  static void use(Network network) {
    SocketNetwork.CURRENT.set(Objects.requireNonNull(network, "network"));
  }

  /// One connection, before it has a reader and a writer.
  interface Link {
    /// What the peer sends.
    ByteSource source();

    /// What the peer is sent. Closing it closes the connection.
    ByteSink sink();

    /// This side's address.
    InetSocketAddress localAddress();

    /// The peer's address.
    InetSocketAddress remoteAddress();
  }

  /// A place at which clients can connect.
  interface Listener {
    /// Where it is.
    InetSocketAddress address();

    /// Waits for the next client. One call at a time; a cancelled one may close the listener.
    ///
    /// @throws StreamException of kind LISTEN if that failed; a later call may succeed
    ///     unless the listener is closed
    Link accept();

    /// Takes no more clients; a waiting [#accept] throws. Does not wait. Closing twice does
    /// nothing.
    void close();
  }
}
