package dev.meanwhile.async.test.net;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How connections fare in a [SimulatedNetwork]: everywhere, to one host, or between two.
///
/// {@snippet :
/// network.to("feeds.example")
///     .latency(Duration.ofMillis(10), Duration.ofMillis(50))
///     .bandwidth(20_000)
///     .refuse(0.1)
///     .reset(0.1, 10_000);
/// }
///
/// What is not set here is as it is one step further out. Delays can be changed at any time, and
/// hold for what is sent from then on; what becomes of a connection (refused, ignored, reset,
/// truncated, stalled) is drawn when it is made. A share is a number from 0, none, to 1, all.
///
/// **Threads.** For the tasks and callbacks of the network's loop.
public final class Conditions {
  private static final int MAX_PIECE = 1_460;

  /// What may become of a connection half way; drawn in this order.
  enum Cut {
    RESET,
    TRUNCATE,
    STALL
  }

  /// A cut of some of the connections, somewhere between two numbers of bytes.
  private record Cuts(double share, long min, long max) {}

  /// A cut of one connection, behind so many bytes from the side that accepted it.
  record CutAt(Cut cut, long bytes) {}

  private final @Nullable Conditions further;
  private @Nullable Range latency;
  private @Nullable Long bandwidth;
  private @Nullable Integer piece;
  private @Nullable Double loss;
  private @Nullable Double refused;
  private @Nullable Double ignored;
  private final Map<Cut, Cuts> cuts = new EnumMap<>(Cut.class);

  /// @param further what holds where nothing is set here; null when that is a perfect network
  Conditions(@Nullable Conditions further) {
    this.further = further;
  }

  /// How long a packet takes, as drawn for each between these two; the order is kept. From 1 to
  /// 10 ms by default.
  ///
  /// @throws IllegalArgumentException if that is negative, or the second less than the first
  public Conditions latency(Duration min, Duration max) {
    latency = Range.of(min, max);
    return this;
  }

  /// As [#latency(Duration, Duration)], always the same.
  public Conditions latency(Duration latency) {
    return latency(latency, latency);
  }

