package dev.meanwhile.async.net;

import java.io.IOException;
import java.net.IDN;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The socket of a connection, and what bytes go through: itself, or TLS around it.
///
/// Closing closes the bare socket: TLS would first say goodbye, which waits for the peer.
record Sockets(Socket raw, Socket stream) implements AutoCloseable {
  /// Secures a connected socket as a client, and has the server prove that it is `host`.
  static Sockets secured(Socket raw, SSLContext tls, String host, int port) throws IOException {
    SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(raw, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    SNIHostName name = serverName(host);
    if (name != null) {
      // The JDK names the host by itself only when it has a dot in it.
      parameters.setServerNames(List.of(name));
    }
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return new Sockets(raw, secured);
  }

  /// Secures an accepted socket as a server; the greeting comes with the first read or write.
  static Sockets securedServer(Socket raw, SSLContext tls) throws IOException {
    return new Sockets(raw, tls.getSocketFactory().createSocket(raw, null, true));
  }

  /// The name that the server is asked for; null where the host cannot be one, as an address and
  /// `under_score`.
  private static @Nullable SNIHostName serverName(String host) {
    if (NameLookup.literal(host) != null) {
      return null;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return new SNIHostName(IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
