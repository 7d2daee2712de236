package dev.meanwhile.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the answers of one host have taught about how fast it may be asked.
///
/// An answer that refuses (429, 503, and 403 with a `Retry-After`) pauses the host, as long as it
/// asks for or else twice as long each time, and moves requests further apart; each other answer
/// takes an eighth of that back. Answers to requests that were under way together when the first
/// was refused count as one refusal. A quota that is used up pauses the host until it is full
/// again.
///
/// Time is passed in: this only keeps books. For the tasks of one loop.
final class HostLessons {
  /// A host that asks for a longer pause gets this one; so does a clock that jumped.
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// What is this old teaches nothing any more.
  static final Duration FORGOTTEN = Duration.ofDays(7);

  /// From here on they make no difference.
  private static final int MOST_REFUSALS = 100;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_OWN_PAUSE = Duration.ofMinutes(5);
  private static final Duration FIRST_SPACING = Duration.ofSeconds(1);
  private static final Duration LONGEST_SPACING = Duration.ofMinutes(2);
  private static final Duration NO_SPACING = Duration.ofMillis(50);

  private Duration spacing = Duration.ZERO;
  private Instant pausedUntil = Instant.EPOCH;
  private int refusals;
  private Instant learned = Instant.EPOCH;
  private long quota;
  private Instant quotaUntil = Instant.EPOCH;

  HostLessons() {}

  /// Takes up what was kept.
  HostLessons(HostManners kept, Instant now) {
    if (!isForgotten(kept.learned(), now)) {
      spacing = atMost(kept.spacing(), LONGEST_SPACING);
      pausedUntil = earlier(kept.pausedUntil(), now.plus(LONGEST_PAUSE));
      refusals = Math.min(kept.refusals(), MOST_REFUSALS);
      learned = earlier(kept.learned(), now);
    }
  }

  /// How much further apart requests are to start than usual.
  Duration spacing() {
    return spacing;
  }

  /// How long no request may start from now; zero or less: one may.
  Duration pause(Instant now) {
    Instant until = pausedUntil;
    if (quota <= 0 && quotaUntil.isAfter(until)) {
      until = quotaUntil;
    }
    return until.isAfter(now) ? atMost(Duration.between(now, until), LONGEST_PAUSE) : Duration.ZERO;
  }

  /// A request starts.
  void started() {
    quota--;
  }

  /// An answer came.
  ///
  /// @param started when its request was sent
  /// @param underWay how many other requests are under way
  void answered(
      int status,
      Headers headers,
      Instant started,
      int underWay,
      Instant now,
      RandomGenerator random) {
    RateAdvice.quota(headers, now).ifPresent(told -> {
      quota = told.left() - underWay;
      quotaUntil = now.plus(atMost(told.resets(), LONGEST_PAUSE));
    });
    if (isRefusal(status, headers)) {
      refused(RateAdvice.retryAfter(headers, now), started, now, random);
    } else if (status != 403) {
      refusals = 0;
      Duration less = spacing.minus(spacing.dividedBy(8));
      spacing = less.compareTo(NO_SPACING) < 0 ? Duration.ZERO : less;
    }
  }

  private static boolean isRefusal(int status, Headers headers) {
    return status == 429 || status == 503 || (status == 403 && headers.has("Retry-After"));
  }

  private void refused(
      Optional<Duration> asked, Instant started, Instant now, RandomGenerator random) {
    boolean isNews = refusals == 0 || started.isAfter(learned);
    if (isNews) {
      refusals++;
      spacing = atMost(spacing.isZero() ? FIRST_SPACING : spacing.multipliedBy(2), LONGEST_SPACING);
      learned = now;
    } else if (asked.isEmpty()) {
      return;
    }
    Duration pause = asked.isPresent()
        ? somewhatMore(atMost(asked.get(), LONGEST_PAUSE), random)
        : jittered(doubled(FIRST_PAUSE, refusals - 1, LONGEST_OWN_PAUSE), random);
    Instant until = now.plus(pause);
    pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
  }

  /// Whether there is nothing to remember.
  boolean isBlank(Instant now) {
    return (spacing.isZero() && refusals == 0 && !pause(now).isPositive())
        || (!learned.equals(Instant.EPOCH) && isForgotten(learned, now));
  }

  /// Whether what was learned then teaches nothing any more.
  static boolean isForgotten(Instant learned, Instant now) {
    return learned.isBefore(now.minus(FORGOTTEN));
  }

  /// Everything but a quota in a form that can be kept; that one is told again with each answer.
  HostManners kept(String scope, Instant now) {
    Instant until = now.plus(pause(now));
    return new HostManners(
        scope, spacing, until, refusals, learned.equals(Instant.EPOCH) ? now : learned);
  }

  /// `first`, doubled so many times.
  static Duration doubled(Duration first, int times, Duration longest) {
    return atMost(first.multipliedBy(1L << Math.min(times, 20)), longest);
  }

  /// Between half and one and a half of it.
  static Duration jittered(Duration middle, RandomGenerator random) {
    long nanos = middle.toNanos();
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos + 1));
  }

  /// Up to a tenth longer: never before the time that was asked for, and not all at that time.
  private static Duration somewhatMore(Duration pause, RandomGenerator random) {
    return pause.plusNanos(random.nextLong(pause.toNanos() / 10 + 1));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration atMost(Duration one, Duration limit) {
    return one.compareTo(limit) > 0 ? limit : one;
  }
}
