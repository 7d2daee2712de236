package dev.meanwhile.async.test.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.test.net.Route.Pair;
import dev.meanwhile.async.test.net.SimulatedLink.Ends;
import dev.meanwhile.async.test.world.WorldTimers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A network within one loop, with hosts, delays and faults, that does the same in every run of
/// the same seed.
///
/// {@snippet :
/// Simulation.run(() -> {
///   SimulatedNetwork network = SimulatedNetwork.create();
///   Network.use(network);
///   network.to("feeds.example").latency(Duration.ofMillis(80)).reset(0.1, 10_000);
///   try (var server = Streams.serve("feeds.example", 7, handler);
///       var connection = Streams.connect("feeds.example", 7)) {
///     connection.writer().write("hello\n");
///     network.partition("localhost", "feeds.example"); // nothing comes through
///   }
/// });
/// }
///
/// The network by itself is what the host `localhost` sees, at which the program runs unless it
/// says otherwise; servers may be started on every host from there. Bytes arrive in pieces, in
/// order, whose sizes and delays are drawn. Each direction of a connection holds 64 KiB that are
/// not read yet, then writers wait: the same as over TCP. Acknowledgements take no time.
///
/// Everything drawn comes from one seed, in a sequence of its own for each host, and in it for
/// each connection: what becomes of one does not depend on what others do.
///
/// **Limits.** A listener has 128 clients waiting at most. **Threads.** For the tasks and
/// callbacks of the loop in which it was made, on virtual time or real.
public final class SimulatedNetwork implements Network {
  private static final String HERE = "localhost";

  /// Public addresses, of which each host gets one: 44.128.0.1 and on.
  private static final int FIRST_ADDRESS = 0x2c80_0001;

  private final EventLoop loop = EventLoop.current();
  private final WorldTimers timers = WorldTimers.current();
  private final long seed;
  private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
  private final Map<InetAddress, SimulatedHost> byAddress = new HashMap<>();
  private final Conditions everywhere = new Conditions(null);
  private final Map<String, Conditions> toHosts = new HashMap<>();
  private final Map<Pair, Conditions> between = new HashMap<>();
  private final Set<Pair> partitions = new HashSet<>();
  private final Set<Ends> connections = new LinkedHashSet<>();
  private int nextAddress = FIRST_ADDRESS;

  private SimulatedNetwork(long seed) {
    this.seed = seed;
  }

  /// A network whose seed comes from the loop's own randomness: another one in each run of an
  /// exploration, and the same when that run is replayed.
  ///
  /// @throws IllegalStateException if the calling thread runs no loop
  public static SimulatedNetwork create() {
    return seeded(EventLoop.current().random().nextLong());
  }

  /// A network with that seed.
  ///
  /// @throws IllegalStateException if the calling thread runs no loop
  public static SimulatedNetwork seeded(long seed) {
    return new SimulatedNetwork(seed);
  }

  /// The host of that name, or with that address; added if there is none.
  public SimulatedHost host(String name) {
    return hosts.computeIfAbsent(lowerCase(name), this::newHost);
  }

  /// The conditions of all connections, where nothing else is said.
  public Conditions everywhere() {
    return everywhere;
  }

  /// The conditions of connections to that host, where nothing is said of both ends.
  public Conditions to(String host) {
    return toHosts.computeIfAbsent(host(host).name(), _ -> new Conditions(everywhere));
  }

  /// The conditions of connections from `client` to `server`.
  public Conditions between(String client, String server) {
    Pair directed = new Pair(host(client).name(), host(server).name());
    return between.computeIfAbsent(directed, _ -> new Conditions(to(server)));
  }

  /// Nothing comes through between two hosts until [#heal]: connecting gets no answer, and what
  /// was sent, now or before, waits and comes later.
  public void partition(String one, String other) {
    partitions.add(Pair.of(host(one).name(), host(other).name()));
  }

