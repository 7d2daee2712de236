package dev.meanwhile.async.net;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How [Streams#serve] serves.
///
/// @param limit the readers' limit in bytes: see [StreamReader#DEFAULT_LIMIT]
/// @param maxConnections how many clients are served at a time; further ones wait unaccepted,
///     at most 128 of them, in the machine's own queue
/// @param tls what secures the connections; null for none
public record ServeOptions(
    int limit, int maxConnections, @Nullable SSLContext tls) {
  private static final int DEFAULT_CONNECTIONS = 1_000;

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if one of the limits is below 1
  public ServeOptions {
    StreamReader.requireLimit(limit);
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "a server must take at least one connection at a time, not " + maxConnections);
    }
  }

  /// 64 KiB, 1,000 clients, and no TLS.
  public static ServeOptions defaults() {
    return new ServeOptions(StreamReader.DEFAULT_LIMIT, DEFAULT_CONNECTIONS, null);
  }

  /// The same, with another limit for the readers.
  public ServeOptions withLimit(int limit) {
    return new ServeOptions(limit, maxConnections, tls);
  }

  /// The same, with another number of clients at a time.
  public ServeOptions withMaxConnections(int maxConnections) {
    return new ServeOptions(limit, maxConnections, tls);
  }

  /// The same, over TLS: `tls` holds the server's key and certificate. A client is greeted when
  /// its handler first reads or writes, and that throws if the greeting fails.
  public ServeOptions withTls(SSLContext tls) {
    return new ServeOptions(limit, maxConnections, Objects.requireNonNull(tls, "tls"));
  }
}