  /// How many bytes a second a connection carries in each direction; no limit by default. They
  /// drip: no piece is more than a second's worth.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Conditions bandwidth(long bytesPerSecond) {
    bandwidth = atLeast(1, bytesPerSecond, "a bandwidth");
    return this;
  }

  /// How large the pieces are in which bytes arrive: each between 1 and `max` bytes, as drawn.
  /// 1,460 by default.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Conditions pieces(int max) {
    piece = (int) atLeast(1, max, "the size of a piece");
    return this;
  }

  /// Which share of the packets is lost. A lost one is sent again: after 200 ms, and twice as
  /// long each further time; all behind it wait. A lost connection request is sent again after
  /// 1 s, 2 s and so on. When all are lost, connecting never ends by itself but after 127 s.
  public Conditions loss(double share) {
    loss = share(share);
    return this;
  }

  /// Which share of the connections is refused.
  public Conditions refuse(double share) {
    refused = share(share);
    return this;
  }

  /// Which share of the attempts to connect is never answered.
  public Conditions ignore(double share) {
    ignored = share(share);
    return this;
  }

  /// Which share of the connections is reset, behind at most so many bytes from the side that
  /// accepted it, as drawn. Both sides then fail with kind LOST, behind what has arrived.
  public Conditions reset(double share, long withinBytes) {
    return cut(Cut.RESET, share, 0, withinBytes);
  }

  /// All connections are reset behind exactly so many bytes from the side that accepted them.
  public Conditions resetAfter(long bytes) {
    return cut(Cut.RESET, 1, bytes, bytes);
  }

  /// Which share of the connections ends cleanly, but too early: the side that connected meets
  /// the end behind at most so many bytes, as drawn. The other one is reset.
  public Conditions truncate(double share, long withinBytes) {
    return cut(Cut.TRUNCATE, share, 0, withinBytes);
  }

  /// All connections end cleanly behind exactly so many bytes from the side that accepted them.
  public Conditions truncateAfter(long bytes) {
    return cut(Cut.TRUNCATE, 1, bytes, bytes);
  }

  /// Which share of the connections falls silent: behind at most so many bytes, as drawn,
  /// nothing more arrives at the side that connected, and no end either.
  public Conditions stall(double share, long withinBytes) {
    return cut(Cut.STALL, share, 0, withinBytes);
  }

  /// All connections fall silent behind exactly so many bytes from the side that accepted them.
  public Conditions stallAfter(long bytes) {
    return cut(Cut.STALL, 1, bytes, bytes);
  }

  /// Nothing is set here any more.
  public Conditions mend() {
    latency = null;
    bandwidth = null;
    piece = null;
    loss = null;
    refused = null;
    ignored = null;
    cuts.clear();
    return this;
  }

  // --- what holds ---

  Duration drawLatency(RandomGenerator random) {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.latency != null) {
        return at.latency.draw(random);
      }
    }
    return Range.DEFAULT.draw(random);
  }

  /// How many bytes a second; [Long#MAX_VALUE] for no limit.
  long bandwidth() {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.bandwidth != null) {
        return at.bandwidth;
      }
    }
    return Long.MAX_VALUE;
  }

  int drawPiece(RandomGenerator random) {
    long max = Math.min(maxPiece(), bandwidth());
    return 1 + random.nextInt((int) max);
  }

  private int maxPiece() {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.piece != null) {
        return at.piece;
      }
    }
    return MAX_PIECE;
  }

  boolean drawLost(RandomGenerator random) {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.loss != null) {
        return hits(at.loss, random);
      }
    }
    return false;
  }

  boolean drawRefused(RandomGenerator random) {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.refused != null) {
        return hits(at.refused, random);
      }
    }
    return false;
  }

  boolean drawIgnored(RandomGenerator random) {
    for (Conditions at = this; at != null; at = at.further) {
      if (at.ignored != null) {
        return hits(at.ignored, random);
      }
    }
    return false;
  }

  /// What becomes of a new connection half way; null if nothing does.
  @Nullable
  CutAt drawCut(RandomGenerator random) {
    for (Cut cut : Cut.values()) {
      Cuts cuts = cutsOf(cut);
      if (cuts != null && hits(cuts.share, random)) {
        return new CutAt(cut, random.nextLong(cuts.min, cuts.max + 1));
      }
    }
    return null;
  }

  private @Nullable Cuts cutsOf(Cut cut) {
    for (Conditions at = this; at != null; at = at.further) {
      Cuts found = at.cuts.get(cut);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  static boolean hits(double share, RandomGenerator random) {
    return share > 0 && random.nextDouble() < share;
  }

  static double share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
    return share;
  }

  private Conditions cut(Cut cut, double share, long min, long max) {
    atLeast(0, max, "a number of bytes");
    cuts.put(cut, new Cuts(share(share), min, max));
    return this;
  }

  private static long atLeast(long least, long value, String what) {
    if (value < least || value == Long.MAX_VALUE) {
      throw new IllegalArgumentException(what + " cannot be " + value);
    }
    return value;
  }

  /// Some time between two limits.
  record Range(Duration min, Duration max) {
    static final Range NONE = new Range(Duration.ZERO, Duration.ZERO);
    static final Range DEFAULT = new Range(Duration.ofMillis(1), Duration.ofMillis(10));

    static Range of(Duration min, Duration max) {
      Objects.requireNonNull(max, "max");
      if (min.isNegative() || max.compareTo(min) < 0) {
        throw new IllegalArgumentException("there is no time from " + min + " to " + max);
      }
      return new Range(min, max);
    }

    Duration draw(RandomGenerator random) {
      return max.equals(min)
          ? min
          : Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }
  }
}
