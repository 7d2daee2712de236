package dev.meanwhile.async.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Addresses as people write them.
final class Addresses {
  private Addresses() {}

  static String format(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return format(ip == null ? address.getHostString() : ip.getHostAddress(), address.getPort());
  }

  static String format(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  static int requirePort(int port, int lowest) {
    if (port < lowest || port > 0xffff) {
      throw new IllegalArgumentException(
          "a port must be from " + lowest + " to 65535, not " + port);
    }
    return port;
  }
}
