package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.OutsideWork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The real transport: Apache HttpClient 5 (classic), whose calls block a virtual thread each.
///
/// Of HttpClient we take the protocol and the pool of connections. Redirects, retries, cookies,
/// codings and waiting for a slot are ours: names are looked up and judged as a task before the
/// call, so no wait of ours is ever on HttpClient's stack, which would close its pool when a
/// [dev.meanwhile.async.CancelledError] came through.
///
/// **Cancellation.** The call is aborted, which closes its connection. **Threads.** Safe for
/// concurrent use.
final class HttpClientTransport implements Transport {
  private final CloseableHttpClient client;
  private final PoolingHttpClientConnectionManager pool;
  private final HostResolver resolver;
  private final AddressGuard guard;

  /// Of HTTP; one of SOCKS is the business of the sockets.
  private final @Nullable Proxy proxy;

  // Each loop sweeps out idle connections while it uses the transport. Confined to that loop.
  private final LoopBound<Sweep> sweeps = new LoopBound<>(Sweep::new);

  private HttpClientTransport(
      CloseableHttpClient client,
      PoolingHttpClientConnectionManager pool,
      HostResolver resolver,
      AddressGuard guard,
      @Nullable Proxy proxy) {
    this.proxy = proxy == null || proxy.isSocks() ? null : proxy;
    this.client = client;
    this.pool = pool;
    this.resolver = resolver;
    this.guard = guard;
  }

  static HttpClientTransport open(AddressGuard guard, Wiring wiring) {
    return open(guard, wiring, new HostResolver());
  }

  static HttpClientTransport open(
      AddressGuard guard, Duration connectTimeout, int perHost, int total, HostResolver resolver) {
    return open(guard, new Wiring(connectTimeout, perHost, total, null, Set.of()), resolver);
  }

  static HttpClientTransport open(AddressGuard guard, Wiring wiring, HostResolver resolver) {
    Duration connectTimeout = wiring.connectTimeout();
    Proxy proxy = wiring.proxy();
    SocketConfig.Builder sockets = SocketConfig.custom().setTcpNoDelay(true);
    if (proxy != null && proxy.isSocks()) {
      sockets.setSocksProxyAddress(proxy.address());
    }
    Http1Config limits = Http1Config.custom()
        .setMaxHeaderCount(Limits.HEADER_FIELDS)
        .setMaxLineLength(Limits.HEADER_LINE)
        .build();
    PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(wiring.perHost())
        .setMaxConnTotal(wiring.total())
        .setDnsResolver(NetworkCall.RESOLVED)
        .setTlsSocketStrategy(new LazyTls(wiring.insecureHosts()))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
        .setDefaultSocketConfig(sockets.build())
        .setDefaultTlsConfig(
            TlsConfig.custom().setHandshakeTimeout(timeout(connectTimeout)).build())
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(timeout(connectTimeout))
            .setSocketTimeout(Timeout.DISABLED) // the request's deadline aborts the call
            .setIdleTimeout(timeout(Limits.IDLE))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .build())
        .build();
    CloseableHttpClient client = HttpClients.custom()
        .setConnectionManager(pool)
        .setRequestExecutor(new NetworkCall.Executor())
        .setDefaultRequestConfig(
            RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .setProxy(proxy == null || proxy.isSocks() ? null : proxy.target())
        .build();
    return new HttpClientTransport(client, pool, resolver, guard, proxy);
  }

  @Override
  public Reply exchange(Request request) {
    EventLoop loop = EventLoop.current();
    refuseVirtualTime(loop);
    Origin origin = Origin.of(request.uri());
    AddressGuard judge = request.guard().orElse(guard);
    List<InetAddress> addresses = addresses(origin.host(), judge);
    sweeps.here().arm(loop);
    return NetworkCall.of(client, request, origin, addresses, judge, proxy).exchange();
  }

  /// To connect to: those of the host, or else of the proxy, which alone is exempt from the
  /// guard. A host that the guard trusts is looked up by the proxy only, which may know names
  /// that are unknown here.
  private List<InetAddress> addresses(String host, AddressGuard judge) {
    if (proxy == null) {
      return judge.permitted(host, resolver.resolve(host));
    }
    if (!judge.trusts(host)) {
      judge.permitted(host, resolver.resolve(host));
    }
    return resolver.resolve(proxy.host());
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    pool.close(CloseMode.IMMEDIATE);
  }

  private static void refuseVirtualTime(EventLoop loop) {
    if (!loop.clock().equals(InstantSource.system())) {
      throw new IllegalStateException("there is no network on virtual time: open the session with "
          + "ClientSession.builder().transport(...), for instance an InMemoryTransport");
    }
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  /// Closes connections that have been idle for long, a while after each use.
  private final class Sweep {
    private EventLoop.@Nullable Handle armed;

    void arm(EventLoop loop) {
      if (armed == null) {
        armed = loop.callLater(Limits.IDLE, () -> {
          armed = null;
          // Closing says good-bye to the peer, which may block.
          OutsideWork.networkThreads()
              .execute(() -> pool.closeIdle(timeout(Limits.IDLE.dividedBy(2))));
        });
      }
    }
  }
}
