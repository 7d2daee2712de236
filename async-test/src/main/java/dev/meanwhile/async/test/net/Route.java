package dev.meanwhile.async.test.net;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The way between two hosts, as one connection sees it.
///
/// @param random the connection's own, so that what becomes of it does not depend on others
record Route(SimulatedNetwork network, Pair ends, Conditions conditions, RandomGenerator random) {
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final int RETRIES = 12;

  /// How long a sender waits for a packet to be acknowledged, as Linux does.
  static final Duration PATIENCE = Duration.ofMinutes(15);

  /// Two hosts, whichever way round.
  record Pair(String one, String other) {
    static Pair of(String one, String other) {
      return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  boolean isPartitioned() {
    return network.isPartitioned(ends);
  }

  Duration latency() {
    return conditions.drawLatency(random);
  }

  boolean isLost() {
    return conditions.drawLost(random);
  }

  /// How much later a packet comes, as it was lost again and again; null once it never will.
  @Nullable
  Duration retransmission() {
    Duration late = Duration.ZERO;
    Duration pause = FIRST_RETRY;
    for (int i = 0; isLost(); i++) {
      if (i == RETRIES) {
        return null;
      }
      late = late.plus(pause);
      pause = pause.multipliedBy(2);
    }
    return late;
  }

  int piece() {
    return conditions.drawPiece(random);
  }

  /// How long it takes to put that many bytes on the line.
  Duration transfer(int bytes) {
    long bandwidth = conditions.bandwidth();
    return bandwidth == Long.MAX_VALUE
        ? Duration.ZERO
        : Duration.ofNanos((long) (1e9 * bytes / bandwidth));
  }
}
