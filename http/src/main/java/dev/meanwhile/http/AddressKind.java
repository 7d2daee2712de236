package dev.meanwhile.http;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an address is for, by the registries of special addresses of IANA.
enum AddressKind {
  PUBLIC("a public address"),
  UNSPECIFIED("an address of this host (unspecified)"),
  LOOPBACK("a loopback address"),
  PRIVATE("a private address"),
  LINK_LOCAL("a link-local address"),
  SHARED("an address shared by a provider's customers"),
  UNIQUE_LOCAL("a unique-local address"),
  MULTICAST("a multicast address"),
  BROADCAST("the broadcast address"),
  DOCUMENTATION("an address for documentation"),
  BENCHMARK("an address for benchmarks"),
  METADATA("the address of a cloud's metadata service"),
  RESERVED("a reserved address");

  private static final List<Range> V4 = List.of(
      range(METADATA, "169.254.169.254/32"),
      range(METADATA, "169.254.170.2/32"),
      range(METADATA, "169.254.170.23/32"),
      range(METADATA, "100.100.100.200/32"),
      range(METADATA, "192.0.0.192/32"),
      range(METADATA, "168.63.129.16/32"),
      range(UNSPECIFIED, "0.0.0.0/8"),
      range(PRIVATE, "10.0.0.0/8"),
      range(SHARED, "100.64.0.0/10"),
      range(LOOPBACK, "127.0.0.0/8"),
      range(LINK_LOCAL, "169.254.0.0/16"),
      range(PRIVATE, "172.16.0.0/12"),
      range(RESERVED, "192.0.0.0/24"),
      range(DOCUMENTATION, "192.0.2.0/24"),
      range(RESERVED, "192.88.99.0/24"),
      range(PRIVATE, "192.168.0.0/16"),
      range(BENCHMARK, "198.18.0.0/15"),
      range(DOCUMENTATION, "198.51.100.0/24"),
      range(DOCUMENTATION, "203.0.113.0/24"),
      range(MULTICAST, "224.0.0.0/4"),
      range(BROADCAST, "255.255.255.255/32"),
      range(RESERVED, "240.0.0.0/4"));

  private static final List<Range> V6 = List.of(
      range(METADATA, "fd00:ec2::254/128"),
      range(METADATA, "fd00:ec2::23/128"),
      range(METADATA, "fd20:ce::254/128"),
      range(UNIQUE_LOCAL, "fc00::/7"),
      range(LINK_LOCAL, "fe80::/10"),
      range(PRIVATE, "fec0::/10"),
      range(MULTICAST, "ff00::/8"),
      range(RESERVED, "64:ff9b:1::/48"),
      range(BENCHMARK, "2001:2::/48"),
      range(DOCUMENTATION, "2001:db8::/32"),
      range(DOCUMENTATION, "3fff::/20"));

  /// Its server's IPv4 address; the client's is looked at apart.
  private static final Hiding TEREDO = new Hiding(Network.parse("2001::/32"), 4);

  /// Where IPv4 hides in IPv6: the network, and at which byte the IPv4 address begins.
  private static final List<Hiding> HIDINGS = List.of(
      new Hiding(Network.parse("::ffff:0:0:0/96"), 12), // translated, RFC 2765
      new Hiding(Network.parse("64:ff9b::/96"), 12), // NAT64
      new Hiding(Network.parse("2002::/16"), 2), // 6to4
      TEREDO);

  private static final Network FOR_PROTOCOLS = Network.parse("2001::/23");

  private final String words;

  AddressKind(String words) {
    this.words = words;
  }

  /// The kind in words, with its article.
  String words() {
    return words;
  }

  boolean isPublic() {
    return this == PUBLIC;
  }

  /// The kind of an address of 4 or 16 bytes.
  static AddressKind of(byte[] address) {
    return address.length == 4 ? ofV4(address) : ofV6(address);
  }

  private static AddressKind ofV4(byte[] address) {
    AddressKind listed = in(V4, address);
    return listed == null ? PUBLIC : listed;
  }

  private static AddressKind ofV6(byte[] address) {
    AddressKind listed = in(V6, address);
    if (listed != null) {
      return listed;
    }
    if (isZero(address, 0, 10)) {
      return ofLowV6(address);
    }
    for (Hiding hiding : HIDINGS) {
      if (hiding.network.contains(address)) {
        return ofHidden(address, hiding);
      }
    }
    if (isIsatap(address)) {
      return ofV4(Arrays.copyOfRange(address, 12, 16));
    }
    boolean isGlobalUnicast = (address[0] & 0xe0) == 0x20;
    boolean isForProtocols = FOR_PROTOCOLS.contains(address);
    return isGlobalUnicast && !isForProtocols ? PUBLIC : RESERVED;
  }

  /// `::/80`: unspecified, loopback, and IPv4 mapped (`::ffff:a.b.c.d`) or compatible
  /// (`::a.b.c.d`).
  private static AddressKind ofLowV6(byte[] address) {
    boolean isMapped = address[10] == -1 && address[11] == -1;
    if (!isMapped && !isZero(address, 10, 12)) {
      return RESERVED;
    }
    byte[] hidden = Arrays.copyOfRange(address, 12, 16);
    if (!isMapped && isZero(hidden, 0, 3)) {
      return hidden[3] == 0 ? UNSPECIFIED : hidden[3] == 1 ? LOOPBACK : RESERVED;
    }
    return ofV4(hidden);
  }

  private static AddressKind ofHidden(byte[] address, Hiding hiding) {
    AddressKind first = ofV4(Arrays.copyOfRange(address, hiding.offset, hiding.offset + 4));
    boolean isTeredo = hiding == TEREDO;
    if (!first.isPublic() || !isTeredo) {
      return first;
    }
    byte[] client = Arrays.copyOfRange(address, 12, 16);
    for (int i = 0; i < client.length; i++) {
      client[i] = (byte) ~client[i];
    }
    return ofV4(client);
  }

  private static boolean isIsatap(byte[] address) {
    return (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable AddressKind in(List<Range> ranges, byte[] address) {
    for (Range range : ranges) {
      if (range.network.contains(address)) {
        return range.kind;
      }
    }
    return null;
  }

  private static Range range(AddressKind kind, String network) {
    return new Range(kind, Network.parse(network));
  }

  private record Range(AddressKind kind, Network network) {}

  private record Hiding(Network network, int offset) {}
}
