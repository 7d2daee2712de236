package dev.meanwhile.http.test;

import static dev.meanwhile.async.Async.createTask;
import static dev.meanwhile.async.Async.shielded;

import dev.meanwhile.async.net.Connection;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamServer;
import dev.meanwhile.async.net.Streams;
import dev.meanwhile.async.test.net.SimulatedHost;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.InMemoryTransport;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A small HTTP/1.1 server on a host of a simulated network, at ports 80 and, for `https`, 443.
///
/// {@snippet :
/// try (var server = SimulatedServer.start(network, "feeds.example", request -> {
///   Async.sleep(Duration.ofSeconds(3));
///   return Reply.of(200).body(BodySource.paced(feed, 100, Duration.ofSeconds(1)));
/// })) { }
/// }
///
/// The handler is called in a task of that host, and may wait. A body of known length is sent
/// with that length, another one in chunks. Headers change this: a `Content-Length` of the
/// handler's own is believed, true or not, and `Connection: close` has the end of the connection
/// end the body. A body that breaks, and a handler that throws an [HttpException], break the
/// connection off; what else it throws is reported to the loop, too. Connections are kept for
/// further requests, if the client wants to.
///
/// **Limits.** Requests with a head of up to 200 fields of 16 KiB, and a body of 10 MiB.
/// **Cancellation.** It runs until it is closed, or the loop is. **Threads.** For the tasks of
/// the network's loop.
public final class SimulatedServer implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final long MAX_BODY = 10 * 1024 * 1024;
  private static final int PORT = 80;
  private static final int SECURE_PORT = 443;
  private static final ServeOptions OPTIONS = ServeOptions.defaults().withLimit(Head.MAX_LINE);
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer");

  private final InMemoryTransport.Handler handler;
  private final StreamServer plain;
  private final StreamServer secure;
  private @Nullable String certificate;

  /// Called in a task of the host.
  private SimulatedServer(InMemoryTransport.Handler handler) {
    this.handler = handler;
    this.plain = Streams.serve("localhost", PORT, OPTIONS, client -> serve(client, false));
    boolean isOpen = false;
    try {
      this.secure = Streams.serve("localhost", SECURE_PORT, OPTIONS, client -> serve(client, true));
      isOpen = true;
    } finally {
      if (!isOpen) {
        plain.close();
      }
    }
  }

  /// Starts a server on the host of that name, which is added to the network if it is new.
  ///
  /// @throws StreamException of kind LISTEN if something listens there already
  public static SimulatedServer start(
      SimulatedNetwork network, String host, InMemoryTransport.Handler handler) {
    Objects.requireNonNull(handler, "handler");
    SimulatedHost at = network.host(host);
    return shielded(() -> createTask(() -> {
          Network.use(at);
          return new SimulatedServer(handler);
        })
        .await());
  }

  /// From now on its certificate is for that name only; by default for whichever is asked for.
  public void certificate(String name) {
    certificate = Objects.requireNonNull(name, "name");
  }

  /// Stops listening, cancels the handlers and waits for them, for a few seconds at most.
  @Override
  public void close() {
    plain.close();
    secure.close();
  }

  // --- one connection ---

  private void serve(Connection client, boolean isSecure) {
    if (isSecure && !greet(client)) {
      return;
    }
    Request request = awaitRequest(client, isSecure);
    while (request != null) {
      try (Reply reply = handler.handle(request)) {
        if (!send(client, request, reply)) {
          return;
        }
      } catch (HttpException brokenOff) {
        return;
      }
      request = awaitRequest(client, isSecure);
    }
  }

  private boolean greet(Connection client) {
    try {
      return Greeting.answer(client.reader(), client.writer(), certificate);
    } catch (StreamException clientIsGone) {
      return false;
    }
  }

  /// The next request; null when there is none, or none that can be understood.
  private static @Nullable Request awaitRequest(Connection client, boolean isSecure) {
    try {
      Head head = Head.read(client.reader(), "a client");
      if (head == null) {
        return null;
      }
      BodyReader body = BodyReader.of(client.reader(), head.headers(), true, () -> {});
      return body == null ? null : request(head, body, isSecure);
    } catch (HttpException | IllegalArgumentException notUnderstood) {
      return null;
    }
  }

  private static @Nullable Request request(Head head, BodyReader body, boolean isSecure) {
    String[] parts = head.start().split(" ", -1);
    String host = head.headers().first("Host").orElse("");
    if (parts.length != 3 || host.isEmpty()) {
      return null;
    }
    URI uri = URI.create((isSecure ? "https://" : "http://") + host + parts[1]);
    Request request = Request.of(parts[0], uri);
    for (Headers.Field field : head.headers()) {
      if (!FRAMING.contains(field.name().toLowerCase(java.util.Locale.ROOT))) {
        request = request.addHeader(field.name(), field.value());
      }
    }
    byte[] content = Reply.of(200).body(body).decoded(MAX_BODY).body().readAll();
    String type = head.headers().first("Content-Type").orElse("application/octet-stream");
    return content.length == 0 ? request : request.body(content, type);
  }

  /// Sends an answer.
  ///
  /// @return whether another request can follow
  private static boolean send(Connection client, Request request, Reply reply) {
    boolean hasBody =
        !request.method().equals("HEAD") && reply.status() != 204 && reply.status() != 304;
    Headers headers = reply.headers();
    boolean isClosing = Head.has(headers, "Connection", "close");
    boolean hasLength = headers.has("Content-Length");
    if (hasBody && !hasLength && !isClosing && reply.body().length().isPresent()) {
      headers = headers.with("Content-Length", "" + reply.body().length().getAsLong());
      hasLength = true;
    }
    boolean isChunked = hasBody && !hasLength && !isClosing;
    if (isChunked) {
      headers = headers.with("Transfer-Encoding", "chunked");
    }
    try {
      client.writer().write(head(reply.status(), headers));
      return !hasBody || (sendBody(client, reply, headers, isChunked) && !isClosing);
    } catch (StreamException clientIsGone) {
      return false;
    }
  }

  private static String head(int status, Headers headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    for (Headers.Field field : headers) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /// @return whether the body is as long as was said
  private static boolean sendBody(
      Connection client, Reply reply, Headers headers, boolean isChunked) {
    long sent = 0;
    byte[] buffer = new byte[PIECE];
    for (int count = reply.body().read(buffer, 0, PIECE);
        count >= 0;
        count = reply.body().read(buffer, 0, PIECE)) {
      byte[] piece = java.util.Arrays.copyOf(buffer, count);
      if (isChunked) {
        client.writer().write(Integer.toHexString(count) + "\r\n");
      }
      client.writer().write(piece);
      if (isChunked) {
        client.writer().write("\r\n");
      }
      client.writer().drain();
      sent += count;
    }
    if (isChunked) {
      client.writer().write("0\r\n\r\n");
      return true;
    }
    return headers.first("Content-Length").orElse("").equals("" + sent);
  }
}
