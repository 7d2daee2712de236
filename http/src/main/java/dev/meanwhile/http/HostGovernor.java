package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.EventLoop;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Manners towards hosts: how many requests run at a time to one origin, and how far apart they
/// start.
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
/// **Cancellation.** Who stops waiting leaves the queue, and its turn goes to the next.
/// **Threads.** For the tasks of one loop; may be shared by sessions of that loop. Limits: an
/// origin is forgotten when nothing waits and its pause is over, once there are more than a
/// thousand of them.
public final class HostGovernor {
  private static final int REMEMBERED = 1_024;

  private final int perHost;
  private final Duration spacing;
  private final Duration privateSpacing;
  private final LoopBound<Map<Origin, Gate>> gates = new LoopBound<>(HashMap::new);
  private int forgetAbove = REMEMBERED;

  private HostGovernor(Builder builder) {
    this.perHost = builder.perHost;
    this.spacing = builder.spacing;
    this.privateSpacing = builder.privateSpacing;
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
  /// @return the permit, to be closed when the request has ended
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  /// @throws IllegalArgumentException if the address cannot be fetched
  public Permit acquire(URI uri) {
    return acquire(Origin.of(Urls.forHttp(uri)));
  }

  Permit acquire(Origin origin) {
    Map<Origin, Gate> known = gates.here();
    forgetIdle(known);
    Gate gate = known.computeIfAbsent(origin, this::newGate);
    gate.enter();
    return new Permit(gate);
  }

  /// How many origins it knows of at the moment.
  int remembered() {
    Map<Origin, Gate> known = gates.last();
    return known == null ? 0 : known.size();
  }

  private Gate newGate(Origin origin) {
    return new Gate(perHost, isOwnNetwork(origin.host()) ? privateSpacing : spacing);
  }

  private void forgetIdle(Map<Origin, Gate> known) {
    if (known.size() < forgetAbove) {
      return;
    }
    Duration now = EventLoop.current().time();
    known.values().removeIf(gate -> gate.isIdle(now));
    forgetAbove = Math.max(REMEMBERED, known.size() * 2);
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

  @Override
  public String toString() {
    return "HostGovernor[" + perHost + " per host, spacing " + spacing + "]";
  }

  /// The way to one origin.
  private static final class Gate {
    // Two queues, both first come, first served: one for the right to run, and within it one for
    // the right to start next. The next start is only fixed by who really starts, so a waiter
    // that is cancelled leaves no gap.
    private final AsyncSemaphore running;
    private final AsyncSemaphore starting = new AsyncSemaphore(1);
    private final Duration spacing;
    private Duration nextStart = Duration.ZERO;
    private int visitors;

    Gate(int perHost, Duration spacing) {
      this.running = new AsyncSemaphore(perHost);
      this.spacing = spacing;
    }

    void enter() {
      visitors++;
      boolean entered = false;
      try {
        running.acquire();
        try {
          awaitStart();
          entered = true;
        } finally {
          if (!entered) {
            running.release();
          }
        }
      } finally {
        if (!entered) {
          visitors--;
        }
      }
    }

    void leave() {
      visitors--;
      running.release();
    }

    boolean isIdle(Duration now) {
      return visitors == 0 && nextStart.compareTo(now) <= 0;
    }

    private void awaitStart() {
      if (spacing.isZero()) {
        return;
      }
      starting.acquire();
      try {
        EventLoop loop = EventLoop.current();
        Duration pause = nextStart.minus(loop.time());
        if (pause.isPositive()) {
          Async.sleep(pause);
        }
        long nanos = spacing.toNanos();
        nextStart = loop.time().plusNanos(nanos / 2 + loop.random().nextLong(nanos + 1));
      } finally {
        starting.release();
      }
    }
  }

  /// The right to have one request under way. Closing it twice does nothing.
  public static final class Permit implements AutoCloseable {
    private final Gate gate;
    private boolean isClosed;

    private Permit(Gate gate) {
      this.gate = gate;
    }

    /// Gives the right to whoever waits longest. Does not wait.
    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        gate.leave();
      }
    }
  }

  /// Options of a [HostGovernor].
  public static final class Builder {
    private int perHost = 2;
    private Duration spacing = Duration.ofSeconds(1);
    private Duration privateSpacing = Duration.ZERO;

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
