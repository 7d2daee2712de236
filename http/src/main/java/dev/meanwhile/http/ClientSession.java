package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.TimedOutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
  private static final String USER_AGENT = "meanwhile/0.1 (Java)";

  private final SessionSettings settings;
  private final LoopBound<State> state;
  private volatile boolean isClosed;

  private ClientSession(SessionSettings settings) {
    this.settings = settings;
    this.state = new LoopBound<>(this::newState);
  }

  private State newState() {
    State before = state.last();
    if (before != null) {
      before.abandonAll(); // what that loop left unread would hold its connections for ever
    }
    return new State(new HostSlots(settings.connectionsPerHost(), settings.connections()));
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
    Counters counters = settings.counters();
    counters.requests.increment();
    try {
      return Async.timeout(settings.timeoutOf(complete), scope -> {
        return here.run(settings, complete, scope);
      });
    } catch (HttpException failure) {
      counters.fail(failure.stage());
      throw failure;
    } catch (TimedOutException failure) {
      counters.timeouts.increment();
      throw failure;
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

  /// What the session has done so far. Any thread.
  public SessionStatistics statistics() {
    return settings.counters().snapshot();
  }

  private void refuseIfClosed(@Nullable CancelledError cause) {
    if (isClosed) {
      throw new IllegalStateException("the session is closed", cause);
    }
  }

  /// Says whether it is open, and which hosts' certificates it does not verify.
  @Override
  public String toString() {
    String insecure = settings.insecureHosts().isEmpty()
        ? ""
        : ", certificates NOT VERIFIED of " + String.join(", ", settings.insecureHosts());
    return "ClientSession[" + (isClosed ? "closed" : "open") + insecure + "]";
  }

  /// What belongs to the loop that uses the session.
  private static final class State {
    private final HostSlots slots;
    private final Set<CancelScope> underWay = new LinkedHashSet<>();
    private final Set<Response> unread = new LinkedHashSet<>();

    State(HostSlots slots) {
      this.slots = slots;
    }

    Response run(SessionSettings settings, Request request, CancelScope scope) {
      underWay.add(scope);
      try {
        Pace pace = new Pace(settings.pace(), request.traffic());
        Deadline deadline = new Deadline(settings.timeoutOf(request), pace);
        Exchange.Result result =
            new Exchange(settings, slots, request, deadline, scope).run(request);
        return Response.of(result, unread);
      } finally {
        underWay.remove(scope);
        RequestBody body = request.anyBody();
        if (body != null) {
          body.end();
        }
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
    private int retries;
    private Pace.Least pace = Limits.PACE;
    private @Nullable CookieJar cookies;
    private @Nullable RequestListener listener;
    private @Nullable Proxy proxy;
    private final Set<String> insecureHosts = new LinkedHashSet<>();

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
    /// @throws IllegalArgumentException if it cannot stand in a header, or belongs to the
    ///     transfer
    public Builder header(String name, String value) {
      Request.refuseFraming(name);
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

    /// How often a request is sent again, unless it says otherwise; never by default. See
    /// [Request#retries] for which ones are, and when.
    ///
    /// @throws IllegalArgumentException if that is negative
    public Builder retries(int retries) {
      Limits.notNegative(retries, "retries");
      this.retries = retries;
      return this;
    }

    /// The pace below which a body is given up, with an [HttpException] of stage BODY: fewer than
    /// so many bytes a second, as they are transferred, over each `window` of waiting for them.
    /// 50 over 20 s by default. The wait for the head does not count, nor does a caller who
    /// reads slowly.
    ///
    /// @param bytesPerSecond 0 for no such limit
    /// @throws IllegalArgumentException if it is negative, or the window is not positive
    public Builder minimumRate(long bytesPerSecond, Duration window) {
      Limits.notNegative(bytesPerSecond, "bytesPerSecond");
      this.pace = new Pace.Least(bytesPerSecond, Limits.positive(window, "window"));
      return this;
    }

    /// Keeps cookies there, and sends them; by default none are.
    public Builder cookies(CookieJar cookies) {
      this.cookies = Objects.requireNonNull(cookies, "cookies");
      return this;
    }

    /// Who is told what becomes of the requests; nobody by default.
    public Builder listener(RequestListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /// Sends all requests through a proxy: `http://name:password@proxy.example:3128`, with
    /// `CONNECT` for https, or `socks5://proxy.example:1080`. Name and password, for a proxy of
    /// HTTP, go to the proxy alone and are never shown.
    ///
    /// The address guard does not judge the proxy's own address, which somebody typed. Of the
    /// hosts that are asked for it judges what can be seen from here: literal addresses, and
    /// those that a name has here, which is looked up before a proxy of HTTP is asked for it,
    /// unless the guard trusts that host. Such a proxy looks names up again, by itself: that
    /// it finds the same addresses cannot be judged. A proxy of SOCKS is given the address
    /// that was judged.
    ///
    /// @throws IllegalArgumentException if it is no address of that kind
    public Builder proxy(URI proxy) {
      this.proxy = Proxy.of(proxy);
      return this;
    }

    /// Takes any certificate of that host: who is in between can read and change everything.
    /// Said in a warning when the session is opened. Better than this is a certificate that
    /// proves the host's name.
    ///
    /// @param host a name or literal address, without port
    public Builder insecureTls(String host) {
      insecureHosts.add(host.toLowerCase(Locale.ROOT));
      return this;
    }

    /// Opens the session.
    ///
    /// @throws IllegalStateException if there is a transport of one's own together with a proxy
    ///     or insecure TLS, which are no business of that
    public ClientSession open() {
      boolean isWired = proxy != null || !insecureHosts.isEmpty();
      if (transport != null && isWired) {
        throw new IllegalStateException(
            "a proxy and insecure TLS are for the session's own connections, not for a transport");
      }
      Wiring wiring =
          new Wiring(connectTimeout, connectionsPerHost, connections, proxy, insecureHosts);
      Transport carrier =
          transport == null ? HttpClientTransport.open(guard, wiring) : transport.guardedBy(guard);
      insecureHosts.forEach(
          host -> LOG.warn("the certificates of {} are not verified: insecureTls", host));
      return new ClientSession(new SessionSettings(
          carrier,
          governor,
          guard,
          headers,
          timeout,
          connectionsPerHost,
          connections,
          maxRedirects,
          maxBody,
          retries,
          pace,
          cookies,
          new Hooks(listener),
          new Counters(),
          Set.copyOf(insecureHosts)));
    }
  }
}
