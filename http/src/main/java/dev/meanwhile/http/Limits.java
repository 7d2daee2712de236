package dev.meanwhile.http;

import java.time.Duration;

/// The limits that hold where nobody chose others, and the checks of those that somebody did
/// choose.
final class Limits {
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  static final int CONNECTIONS_PER_HOST = 8;
  static final int CONNECTIONS = 1_024;
  static final int REDIRECTS = 20;
  static final long BODY = 10 * 1024 * 1024;

  /// How long a connection that nobody uses is kept.
  static final Duration IDLE = Duration.ofSeconds(30);

  /// Header fields of a response, and the length of each of its lines.
  static final int HEADER_FIELDS = 200;

  static final int HEADER_LINE = 16 * 1024;

  /// A body up to this announced length is read together with the head, in one hop.
  static final int EAGER_BODY = 256 * 1024;

  /// How much more a body may be than what came for it, once that is over a megabyte.
  static final int EXPANSION = 200;

  static final int EXPANSION_FREE = 1024 * 1024;

  /// Content codings applied one upon the other.
  static final int CODINGS = 3;

  /// Members of one body in gzip: each costs work, however small it is.
  static final int MEMBERS = 1_000;

  /// The pace below which a body is given up: over this time, an honest slow server sends more.
  static final Pace.Least PACE = new Pace.Least(50, Duration.ofSeconds(20));

  /// The longest pauses before the first retry, and before any.
  static final Duration RETRY_FIRST = Duration.ofMillis(500);

  static final Duration RETRY_LONGEST = Duration.ofSeconds(30);

  /// What any longer time means: sums of times must not overflow.
  static final Duration FOREVER = Duration.ofDays(36_500);

  private Limits() {}

  static Duration positive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be longer than zero, not " + duration);
    }
    return duration.compareTo(FOREVER) > 0 ? FOREVER : duration;
  }

  static int positive(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + number);
    }
    return number;
  }

  static void notNegative(long number, String what) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " must not be negative, but was " + number);
    }
  }

  /// A number of bytes for people.
  static String bytes(long count) {
    if (count >= 1024 * 1024 && count % (1024 * 1024) == 0) {
      return count / (1024 * 1024) + " MiB";
    }
    return count >= 1024 && count % 1024 == 0 ? count / 1024 + " KiB" : count + " bytes";
  }
}
