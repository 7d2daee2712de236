package dev.meanwhile.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/// Whom all requests go through.
///
/// @param userInfo `user:password`; null for none
record Proxy(
    boolean isSocks, String host, int port, @Nullable String userInfo) {
  /// @throws IllegalArgumentException if it is no address of a proxy
  static Proxy of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean isSocks = switch (scheme) {
      case "http" -> false;
      case "socks", "socks5" -> true;
      default ->
        throw new IllegalArgumentException("a proxy is one of http or socks5, not of " + scheme);
    };
    String userInfo = Urls.userInfo(uri);
    if (isSocks && userInfo != null) {
      throw new IllegalArgumentException("a proxy of SOCKS takes no user and password here");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("a proxy needs a host: " + Urls.printable(uri));
    }
    Origin origin = Origin.of(uri);
    int port = uri.getPort() >= 0 ? uri.getPort() : isSocks ? 1080 : 80;
    return new Proxy(isSocks, origin.host(), port, userInfo);
  }

  HttpHost target() {
    return new HttpHost("http", host, port);
  }

  /// Of a proxy of SOCKS, which the JDK looks up itself.
  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  /// The context of a call, in which user and password go along from the start.
  HttpClientContext context() {
    HttpClientContext context = HttpClientContext.create();
    if (userInfo != null) {
      int colon = userInfo.indexOf(':');
      String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
      String password = colon < 0 ? "" : userInfo.substring(colon + 1);
      BasicScheme scheme = new BasicScheme();
      scheme.initPreemptive(new UsernamePasswordCredentials(user, password.toCharArray()));
      AuthExchange exchange = new AuthExchange();
      exchange.select(scheme);
      context.setAuthExchange(target(), exchange);
    }
    return context;
  }

  /// Without user and password.
  @Override
  public String toString() {
    return (isSocks ? "socks5://" : "http://") + host + ":" + port;
  }
}
