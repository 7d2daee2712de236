package dev.meanwhile.http;

import java.net.InetAddress;
import java.util.Arrays;

/// The addresses that begin with the same bits.
final class Network {
  private final byte[] prefix;
  private final int bits;

  private Network(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /// Reads `10.0.0.0/8`, `fd00::/8` or a single address.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static Network parse(String text) {
    int slash = text.indexOf('/');
    try {
      String literal = slash < 0 ? text : text.substring(0, slash);
      byte[] address = InetAddress.ofLiteral(literal).getAddress();
      int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= address.length * 8) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException _) {
      // Reported below, as a number of bits out of range is.
    }
    throw new IllegalArgumentException("neither an address nor a network: " + text);
  }

  /// Whether an address of 4 or 16 bytes is one of them.
  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
      return false;
    }
    int mask = 0xff00 >> (bits % 8) & 0xff;
    return bits % 8 == 0 || (address[whole] & mask) == (prefix[whole] & mask);
  }
}
