package dev.meanwhile.http;

import static dev.meanwhile.async.Async.blocking;
import static dev.meanwhile.async.Async.shielded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.meanwhile.async.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small server on a port of 127.0.0.1, for demonstrations and tests: what an
/// [InMemoryTransport] answers, it answers through a socket.
///
/// {@snippet :
/// try (var server = LocalServer.open(request -> Reply.of(200).body("hello"))) {
///   String hello = session.get(server.address("/")).text();
/// }
/// }
///
/// The handler is called in a task of the loop in which the server was opened, and may wait.
/// What it throws breaks the connection off. Bodies are sent in chunks; one that breaks just
/// ends there, as the JDK's server has no way to break a chunked answer off.
///
/// **Threads.** For tasks of a loop.
public final class LocalServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LocalServer.class);
  private static final int PIECE = 16 * 1024;

  private final HttpServer server;
  private final Set<CompletableFuture<?>> answers = ConcurrentHashMap.newKeySet();

  private LocalServer(HttpServer server) {
    this.server = server;
  }

  /// Opens a server on a free port.
  ///
  /// @throws UncheckedIOException if there is none
  public static LocalServer open(InMemoryTransport.Handler handler) {
    Objects.requireNonNull(handler, "handler");
    EventLoop loop = EventLoop.current();
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      LocalServer server = new LocalServer(HttpServer.create(anyPort, 0));
      server.server.createContext("/", exchange -> server.answerLater(loop, handler, exchange));
      server.server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no server could be opened on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /// The address of `path` on this server.
  ///
  /// @param path begins with a slash; a query may follow
  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// Breaks off what is being answered and frees the port.
  @Override
  public void close() {
    answers.forEach(answer -> answer.cancel(false));
    shielded(() -> blocking(() -> server.stop(0)));
  }

  /// Called by the server's own thread, which must go on to the next request.
  private void answerLater(
      EventLoop loop, InMemoryTransport.Handler handler, HttpExchange exchange) {
    CompletableFuture<?> answer;
    try {
      answer = loop.call(() -> {
        answer(handler, exchange);
        return true;
      });
    } catch (IllegalStateException loopIsClosed) {
      exchange.close();
      return;
    }
    answers.add(answer);
    answer.whenComplete((_, failure) -> {
      answers.remove(answer);
      exchange.close();
      // A client that went away is nothing to report; waiting calls wrap what its stream threw.
      boolean isGone =
          failure instanceof CompletionException && failure.getCause() instanceof IOException;
      if (failure instanceof RuntimeException
          && !isGone
          && !(failure instanceof CancellationException)) {
        LOGGER.warn("a handler failed", failure);
      }
    });
  }

  private void answer(InMemoryTransport.Handler handler, HttpExchange exchange) throws IOException {
    List<Headers.Field> fields = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> values.forEach(value -> fields.add(new Headers.Field(name, value))));
    Request request =
        Request.of(exchange.getRequestMethod(), uriOf(exchange)).headers(Headers.of(fields));
    try (Reply reply = handler.handle(request)) {
      reply
          .headers()
          .forEach(field -> exchange.getResponseHeaders().add(field.name(), field.value()));
      boolean hasBody = reply.status() != 204 && reply.status() != 304;
      blocking(() -> exchange.sendResponseHeaders(reply.status(), hasBody ? 0 : -1));
      if (hasBody) {
        send(reply.body(), exchange.getResponseBody());
      }
    }
  }

  private static void send(BodySource body, OutputStream out) {
    byte[] piece = new byte[PIECE];
    for (int read = body.read(piece, 0, piece.length);
        read >= 0;
        read = body.read(piece, 0, piece.length)) {
      int length = read;
      blocking(() -> {
        out.write(piece, 0, length);
        out.flush();
      });
    }
    blocking(out::close);
  }

  private URI uriOf(HttpExchange exchange) {
    return address(exchange.getRequestURI().toString());
  }
}
