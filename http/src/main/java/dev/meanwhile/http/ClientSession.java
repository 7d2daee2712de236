package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes HTTP requests, and keeps connections for the next ones. The name is aiohttp's.
///
/// ```java
/// try (var session = ClientSession.open()) {
///   try (var response = session.get("https://example.org/")) {
///     System.out.println(response.status() + " " + response.text());
///   }
/// }
/// ```
///
/// A request waits for a connection's slot, and for the governor if there is one, as long as it
/// takes; from then on its time limit runs, through name, connection, redirects, head and body.
/// Response bodies are limited, and gzip, deflate, br and zstd are undone. Cookies are not kept
/// unless there is a jar, and no request is repeated unless that is asked for, but for one that
/// met a connection which the server had just closed.
///
/// **Failure.** [HttpException] says how far the request came,
/// [dev.meanwhile.async.TimedOutException] that its time was over. Statuses of 400 and more are
/// answers. **Cancellation.** A cancelled request gives up its slot and its connection at once.
/// **Threads.** For the tasks of one loop at a time; opened anywhere, closed there or after that
/// loop has ended. [#close] ends what is under way.
public final class ClientSession implements AutoCloseable {
  private static final String USER_AGENT = "meanwhile/0.1 (Java)";

  private final Settings settings;
  private final LoopBound<State> state;
  private volatile boolean isClosed;

  private ClientSession(Settings settings) {
    this.settings = settings;
    this.state = new LoopBound<>(
        () -> new State(new HostSlots(settings.connectionsPerHost(), settings.connections())));
  }

  /// A session with default options.
  public static ClientSession open() {
    return builder().open();
  }

  /// Options for a session.
  public static Builder builder() {
    return new Builder();
  }

  /// Sends a GET request and waits for its answer.
  ///
  /// @throws HttpException if there is no answer
  /// @throws dev.meanwhile.async.TimedOutException if the session's time limit is over before
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if the address is not of http or https, or has no host
  public Response get(URI uri) {
    return send(Request.get(uri));
  }

  /// As [#get(URI)], for an address as people write it: blanks and letters outside of ASCII are
  /// encoded.
  public Response get(String address) {
    return send(Request.get(address));
  }

  /// Sends a request, follows redirects, and waits for the head of the answer. A body of
  /// announced and moderate length comes along with it.
  ///
  /// @throws HttpException if there is no answer
  /// @throws dev.meanwhile.async.TimedOutException if the request's time limit, or else the
  ///     session's, is over before
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the session is closed, now or while it waits
  public Response send(Request request) {
    Objects.requireNonNull(request, "request");
    refuseIfClosed(null);
    Request complete = settings.complete(request);
    State here = state.here();
    try {
      return Async.timeout(settings.timeoutOf(complete), scope -> {
        return here.run(settings, complete, scope);
      });
    } catch (CancelledError cancelled) {
      if (!CancelScope.current().isCancelled()) {
        refuseIfClosed(cancelled);
      }
      throw cancelled;
    }
  }

