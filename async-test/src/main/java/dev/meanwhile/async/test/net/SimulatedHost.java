package dev.meanwhile.async.test.net;

import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamException.Kind;
import dev.meanwhile.async.test.net.Conditions.Range;
import dev.meanwhile.async.test.net.SimulatedLink.Ends;
import dev.meanwhile.async.test.net.SimulatedLink.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A machine in a [SimulatedNetwork]: its name, its addresses, and the network as seen from it.
///
/// {@snippet :
/// SimulatedHost cache = network.host("cache.example");
/// Task<?> serving = createTask(() -> {
///   Network.use(cache); // this task, and those that it starts, are on that machine
///   try (StreamServer server = Streams.serve("localhost", 80, handler)) {
///     server.awaitClosed();
///   }
/// });
/// }
///
/// As on a machine of one's own, `localhost` is this one.
///
/// **Failure.** As with sockets: [StreamException] of the kinds DNS, CONNECT, LISTEN, LOST and
/// CLOSED. **Threads.** For the tasks and callbacks of the network's loop.
public final class SimulatedHost implements Network {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int REQUESTS = 7;
  private static final int FIRST_FREE_PORT = 50_000;
  private static final int LAST_PORT = 65_535;

  private final SimulatedNetwork network;
  private final String name;
  private final SplittableRandom random;
  private final Map<Integer, SimulatedListener> listeners = new HashMap<>();
  private List<InetAddress> addresses;
  private int nextPort = FIRST_FREE_PORT;
  private boolean isUp = true;
  private boolean isUnknown;
  private double nameTrouble;
  private Range nameDelay = Range.NONE;

  SimulatedHost(
      SimulatedNetwork network, String name, InetAddress address, SplittableRandom random) {
    this.network = network;
    this.name = name;
    this.random = random;
    this.addresses = List.of(named(address));
  }

  /// Its name, in lower case.
  public String name() {
    return name;
  }

  /// Its addresses: unless set, one public one, chosen by the network.
  public List<InetAddress> addresses() {
    return addresses;
  }

  /// Gives it these addresses, in place of those it had: `10.0.0.7`, `fd00::1`.
  ///
  /// @throws IllegalArgumentException if one is no address, is of no machine, is another host's,
  ///     or there are none
  public SimulatedHost addresses(String... literals) {
    List<InetAddress> chosen = Arrays.stream(literals)
        .map(literal -> named(InetAddress.ofLiteral(literal)))
        .toList();
    network.move(this, addresses, chosen);
    addresses = chosen;
    return this;
  }

  /// Nobody knows its name any more.
  public SimulatedHost unknown() {
    isUnknown = true;
    return this;
  }

  /// Its name is known again.
  public SimulatedHost known() {
    isUnknown = false;
    return this;
  }

  /// Which share of the look-ups of its name gets no answer for now.
  public SimulatedHost nameTrouble(double share) {
    nameTrouble = Conditions.share(share);
    return this;
  }

  /// How long a look-up of its name takes, as drawn between these two; no time by default.
  public SimulatedHost nameDelay(Duration min, Duration max) {
    nameDelay = Range.of(min, max);
    return this;
  }

  /// Its programs die, as far as others see: all its connections are reset, and new ones are
  /// refused until [#restart]. Tasks on it go on, and find their connections lost.
  public void crash() {
    isUp = false;
    listeners.values().forEach(SimulatedListener::crash);
    network.connectionsOf(this).forEach(SimulatedLink::crash);
  }

  /// Where it listened before a [#crash], it does again.
  public void restart() {
    isUp = true;
  }

  /// Waits for the addresses of a host, as a name service gives them. An address is its own.
  ///
  /// @throws StreamException of kind DNS if it has none
  public List<InetAddress> lookUp(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    if (host.equalsIgnoreCase("localhost")) {
      return List.of(InetAddress.getLoopbackAddress());
    }
    SimulatedHost found = network.known(host);
    if (found == null) {
      throw StreamException.of(Kind.DNS, "unknown host name " + host);
    }
    return found.answerLookUp();
  }

  private List<InetAddress> answerLookUp() {
    Duration delay = nameDelay.draw(random);
    boolean isTrouble = Conditions.hits(nameTrouble, random);
    if (delay.isPositive()) {
      sleep(delay);
    }
    if (isTrouble) {
      throw StreamException.of(Kind.DNS, "no answer from the name service for " + name);
    }
    if (isUnknown) {
      throw StreamException.of(Kind.DNS, "unknown host name " + name);
    }
    return addresses;
  }

