package dev.meanwhile.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Thrown when a request could not be made or its answer not be read. A status of 400 and more
/// is an answer and no failure.
///
/// The message is for people: it names the host and what went wrong, and never holds
/// credentials.
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Stage stage;

  private HttpException(Stage stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  /// How far a request had come when it failed.
  public enum Stage {
    /// The host's name has no address.
    DNS,
    /// No connection to any of its addresses.
    CONNECT,
    /// No secure connection, or a certificate that does not prove the host's name.
    TLS,
    /// Connected, but no answer, or one that is not HTTP.
    HEADERS,
    /// The answer began well, but its body is cut off, broken or larger than allowed.
    BODY,
    /// Refused by us: an address that the guard does not permit, too many redirects.
    POLICY
  }

  /// A failure, for those who write a [Transport] or a handler of an [InMemoryTransport].
  public static HttpException of(Stage stage, String message) {
    return new HttpException(Objects.requireNonNull(stage, "stage"), message, null);
  }

  /// As [#of(Stage, String)], with what caused it.
  public static HttpException of(Stage stage, String message, Throwable cause) {
    return new HttpException(
        Objects.requireNonNull(stage, "stage"), message, Objects.requireNonNull(cause, "cause"));
  }

  /// How far the request had come.
  public Stage stage() {
    return stage;
  }
}
