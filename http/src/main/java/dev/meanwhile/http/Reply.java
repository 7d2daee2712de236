package dev.meanwhile.http;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What a [Transport] brings back: the head of an answer, and its body to be read.
///
/// {@snippet :
/// InMemoryTransport.of(request -> Reply.of(200).header("ETag", "\"1\"").body("hello"));
/// }
///
/// Immutable, but for the body, which is read once.
public final class Reply implements AutoCloseable {
  private final int status;
  private final Headers headers;
  private final BodySource body;

  private Reply(int status, Headers headers, BodySource body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// A reply with that status, no headers and no body.
  ///
  /// @throws IllegalArgumentException if the status is not between 100 and 999
  public static Reply of(int status) {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("not an HTTP status: " + status);
    }
    return new Reply(status, Headers.empty(), BodySource.empty());
  }

  /// A copy with the field set to that value.
  public Reply header(String name, String value) {
    return new Reply(status, headers.with(name, value), body);
  }

  /// A copy with these headers and no others.
  public Reply headers(Headers headers) {
    return new Reply(status, Objects.requireNonNull(headers, "headers"), body);
  }

  /// A copy with that text in UTF-8 as its body.
  public Reply body(String text) {
    Reply typed =
        headers.has("Content-Type") ? this : header("Content-Type", "text/plain; charset=utf-8");
    return typed.body(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy with these bytes as its body.
  public Reply body(byte[] bytes) {
    return body(BodySource.of(bytes));
  }

  /// A copy with that body.
  public Reply body(BodySource body) {
    return new Reply(status, headers, Objects.requireNonNull(body, "body"));
  }

  /// The status.
  public int status() {
    return status;
  }

  /// The headers.
  public Headers headers() {
    return headers;
  }

  /// The body.
  public BodySource body() {
    return body;
  }

  /// A copy whose body is as a [Transport] gives it: content codings undone, and an
  /// [HttpException] of stage BODY where it is longer than `maxBody`, broken, or coded in an
  /// unknown way. Reads nothing yet.
  public Reply decoded(long maxBody) {
    return decoded(maxBody, Traffic.NOBODYS);
  }

  /// As [#decoded(long)], with the limit of that request, and counted for its session.
  public Reply decoded(Request request) {
    return decoded(request.maxBody().orElse(Limits.BODY), request.traffic());
  }

  private Reply decoded(long maxBody, Traffic traffic) {
    boolean isPlain = !headers.has("Content-Encoding") && !headers.has("Content-Length");
    if (isPlain && body instanceof BodySources.InMemory whole && whole.size() <= maxBody) {
      traffic.receive(whole.size());
      traffic.decode(whole.size());
      return this;
    }
    try {
      return body(BodySources.decoded(body, headers, maxBody, traffic));
    } catch (HttpException refused) {
      close();
      return body(BodySource.broken(new byte[0], refused));
    }
  }

  /// Closes the body. Does not wait.
  @Override
  public void close() {
    BodySources.close(body);
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
