package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// Manners towards hosts: how many requests run at a time to one origin, how far apart they
/// start, and what hosts have said about both.
///
/// By default two at a time, their starts one second apart on average, each pause drawn anew
/// between half and one and a half of that, so that programs started together do not stay in
/// step. Hosts of one's own network, told by their name or literal address, are not spaced.
/// Requests to one origin go first come, first served; those to different origins never wait for
/// each other.
///
/// {@snippet :
/// var governor = HostGovernor.builder().perHost(2).spacing(Duration.ofSeconds(1)).build();
/// try (var session = ClientSession.builder().governor(governor).open()) { }
/// }
///
/// **What it learns.** A status of 429 or 503, or 403 with a `Retry-After`, stops the host's
/// requests until the time that `Retry-After` names, an hour at most, or else for 2 s and twice
/// as long each time, up to 5 min; and it moves them further apart, by 1 s and then twice as
/// much, up to 2 min. Each other answer takes back an eighth of that. A used-up quota
/// (`RateLimit`, `X-RateLimit-Remaining` and their likes) stops them until its reset. Waiting for
/// such a pause counts as queueing, without a limit but [Builder#patience]. [#learned] is what a
/// program keeps for its next run.
///
/// **An outage is seen once.** When a request finds no address or no connection, or three in a
/// row got no answer in another way, those that wait for the same origin fail at once, with the
/// same stage and a message that says since when and until when. After that time, 1 s at first
/// and twice as long each time up to 5 min, jittered, one request goes ahead, and the others
/// wait for what it finds, a minute at most. Outages are of origins, whatever the [Scope], and
/// are not kept between runs.
///
/// **Cancellation.** Who stops waiting leaves the queue, and its turn goes to the next.
/// **Threads.** For the tasks of one loop; may be shared by sessions of that loop. The next loop
/// starts with what was learned, and without queues. Limits: an origin is forgotten when nothing
/// waits, its pause is over and nothing was learned, once there are more than a thousand of them;
/// what was learned is forgotten after a week, or with more than 50,000 hosts.
public final class HostGovernor {
  private static final int REMEMBERED = 1_024;
  private static final int MOST_REMEMBERED = 50_000;

  private final int perHost;
  private final Duration spacing;
  private final Duration privateSpacing;
  private final Scope scope;
  private final @Nullable Duration patience;
  private final List<HostManners> restored;
  private final LoopBound<Hosts> hosts = new LoopBound<>(this::newHosts);

  private HostGovernor(Builder builder) {
    this.perHost = builder.perHost;
    this.spacing = builder.spacing;
    this.privateSpacing = builder.privateSpacing;
    this.scope = builder.scope;
    this.patience = builder.patience;
    this.restored = builder.restored;
  }

  /// What counts as one host. Hosts of one's own network always go by their origin: what runs on
  /// two ports of one machine has little in common.
  public enum Scope {
    /// Scheme, host and port.
    ORIGIN,
    /// The host, whatever the port.
    HOST,
    /// The domain that somebody registered, by the public suffix list: `a.example.co.uk` and
    /// `b.example.co.uk` are one, two sites under `github.io` are not.
    DOMAIN
  }

  /// Options for a governor.
  public static Builder builder() {
    return new Builder();
  }

  /// A governor with the default manners.
  public static HostGovernor polite() {
    return builder().build();
  }

  /// Waits until a request to that address may start.
  ///
  /// @return the permit, to be closed when the request has ended; tell it what became of that
  /// @throws HttpException if the host is down, or of stage POLICY if it asked for a longer pause
  ///     than [Builder#patience]
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if the address cannot be fetched
  public Permit acquire(URI uri) {
    return acquire(Origin.of(Urls.forHttp(uri)));
  }

  Permit acquire(Origin origin) {
    Hosts here = hosts.here();
    here.forgetIdle();
    HostGate gate = here.gate(origin);
    HostOutage outage = here.outages.computeIfAbsent(origin, HostOutage::new);
    return gate.enter(outage);
  }

  /// What hosts have taught, to be kept and given to the next governor with
  /// [Builder#restore]. For the loop's own tasks, or when the loop has ended; does not wait.
  public List<HostManners> learned() {
    Hosts last = hosts.last();
    return last == null ? restored : last.learned();
  }

  /// How many hosts it knows of at the moment.
  int remembered() {
    Hosts last = hosts.last();
    return last == null ? 0 : Math.max(last.gates.size(), last.outages.size());
  }

  private Hosts newHosts() {
    Hosts fresh = new Hosts();
    Instant now = fresh.loop.clock().instant();
    learned().stream()
        .filter(kept -> !HostLessons.isForgotten(kept.learned(), now))
        .sorted(Comparator.comparing(HostManners::learned).reversed())
        .limit(MOST_REMEMBERED)
        .forEach(kept -> fresh.kept.putIfAbsent(kept.scope(), kept));
    return fresh;
  }

  private String scopeOf(Origin origin) {
    if (scope == Scope.ORIGIN || isOwnNetwork(origin.host())) {
      return origin.scheme() + "://" + origin;
    }
    if (scope == Scope.HOST || isLiteral(origin.host())) {
      return origin.host();
    }
    String domain = PublicSuffixMatcherLoader.getDefault().getDomainRoot(origin.host());
    return domain == null ? origin.host() : domain;
  }

