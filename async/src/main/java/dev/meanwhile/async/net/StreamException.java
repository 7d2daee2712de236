package dev.meanwhile.async.net;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Thrown when a connection, or another stream of bytes, could not be opened, read or written.
///
/// The message is for people: it names the peer and what went wrong.
public final class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String message;

  private StreamException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
  }

  /// What went wrong.
  public enum Kind {
    /// The host's name has no address.
    DNS,
    /// No connection to any of its addresses.
    CONNECT,
    /// No secure connection, or a certificate that does not prove the host's name.
    TLS,
    /// The port to serve on could not be had.
    LISTEN,
    /// The peer, or the way to it, is gone: it broke the connection off.
    LOST,
    /// This side has closed it.
    CLOSED,
    /// More bytes than the limit allows.
    LIMIT
  }

  /// A failure, for those who write a [Network], a [ByteSource] or a [ByteSink].
  public static StreamException of(Kind kind, String message) {
    return new StreamException(
        Objects.requireNonNull(kind, "kind"), Objects.requireNonNull(message, "message"), null);
  }

  /// As [#of(Kind, String)], with what caused it.
  public static StreamException of(Kind kind, String message, Throwable cause) {
    return new StreamException(
        Objects.requireNonNull(kind, "kind"),
        Objects.requireNonNull(message, "message"),
        Objects.requireNonNull(cause, "cause"));
  }

  /// What went wrong.
  public Kind kind() {
    return kind;
  }

  /// The same failure, met by one more call: with the stack of that call, and this as the
  /// cause.
  StreamException again() {
    return new StreamException(kind, message, this);
  }
}