  /// Closes all connections. Requests under way end with an [IllegalStateException]; responses
  /// not yet read to their end are closed. Does not wait; closing twice does nothing.
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    State last = state.last();
    if (last != null) {
      if (state.isHere()) {
        last.endAll();
      } else {
        last.abandonAll();
      }
    }
    settings.transport().close();
  }

  private void refuseIfClosed(@Nullable CancelledError cause) {
    if (isClosed) {
      throw new IllegalStateException("the session is closed", cause);
    }
  }

  @Override
  public String toString() {
    return "ClientSession[" + (isClosed ? "closed" : "open") + "]";
  }

  /// What a session was opened with.
  record Settings(
      Transport transport,
      @Nullable HostGovernor governor,
      AddressGuard guard,
      Headers headers,
      Duration timeout,
      int connectionsPerHost,
      int connections,
      int maxRedirects,
      long maxBody) {
    /// The request with everything that it leaves to the session.
    Request complete(Request request) {
      Headers merged = request.headers();
      for (Headers.Field field : headers) {
        if (!merged.has(field.name())) {
          merged = merged.and(field.name(), field.value());
        }
      }
      Request complete = request.headers(merged);
      if (complete.maxRedirects().isEmpty()) {
        complete = complete.maxRedirects(maxRedirects);
      }
      if (complete.guard().isPresent()) {
        complete = complete.guard(guard.and(complete.guard().get()));
      }
      return complete.maxBody().isEmpty() ? complete.maxBody(maxBody) : complete;
    }

    Duration timeoutOf(Request request) {
      return request.timeout().orElse(timeout);
    }
  }

  /// What belongs to the loop that uses the session.
  private static final class State {
    private final HostSlots slots;
    private final Set<CancelScope> underWay = new LinkedHashSet<>();
    private final Set<Response> unread = new LinkedHashSet<>();

    State(HostSlots slots) {
      this.slots = slots;
    }

    Response run(Settings settings, Request request, CancelScope scope) {
      underWay.add(scope);
      try {
        Deadline deadline = new Deadline(settings.timeoutOf(request));
        Exchange.Result result =
            new Exchange(settings, slots, request, deadline, scope).run(request);
        return Response.of(result, unread);
      } finally {
        underWay.remove(scope);
      }
    }

    void endAll() {
      List.copyOf(underWay).forEach(scope -> scope.cancel("the session was closed"));
      List.copyOf(unread).forEach(Response::close);
    }

    /// For threads outside of the loop, which has ended: its slots are nobody's business any
    /// more.
    void abandonAll() {
      List.copyOf(unread).forEach(Response::abandon);
    }
  }

  /// Options of a [ClientSession]. Each has a default; see the methods.
  public static final class Builder {
    private @Nullable Transport transport;
    private @Nullable HostGovernor governor;
    private AddressGuard guard = AddressGuard.off();
    private Headers headers = Headers.empty()
        .with("User-Agent", USER_AGENT)
        .with("Accept", "*/*")
        .with("Accept-Encoding", Coding.ACCEPTED);
    private Duration timeout = Limits.TIMEOUT;
    private Duration connectTimeout = Limits.CONNECT_TIMEOUT;
    private int connectionsPerHost = Limits.CONNECTIONS_PER_HOST;
    private int connections = Limits.CONNECTIONS;
    private int maxRedirects = Limits.REDIRECTS;
    private long maxBody = Limits.BODY;

    private Builder() {}

    /// How many connections to one host may be in use; further requests queue. 8 by default.
    ///
    /// @throws IllegalArgumentException if that is less than 1
    public Builder maxConnectionsPerHost(int maxConnectionsPerHost) {
      this.connectionsPerHost = Limits.positive(maxConnectionsPerHost, "maxConnectionsPerHost");
      return this;
    }

    /// How many connections may be in use in all; further requests queue. 1,024 by default.
    ///
    /// @throws IllegalArgumentException if that is less than 1
    public Builder maxConnections(int maxConnections) {
      this.connections = Limits.positive(maxConnections, "maxConnections");
      return this;
    }

    /// How long a request may take from its dispatch to the end of the body; 30 s by default.
    ///
    /// @throws IllegalArgumentException if it is not longer than zero
    public Builder timeout(Duration timeout) {
      this.timeout = Limits.positive(timeout, "timeout");
      return this;
    }

    /// How long one attempt to connect may take, out of the request's time; 10 s by default.
    ///
    /// @throws IllegalArgumentException if it is not longer than zero
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Limits.positive(connectTimeout, "connectTimeout");
      return this;
    }

    /// Who the requests say they are.
    public Builder userAgent(String userAgent) {
      return header("User-Agent", userAgent);
    }

    /// A header for every request that does not set it itself.
    ///
    /// @throws IllegalArgumentException if it cannot stand in a header
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /// Manners towards hosts; none by default.
    public Builder governor(HostGovernor governor) {
      this.governor = Objects.requireNonNull(governor, "governor");
      return this;
    }

    /// Which addresses may be connected to; all by default.
    public Builder guard(AddressGuard guard) {
      this.guard = Objects.requireNonNull(guard, "guard");
      return this;
    }

    /// What carries the requests, closed with the session; by default connections of the
    /// session's own.
    public Builder transport(Transport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /// How many redirects are followed, unless the request says otherwise; 20 by default.
    ///
    /// @throws IllegalArgumentException if that is negative
    public Builder maxRedirects(int maxRedirects) {
      Limits.notNegative(maxRedirects, "maxRedirects");
      this.maxRedirects = maxRedirects;
      return this;
    }

    /// The largest body of a response in bytes, content codings undone, unless the request says
    /// otherwise; 10 MiB by default.
    ///
    /// @throws IllegalArgumentException if that is negative
    public Builder maxBody(long maxBody) {
      Limits.notNegative(maxBody, "maxBody");
      this.maxBody = maxBody;
      return this;
    }

    /// Opens the session.
    public ClientSession open() {
      Transport carrier = transport == null
          ? HttpClientTransport.open(guard, connectTimeout, connectionsPerHost, connections)
          : transport.guardedBy(guard);
      return new ClientSession(new Settings(
          carrier,
          governor,
          guard,
          headers,
          timeout,
          connectionsPerHost,
          connections,
          maxRedirects,
          maxBody));
    }
  }
}