  /// Whether a host is told to be of one's own network by its name or literal address alone.
  static boolean isOwnNetwork(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost") || host.endsWith(".local")) {
      return true;
    }
    if (host.endsWith(".home.arpa") || host.endsWith(".internal")) {
      return true;
    }
    try {
      return !AddressKind.of(InetAddress.ofLiteral(host).getAddress()).isPublic();
    } catch (IllegalArgumentException _) {
      return host.indexOf('.') < 0;
    }
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "HostGovernor[" + perHost + " per host, spacing " + spacing + "]";
  }

  /// What belongs to one loop.
  private final class Hosts {
    private final EventLoop loop = EventLoop.current();
    private final Map<String, HostManners> kept = new HashMap<>();
    private final Map<String, HostGate> gates = new HashMap<>();
    private final Map<Origin, HostGate> gatesByOrigin = new HashMap<>();
    private final Map<Origin, HostOutage> outages = new HashMap<>();
    private int forgetAbove = REMEMBERED;

    HostGate gate(Origin origin) {
      HostGate known = gatesByOrigin.get(origin);
      if (known != null) {
        return known;
      }
      HostGate gate = gates.computeIfAbsent(scopeOf(origin), name -> newGate(name, origin));
      gatesByOrigin.put(origin, gate);
      return gate;
    }

    private HostGate newGate(String name, Origin origin) {
      HostManners known = kept.remove(name);
      HostLessons lessons = known == null
          ? new HostLessons()
          : new HostLessons(known, loop.clock().instant());
      Duration usual = isOwnNetwork(origin.host()) ? privateSpacing : spacing;
      return new HostGate(name, perHost, usual, patience, lessons);
    }

    void forgetIdle() {
      if (outages.size() < forgetAbove) {
        return;
      }
      Duration now = loop.time();
      Instant instant = loop.clock().instant();
      boolean isCrowded = gates.size() > MOST_REMEMBERED;
      gates
          .values()
          .removeIf(gate -> gate.isIdle(now) && (isCrowded || gate.lessons().isBlank(instant)));
      gatesByOrigin.clear(); // a short cut, found again by name
      outages.values().removeIf(outage -> outage.isIdle() && outage.isBlank(instant));
      forgetAbove = Math.max(REMEMBERED, outages.size() * 2);
    }

    List<HostManners> learned() {
      Instant now = loop.clock().instant();
      Map<String, HostManners> all = new HashMap<>(kept);
      all.values().removeIf(manners -> HostLessons.isForgotten(manners.learned(), now));
      gates.forEach((name, gate) -> {
        if (!gate.lessons().isBlank(now)) {
          all.put(name, gate.lessons().kept(name, now));
        }
      });
      return List.copyOf(all.values());
    }
  }

  /// The right to have one request under way, and where to tell what became of it. A
  /// [ClientSession] tells it by itself.
  ///
  /// For the loop's tasks; no method waits. Closing it twice does nothing.
  public static final class Permit implements AutoCloseable {
    private final HostGate gate;
    private final HostOutage outage;
    private final Instant started;
    private int probe;
    private boolean isClosed;

    Permit(HostGate gate, HostOutage outage, Instant started) {
      this.gate = gate;
      this.outage = outage;
      this.started = started;
      this.probe = outage.probe();
    }

    /// An answer came.
    ///
    /// @param status its status
    /// @param headers its headers
    public void answered(int status, Headers headers) {
      outage.answered();
      endProbe();
      gate.answered(status, headers, started);
    }

    /// There is no answer.
    ///
    /// @param failure why; its stage says whether the host is to blame
    public void failed(HttpException failure) {
      outage.failed(failure);
      endProbe();
      gate.pulse();
    }

    /// The request's time was over before an answer.
    public void timedOut() {
      outage.timedOut();
      endProbe();
      gate.pulse();
    }

    /// Gives the right to whoever waits longest.
    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        endProbe();
        gate.leave(outage);
      }
    }

    private void endProbe() {
      if (probe != 0) {
        outage.probeEnded(probe);
        probe = 0;
      }
    }
  }

  /// Options of a [HostGovernor].
  public static final class Builder {
    private int perHost = 2;
    private Duration spacing = Duration.ofSeconds(1);
    private Duration privateSpacing = Duration.ZERO;
    private Scope scope = Scope.ORIGIN;
    private @Nullable Duration patience;
    private List<HostManners> restored = List.of();

    private Builder() {}

    /// How many requests run at a time to one origin; 2 by default.
    ///
    /// @throws IllegalArgumentException if that is less than 1
    public Builder perHost(int perHost) {
      this.perHost = Limits.positive(perHost, "perHost");
      return this;
    }

    /// How far apart requests to one origin start, on average; 1 s by default, none with zero.
    ///
    /// @throws IllegalArgumentException if that is negative or longer than a day
    public Builder spacing(Duration spacing) {
      this.spacing = checked(spacing);
      return this;
    }

    /// The same for hosts of one's own network; none by default.
    ///
    /// @throws IllegalArgumentException if that is negative or longer than a day
    public Builder privateSpacing(Duration privateSpacing) {
      this.privateSpacing = checked(privateSpacing);
      return this;
    }

    /// What counts as one host; its origin by default.
    public Builder scope(Scope scope) {
      this.scope = Objects.requireNonNull(scope, "scope");
      return this;
    }

    /// How long a pause that a host asked for is waited out; a request that would have to wait
    /// longer fails at once, in stage POLICY. By default it waits as long as it takes.
    ///
    /// @throws IllegalArgumentException if it is not longer than zero
    public Builder patience(Duration patience) {
      this.patience = Limits.positive(patience, "patience");
      return this;
    }

    /// Starts with what another governor of the same scope had [learned][HostGovernor#learned].
    /// What is older than a week is left out.
    public Builder restore(Collection<HostManners> learned) {
      this.restored = List.copyOf(learned);
      return this;
    }

    /// The governor.
    public HostGovernor build() {
      return new HostGovernor(this);
    }

    private static Duration checked(Duration spacing) {
      Objects.requireNonNull(spacing, "spacing");
      if (spacing.isNegative() || spacing.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a spacing is between zero and a day, not " + spacing);
      }
      return spacing;
    }
  }
}
