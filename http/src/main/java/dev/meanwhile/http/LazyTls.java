package dev.meanwhile.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.jspecify.annotations.Nullable;

/// HttpClient's own way to secure a connection, prepared when the first one needs it.
///
/// Reading the JDK's certificates takes some hundred milliseconds. Here that falls on a network
/// thread and on who uses https; else it would hold the loop whenever a session is opened. A
/// lock and no class initialiser, in which waiting virtual threads would hold their carriers.
final class LazyTls implements TlsSocketStrategy {
  private static final ReentrantLock PREPARING = new ReentrantLock();

  // Written once, with the lock held.
  private static volatile @Nullable TlsSocketStrategy prepared;

  private final Set<String> insecureHosts;

  /// @param insecureHosts whose certificates are not verified
  LazyTls(Set<String> insecureHosts) {
    this.insecureHosts = insecureHosts;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    TlsSocketStrategy strategy =
        insecureHosts.contains(target.toLowerCase(Locale.ROOT)) ? trusting() : strategy();
    return strategy.upgrade(socket, target, port, attachment, context);
  }

  /// Takes whatever certificate is shown.
  private static TlsSocketStrategy trusting() throws IOException {
    try {
      SSLContext context = SSLContextBuilder.create()
          .loadTrustMaterial(null, TrustAllStrategy.INSTANCE)
          .build();
      return new DefaultClientTlsStrategy(
          context, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
    } catch (GeneralSecurityException failure) {
      throw new SSLException("no TLS without verification", failure);
    }
  }

  private static TlsSocketStrategy strategy() {
    TlsSocketStrategy ready = prepared;
    if (ready != null) {
      return ready;
    }
    PREPARING.lock();
    try {
      ready = prepared;
      if (ready == null) {
        ready = DefaultClientTlsStrategy.createDefault();
        prepared = ready;
      }
      return ready;
    } finally {
      PREPARING.unlock();
    }
  }
}
