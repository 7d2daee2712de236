package dev.meanwhile.http;

import java.net.URI;
import java.util.Locale;

/// Scheme, host and port: whom a request goes to. For those who write a [Transport].
///
/// @param scheme `http` or `https`
/// @param host name or address, in lower case, an IPv6 address without its brackets
/// @param port the port, also when it is the scheme's own
public record Origin(String scheme, String host, int port) {
  /// Whom a request to that address goes to.
  ///
  /// @param uri of `http` or `https`, as that of a [Request]
  /// @throws IllegalArgumentException if its port is none
  public static Origin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    int port = uri.getPort();
    if (host == null) {
      // Names that Java's URI does not know as such, as those with an underscore.
      String written = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      String authority = written.substring(written.lastIndexOf('@') + 1);
      int colon = authority.lastIndexOf(':');
      host = colon < 0 ? authority : authority.substring(0, colon);
      port = colon < 0 ? -1 : portOf(authority.substring(colon + 1));
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    int ownPort = scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, host.toLowerCase(Locale.ROOT), port < 0 ? ownPort : port);
  }

  private static int portOf(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 0) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Reported below, as a number out of range is.
    }
    throw new IllegalArgumentException("not a port: " + text);
  }

  /// Whether the connection is to be secured.
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /// Host and port for people, the port only when it is not the scheme's own.
  @Override
  public String toString() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (isSecure() ? 443 : 80) ? name : name + ":" + port;
  }
}