  /// Waits for a connection from this machine to another. Its addresses are tried in turn, as
  /// with sockets. TLS is not simulated: asked for, it is left out.
  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    EventLoop loop = network.loop();
    Duration end = loop.time().plus(options.timeout());
    List<InetAddress> found = lookUp(host);
    StreamException first = null;
    for (int i = 0; i < found.size(); i++) {
      Attempt attempt = new Attempt(host, new InetSocketAddress(found.get(i), port));
      try {
        int left = found.size() - i;
        // The last one's caller cancels it when the time is over.
        Optional<Link> link = left == 1
            ? Optional.of(attempt.connect(loop))
            : moveOnAfter(end.minus(loop.time()).dividedBy(left), () -> attempt.connect(loop));
        return link.orElseThrow(attempt::noAnswer);
      } catch (StreamException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    throw first == null ? StreamException.of(Kind.DNS, host + " has no address") : first;
  }

  /// Listens at this machine: as `localhost`, `0.0.0.0`, `::`, its name, or one of its
  /// addresses. Does not wait. TLS is not simulated: asked for, it is left out.
  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    network.loop(); // refuses others
    if (!isThis(host)) {
      throw StreamException.of(Kind.LISTEN, "could not listen on " + host + ": it is not " + name);
    }
    int chosen = port == 0 ? freePort() : port;
    InetSocketAddress address = new InetSocketAddress(addresses.getFirst(), chosen);
    SimulatedListener listener = new SimulatedListener(this, address);
    if (listeners.putIfAbsent(chosen, listener) != null) {
      throw StreamException.of(
          Kind.LISTEN, "could not listen on " + format(address) + ": the port is taken");
    }
    return listener;
  }

  @Override
  public String toString() {
    return "SimulatedHost[" + name + (isUp ? "" : ", crashed") + "]";
  }

  SimulatedNetwork network() {
    return network;
  }

  void free(SimulatedListener listener) {
    listeners.remove(listener.address().getPort(), listener);
  }

  static String format(InetSocketAddress address) {
    String literal = address.getAddress().getHostAddress();
    return (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + address.getPort();
  }

  static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private boolean isThis(String host) {
    InetAddress literal = literal(host);
    return literal == null
        ? host.equalsIgnoreCase("localhost") || host.equalsIgnoreCase(name)
        : literal.isAnyLocalAddress() || literal.isLoopbackAddress() || addresses.contains(literal);
  }

  private int freePort() {
    int port = nextPort();
    while (listeners.containsKey(port)) {
      port = nextPort();
    }
    return port;
  }

  private int nextPort() {
    int port = nextPort;
    nextPort = port == LAST_PORT ? FIRST_FREE_PORT : port + 1;
    return port;
  }

  /// The address with this host's name, so that nobody asks the real name service for it.
  private InetAddress named(InetAddress address) {
    try {
      return InetAddress.getByAddress(name, address.getAddress());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("the length of an address is right", impossible);
    }
  }

  /// One try at one address.
  private final class Attempt {
    private final String asked;
    private final InetSocketAddress address;

    Attempt(String host, InetSocketAddress address) {
      this.asked = host;
      this.address = address;
    }

    /// Asks again and again, after 1 s, 2 s and so on, and gives up after 127 s.
    Link connect(EventLoop loop) {
      SimulatedHost target =
          address.getAddress().isLoopbackAddress() ? SimulatedHost.this : network.at(address);
      if (target == null) {
        sleep(FIRST_RETRY.multipliedBy((1L << REQUESTS) - 1));
        throw noAnswer();
      }
      Route route = network.route(SimulatedHost.this, target, target.random.split());
      boolean isIgnored = route.conditions().drawIgnored(route.random());
      boolean isRefused = route.conditions().drawRefused(route.random());
      for (int i = 0; i < REQUESTS; i++) {
        Duration retry = loop.time().plus(FIRST_RETRY.multipliedBy(1L << i));
        if (!isIgnored && !route.isLost() && !route.isPartitioned()) {
          sleep(route.latency());
          SimulatedListener listener = target.listeners.get(address.getPort());
          if (isRefused || !target.isUp || listener == null) {
            sleep(route.latency());
            throw failed("refused");
          }
          if (!listener.isFull()) {
            return open(loop, route, target, listener);
          }
        }
        sleep(retry.minus(loop.time()));
      }
      throw noAnswer();
    }

    private Link open(
        EventLoop loop, Route route, SimulatedHost target, SimulatedListener listener) {
      InetSocketAddress own = new InetSocketAddress(addresses.getFirst(), nextPort());
      Ends ends = SimulatedLink.connect(
          loop,
          route,
          new Place(SimulatedHost.this, own),
          new Place(target, address),
          route.conditions().drawCut(route.random()));
      network.opened(ends);
      listener.offer(ends.server());
      boolean isOpen = false;
      try {
        sleep(route.latency());
        for (int i = 0; route.isPartitioned(); i++) {
          if (i == 1 << REQUESTS) {
            throw noAnswer();
          }
          sleep(FIRST_RETRY);
        }
        isOpen = true;
      } finally {
        if (!isOpen) {
          ends.client().close();
        }
      }
      return ends.client().held();
    }

    StreamException noAnswer() {
      return failed("no answer");
    }

    private StreamException failed(String why) {
      String found = format(address);
      String what = asked.equals(address.getAddress().getHostAddress())
          ? found
          : asked + ":" + address.getPort() + " (" + found + ")";
      return StreamException.of(Kind.CONNECT, "could not connect to " + what + ": " + why);
    }
  }
}