  /// The two hosts reach each other again.
  public void heal(String one, String other) {
    partitions.remove(Pair.of(host(one).name(), host(other).name()));
    List.copyOf(connections).forEach(Ends::heal);
  }

  /// All hosts reach each other again.
  public void heal() {
    partitions.clear();
    List.copyOf(connections).forEach(Ends::heal);
  }

  /// How many connections have an end that a program holds and has not closed: none, when
  /// nothing leaks.
  public int openConnections() {
    return (int) connections.stream().filter(Ends::isOpen).count();
  }

  /// As [SimulatedHost#connect], from `localhost`.
  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    return host(HERE).connect(host, port, options);
  }

  /// As [SimulatedHost#listen], at any host: one that is not known yet is added.
  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    InetAddress literal = SimulatedHost.literal(host);
    boolean isHere =
        literal != null && (literal.isAnyLocalAddress() || literal.isLoopbackAddress());
    SimulatedHost owner = literal == null ? null : byAddress.get(literal);
    SimulatedHost at = owner != null ? owner : host(isHere ? HERE : host);
    return at.listen(host, port, options);
  }

  @Override
  public String toString() {
    return "SimulatedNetwork[" + hosts.size() + " hosts, " + openConnections() + " connections]";
  }

  // --- for hosts and links ---

  /// What is under way.
  WorldTimers timers() {
    return timers;
  }

  /// The loop, which must be the caller's.
  EventLoop loop() {
    if (EventLoop.current() != loop) {
      throw new IllegalStateException("the simulated network belongs to another loop: " + loop);
    }
    return loop;
  }

  @Nullable
  SimulatedHost known(String name) {
    return hosts.get(lowerCase(name));
  }

  @Nullable
  SimulatedHost at(InetSocketAddress address) {
    return byAddress.get(address.getAddress());
  }

  Route route(SimulatedHost client, SimulatedHost server, SplittableRandom random) {
    return new Route(
        this, Pair.of(client.name(), server.name()), between(client.name(), server.name()), random);
  }

  boolean isPartitioned(Pair ends) {
    return partitions.contains(ends);
  }

  void opened(Ends ends) {
    connections.add(ends);
  }

  void forgetClosed() {
    connections.removeIf(Ends::isOver);
  }

  List<SimulatedLink> connectionsOf(SimulatedHost host) {
    List<SimulatedLink> found = new ArrayList<>();
    for (Ends ends : connections) {
      if (ends.client().host() == host) {
        found.add(ends.client());
      }
      if (ends.server().host() == host) {
        found.add(ends.server());
      }
    }
    return found;
  }

  void move(SimulatedHost host, List<InetAddress> from, List<InetAddress> to) {
    if (to.isEmpty()) {
      throw new IllegalArgumentException("a host needs an address: " + host.name());
    }
    for (InetAddress address : to) {
      SimulatedHost owner = byAddress.get(address);
      if (address.isAnyLocalAddress() || (owner != null && owner != host)) {
        throw new IllegalArgumentException(
            address.getHostAddress() + " cannot be an address of " + host.name());
      }
    }
    byAddress.keySet().removeAll(from);
    to.forEach(address -> byAddress.put(address, host));
  }

  private SimulatedHost newHost(String name) {
    InetAddress literal = SimulatedHost.literal(name);
    InetAddress address = literal != null ? literal : nextAddress();
    // String.hashCode is specified, and the same everywhere.
    SplittableRandom random = new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * name.hashCode()));
    SimulatedHost host = new SimulatedHost(this, name, address, random);
    byAddress.put(address, host);
    return host;
  }

  private InetAddress nextAddress() {
    int bits = nextAddress++;
    return InetAddress.ofLiteral((bits >>> 24) + "." + (bits >>> 16 & 0xff) + "."
        + (bits >>> 8 & 0xff) + "." + (bits & 0xff));
  }

  private static String lowerCase(String name) {
    return Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT);
  }
}
