package dev.meanwhile.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/// HttpClient's own way to secure a connection, prepared when the first one needs it.
///
/// Reading the JDK's certificates takes some hundred milliseconds. Here that falls on a network
/// thread and on who uses https; else it would hold the loop whenever a session is opened.
final class LazyTls implements TlsSocketStrategy {
  private static final class Default {
    private static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return Default.STRATEGY.upgrade(socket, target, port, attachment, context);
  }
}
