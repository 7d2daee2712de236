package dev.meanwhile.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the addresses that connections go to, so that an address found in content cannot reach
/// into the network of the machine that fetches it.
///
/// What is judged is the very address that is connected to, after the look-up of its name, on
/// every redirect, and again when a connection is used that was opened before. With [#publicOnly]
/// everything but public unicast addresses is refused: loopback, private, link-local, shared,
/// unique-local, multicast, broadcast, unspecified, for documentation or benchmarks, reserved,
/// the metadata services of clouds, and IPv6 addresses in which one of these hides as IPv4.
///
/// A session has one that all its requests keep to, and a request may have one besides. For
/// addresses found in content that is
/// [#publicOnly], perhaps with an allow list ([#allowing], [#trusting]); for those that somebody
/// typed it is [#typed], which trusts their host and nothing that it redirects to.
///
/// Immutable and safe for concurrent use.
public final class AddressGuard {
  private static final AddressGuard OFF = new AddressGuard(false, List.of(), Set.of(), null);
  private static final AddressGuard PUBLIC_ONLY = new AddressGuard(true, List.of(), Set.of(), null);

  private final boolean isOn;
  private final List<Network> allowed;
  private final Set<String> trusted;

  /// One that must permit it, too.
  private final @Nullable AddressGuard other;

  private AddressGuard(
      boolean isOn, List<Network> allowed, Set<String> trusted, @Nullable AddressGuard other) {
    this.isOn = isOn;
    this.other = other;
    this.allowed = allowed;
    this.trusted = trusted;
  }

  /// Permits everything.
  public static AddressGuard off() {
    return OFF;
  }

  /// Permits public addresses only: for what was found in content.
  public static AddressGuard publicOnly() {
    return PUBLIC_ONLY;
  }

  /// A copy that permits a network, too, as in `10.1.0.0/16`, `192.168.1.5` or `fd00::/8`.
  ///
  /// @throws IllegalArgumentException if that is neither an address nor a network
  public AddressGuard allowing(String network) {
    List<Network> more = new ArrayList<>(allowed);
    more.add(Network.parse(network));
    return new AddressGuard(isOn, List.copyOf(more), trusted, other);
  }

  /// For an address that somebody typed: its host may be anywhere, at any port and under either
  /// scheme, and where it redirects to otherwise must be public.
  ///
  /// @throws IllegalArgumentException if the address cannot be fetched
  public static AddressGuard typed(URI uri) {
    return publicOnly().trusting(uri);
  }

  /// A copy that permits any address of the host that `uri` names.
  ///
  /// @throws IllegalArgumentException if the address cannot be fetched
  public AddressGuard trusting(URI uri) {
    return trusting(Origin.of(Urls.forHttp(uri)).host());
  }

  /// A copy that permits any address of a host, by the name or literal address with which it is
  /// asked for: `nas.local`, `192.168.1.5`.
  public AddressGuard trusting(String host) {
    Set<String> more = new HashSet<>(trusted);
    more.add(host.toLowerCase(Locale.ROOT));
    return new AddressGuard(isOn, allowed, Set.copyOf(more), other);
  }

  /// A guard that permits what both permit.
  AddressGuard and(AddressGuard both) {
    if (isOff()) {
      return both;
    }
    AddressGuard rest = both.other == null ? this : and(both.other);
    return new AddressGuard(both.isOn, both.allowed, both.trusted, rest);
  }

  /// Whether connections may go to that address, for a host that is not [trusted][#trusting].
  public boolean permits(InetAddress address) {
    return objection(address).isEmpty();
  }

  /// Why connections may not go to that address, in words: `a private address`. Empty if they
  /// may.
  public Optional<String> objection(InetAddress address) {
    return objection("", address);
  }

  private Optional<String> objection(String host, InetAddress address) {
    Objects.requireNonNull(address, "address");
    Optional<String> others = other == null ? Optional.empty() : other.objection(host, address);
    if (others.isPresent() || !isOn || trusted.contains(host)) {
      return others;
    }
    byte[] bytes = address.getAddress();
    AddressKind kind = AddressKind.of(bytes);
    if (kind == AddressKind.PUBLIC
        || allowed.stream().anyMatch(network -> network.contains(bytes))) {
      return Optional.empty();
    }
    return Optional.of(kind.words());
  }

  private boolean isOff() {
    return !isOn && other == null;
  }

  /// Whether connections for that host may go anywhere, so that nothing is to be judged.
  boolean trusts(String host) {
    return (!isOn || trusted.contains(host)) && (other == null || other.trusts(host));
  }

  /// Refuses a host that is an address, before anything is asked of the network.
  ///
  /// @throws HttpException of stage POLICY
  void checkLiteral(String host) {
    if (isOff()) {
      return;
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return; // a name: its addresses are judged when they are known
    }
    permitted(host, List.of(address));
  }

  /// Whether connections for `host` may go to that address.
  boolean permits(String host, InetAddress address) {
    return objection(host, address).isEmpty();
  }

  /// Those of a host's addresses that connections may go to; for those who write a [Transport].
  ///
  /// @throws HttpException of stage POLICY when there is none
  public List<InetAddress> permitted(String host, List<InetAddress> addresses) {
    if (isOff()) {
      return addresses;
    }
    List<InetAddress> permitted =
        addresses.stream().filter(address -> permits(host, address)).toList();
    if (permitted.isEmpty()) {
      String why = addresses.stream()
          .flatMap(address -> objection(host, address).stream())
          .findFirst()
          .orElse("no address");
      throw HttpException.of(
          HttpException.Stage.POLICY, "refused to connect to " + host + ": it is " + why);
    }
    return permitted;
  }
}
