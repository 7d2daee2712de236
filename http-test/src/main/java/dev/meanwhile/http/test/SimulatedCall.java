package dev.meanwhile.http.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.http.BodySource;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.HttpException;
import dev.meanwhile.http.HttpException.Stage;
import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Reply;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.util.Arrays;

/// One request over one connection.
///
/// @param end closes the connection
record SimulatedCall(
    Request request, Origin origin, StreamReader reader, StreamWriter writer, Runnable end) {
  private static final int PIECE = 16 * 1024;

  /// A body up to this announced length is read together with the head, as the real transport
  /// does.
  private static final long EAGER_BODY = 256 * 1024;

  private static final int MAX_INTERIM = 10;

  /// Sends the request and waits for the head, and for a short body.
  Reply exchange() {
    if (origin.isSecure()) {
      Greeting.greet(reader, writer, origin);
    }
    send();
    Head head = awaitHead();
    int status = head.status(origin.toString());
    Reply reply = Reply.of(status).headers(head.headers());
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      end.run();
      return reply;
    }
    BodyReader raw = BodyReader.of(reader, head.headers(), false, end);
    if (raw == null) {
      throw HttpException.of(Stage.HEADERS, Head.notHttp(origin.toString()));
    }
    boolean isShort = raw.length().orElse(Long.MAX_VALUE) <= EAGER_BODY;
    Reply decoded = reply.body(raw).decoded(request);
    return isShort ? whole(decoded) : decoded;
  }

  /// A body that cannot be read is a failure only for who reads it.
  private static Reply whole(Reply reply) {
    try {
      return reply.body(reply.body().readAll());
    } catch (HttpException failure) {
      reply.close();
      return reply.body(BodySource.broken(new byte[0], failure));
    }
  }

  private void send() {
    byte[] whole = request.body().orElse(null);
    BodySource streamed = whole == null ? request.openBody().orElse(null) : null;
    boolean isChunked = streamed != null && streamed.length().isEmpty();
    StringBuilder head = new StringBuilder()
        .append(request.method())
        .append(' ')
        .append(target(request.uri()))
        .append(" HTTP/1.1\r\nHost: ")
        .append(origin)
        .append("\r\nConnection: close\r\n");
    if (whole != null) {
      head.append("Content-Length: ").append(whole.length).append("\r\n");
    } else if (isChunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (streamed != null) {
      head.append("Content-Length: ").append(streamed.length().getAsLong()).append("\r\n");
    }
    for (Headers.Field field : request.headers()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    try {
      writer.write(head.append("\r\n").toString().getBytes(UTF_8));
      if (whole != null) {
        // Goes out while the answer is awaited: a server may answer before it has read all.
        writer.write(whole);
      } else if (streamed != null) {
        stream(streamed, isChunked);
      }
    } catch (StreamException failure) {
      throw HttpException.of(
          Stage.HEADERS, "the connection to " + origin + " broke before an answer", failure);
    }
  }

  private void stream(BodySource body, boolean isChunked) {
    byte[] buffer = new byte[PIECE];
    try (body) {
      for (int count = body.read(buffer, 0, PIECE);
          count >= 0;
          count = body.read(buffer, 0, PIECE)) {
        if (isChunked) {
          writer.write(Integer.toHexString(count) + "\r\n");
        }
        writer.write(Arrays.copyOf(buffer, count));
        if (isChunked) {
          writer.write("\r\n");
        }
        writer.drain();
      }
    }
    if (isChunked) {
      writer.write("0\r\n\r\n");
    }
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private Head awaitHead() {
    for (int i = 0; i < MAX_INTERIM; i++) {
      Head head = Head.read(reader, origin.toString());
      if (head == null) {
        throw HttpException.of(Stage.HEADERS, origin + " closed the connection without an answer");
      }
      if (head.status(origin.toString()) >= 200) {
        return head;
      }
    }
    throw HttpException.of(Stage.HEADERS, Head.notHttp(origin.toString()));
  }
}
