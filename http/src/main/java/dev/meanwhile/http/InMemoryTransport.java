package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Servers without a network: requests are answered by functions, in the calling task.
///
/// A handler may wait through the library, so that slowness is simulated on virtual time, may
/// fail with an [HttpException] of any stage, and may give a body that drips, breaks or never
/// ends.
///
/// {@snippet :
/// var transport = InMemoryTransport.builder()
///     .host("fast.example", request -> Reply.of(200).body("hello"))
///     .host("slow.example", request -> {
///       Async.sleep(Duration.ofSeconds(3));
///       return Reply.of(200).body("at last");
///     })
///     .build();
/// try (var session = ClientSession.builder().transport(transport).open()) { }
/// }
///
/// Bodies are held to their limits and decoded as real ones are: set `Content-Encoding` on what
/// is encoded.
///
/// **Threads.** Immutable; handlers run in the tasks that ask. Closing it does nothing.
public final class InMemoryTransport implements Transport {
  private final Map<String, Handler> hosts;
  private final @Nullable Handler otherwise;

  private InMemoryTransport(Builder builder) {
    this.hosts = Map.copyOf(builder.hosts);
    this.otherwise = builder.otherwise;
  }

  /// A transport on which `handler` answers for every host.
  public static InMemoryTransport of(Handler handler) {
    return builder().otherwise(handler).build();
  }

  /// A transport with a handler per host; other names are unknown.
  public static Builder builder() {
    return new Builder();
  }

  /// Has the host's handler answer.
  ///
  /// @throws HttpException of stage DNS if no handler answers for that host, or what the handler
  ///     throws
  @Override
  public Reply exchange(Request request) {
    String host = Origin.of(request.uri()).host();
    Handler handler = hosts.getOrDefault(host, otherwise);
    if (handler == null) {
      throw HttpException.of(Stage.DNS, "unknown host name " + host);
    }
    Reply reply =
        Objects.requireNonNull(handler.handle(request.withWholeBody()), "a handler's reply");
    if (request.method().equals("HEAD")) {
      reply.close();
      return reply.body(BodySource.empty());
    }
    return reply.decoded(request);
  }

  /// Answers requests.
  @FunctionalInterface
  public interface Handler {
    /// The answer to `request`; may wait, as a task.
    ///
    /// @throws HttpException where the request is to fail
    Reply handle(Request request);
  }

  /// The hosts of an [InMemoryTransport].
  public static final class Builder {
    private final Map<String, Handler> hosts = new HashMap<>();
    private @Nullable Handler otherwise;

    private Builder() {}

    /// Has `handler` answer for a host, at every port and under both schemes.
    public Builder host(String name, Handler handler) {
      hosts.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(handler, "handler"));
      return this;
    }

    /// Has `handler` answer for all hosts that have no handler of their own.
    public Builder otherwise(Handler handler) {
      this.otherwise = Objects.requireNonNull(handler, "handler");
      return this;
    }

    /// The transport.
    public InMemoryTransport build() {
      return new InMemoryTransport(this);
    }
  }
}
