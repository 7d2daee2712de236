package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.timeout;

import dev.meanwhile.async.BodyAction;
import java.util.Objects;

/// Connections over TCP and TLS, with streams to read and write: asyncio's
/// `open_connection` and `start_server`.
///
/// {@snippet :
/// try (var server = Streams.serve("localhost", 8080, (reader, writer) -> {
///   for (String line : reader.lines()) {
///     writer.write(line + "\n");
///     writer.drain();
///   }
/// })) {
///   server.awaitClosed();
/// }
/// }
///
/// **Failure.** [StreamException] says what went wrong. **Cancellation.** A cancelled wait
/// leaves nothing open. **Threads.** For tasks of a loop. On virtual time there are no sockets:
/// see [Network].
public final class Streams {
  private Streams() {}

  /// Waits for a connection, for at most 30 s.
  ///
  /// @throws StreamException if the host is not known or does not answer
  /// @throws dev.meanwhile.async.TimedOutException when the time is over
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the calling thread is no task of a loop, or the loop is
  ///     on virtual time and has no [Network] of its own
  public static Connection connect(String host, int port) {
    return connect(host, port, ConnectOptions.defaults());
  }

  /// As [#connect(String, int)], with options. The host's addresses are tried in turn, each for
  /// its share of the time that is left.
  ///
  /// @throws StreamException if the host is not known or does not answer, or TLS was asked for
  ///     and it cannot prove its name
  /// @throws dev.meanwhile.async.TimedOutException when the time is over
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public static Connection connect(String host, int port, ConnectOptions options) {
    Objects.requireNonNull(host, "host");
    Addresses.requirePort(port, 1);
    Network network = Network.current();
    Confined.checkCancelled();
    Network.Link link = timeout(options.timeout(), () -> network.connect(host, port, options));
    return Connection.over(link, options.limit());
  }

  /// Serves clients: each becomes a task that runs `handler` and is disconnected when that
  /// ends.
  ///
  /// A handler's failure goes to the loop's exception handler and ends its own connection only.
  /// The server runs until it is closed, or the loop is.
  ///
  /// @param host the name or address of this machine at which to listen: `localhost` for
  ///     programs of the same machine, `0.0.0.0` or `::` for all; of several addresses the
  ///     first
  /// @param port 0 for any that is free: see [StreamServer#port]
  /// @throws StreamException of kind LISTEN if the port is taken, or DNS
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the calling thread is no task of a loop, or the loop is
  ///     on virtual time and has no [Network] of its own
  public static StreamServer serve(String host, int port, Handler handler) {
    return serve(host, port, ServeOptions.defaults(), handler);
  }

  /// As [#serve(String, int, Handler)], with options.
  public static StreamServer serve(String host, int port, ServeOptions options, Handler handler) {
    Objects.requireNonNull(handler, "handler");
    return serve(
        host,
        port,
        options,
        connection -> handler.handle(connection.reader(), connection.writer()));
  }

  /// As [#serve(String, int, Handler)], for a handler that wants to know more of the
  /// connection, such as its addresses.
  public static StreamServer serve(String host, int port, BodyAction<Connection> handler) {
    return serve(host, port, ServeOptions.defaults(), handler);
  }

  /// As [#serve(String, int, BodyAction)], with options.
  public static StreamServer serve(
      String host, int port, ServeOptions options, BodyAction<Connection> handler) {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(handler, "handler");
    Addresses.requirePort(port, 0);
    Network network = Network.current();
    Confined.checkCancelled();
    return StreamServer.start(network.listen(host, port, options), options, handler);
  }

  /// What a server does with each client.
  @FunctionalInterface
  public interface Handler {
    /// Serves one client, as a task of its own. The connection is closed when it returns.
    ///
    /// @throws Exception if it fails, which is reported
    void handle(StreamReader reader, StreamWriter writer) throws Exception;
  }
}
