package dev.meanwhile.async.net;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How [Streams#connect] makes a connection.
///
/// @param timeout how long it may take: look-up of the name, all of its addresses, and TLS
/// @param limit the reader's limit in bytes: see [StreamReader#DEFAULT_LIMIT]
/// @param tls what secures the connection; null for none
public record ConnectOptions(
    Duration timeout, int limit, @Nullable SSLContext tls) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the timeout is not longer than zero or the limit below
  ///     1
  public ConnectOptions {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of a connection must be longer than zero, not " + timeout);
    }
    StreamReader.requireLimit(limit);
  }

  /// 30 s, 64 KiB, and no TLS.
  public static ConnectOptions defaults() {
    return new ConnectOptions(DEFAULT_TIMEOUT, StreamReader.DEFAULT_LIMIT, null);
  }

  /// The same, with another time limit.
  public ConnectOptions withTimeout(Duration timeout) {
    return new ConnectOptions(timeout, limit, tls);
  }

  /// The same, with another limit for the reader.
  public ConnectOptions withLimit(int limit) {
    return new ConnectOptions(timeout, limit, tls);
  }

  /// The same, over TLS. The server's certificate must be trusted by `tls` and name the host
  /// that was asked for.
  public ConnectOptions withTls(SSLContext tls) {
    return new ConnectOptions(timeout, limit, Objects.requireNonNull(tls, "tls"));
  }
}
