package dev.meanwhile.news.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides when a source is read next, and says why.
///
/// In this order; the first that applies decides:
///
/// 1. the site asked to be left alone (`Retry-After`): not before that, whatever else holds;
/// 2. it failed: after a pause that doubles with each failure in a row, from 15 minutes for what
///    is usually over soon and an hour for everything else, to a day; to a week once it has
///    failed for 30 days. Never for good;
/// 3. the user's own interval;
/// 4. how often it brings something, from the dates of its newest articles: twice in the time
///    between two of them, from every 15 minutes to every 12 hours; every hour while that is not
///    known; once a day when nothing came for 90 days. What the site says makes that longer, the
///    longest counts, up to a day: how long its answer stays fresh (`Cache-Control`, `Expires`),
///    the feed's `ttl`, its `sy:updatePeriod`.
///
/// Then hours and days on which the feed is not to be read (`skipHours`, `skipDays`, in GMT) are
/// left out, unless the user set an interval. Pauses after failures are up to a half shorter,
/// all others up to a tenth longer, at random, so that sources read together do not stay
/// together.
public final class Planner {
  private static final Duration PASSING = Duration.ofMinutes(15);
  private static final Duration LASTING = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration LONG_FAILING = Duration.ofDays(30);

  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMinutes(15);
  private static final Duration SELDOM = Duration.ofHours(12);
  private static final Duration ASLEEP = Duration.ofDays(90);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /// Longer than that nobody is left alone because he asks for it.
  private static final Duration LONGEST_PLEA = WEEK;

  private final RandomGenerator random;

  /// A planner that draws from `random`.
  public Planner(RandomGenerator random) {
    this.random = random;
  }

  /// What is remembered after a reading.
  public SourceMemory remember(SourceMemory before, Reply reply) {
    boolean isRead = reply.failure() == null;
    return new SourceMemory(
        isRead ? Failing.NOT : before.failing().again(reply.at(), reply.isGone()),
        isRead ? before.move().said(reply.movedTo(), reply.at()) : before.move(),
        reply.feed() == null ? before.rhythm() : Rhythm.of(reply.feed(), reply.at()));
  }

  /// When the source is read next.
  ///
  /// @param memory what is remembered, this reading included
  /// @param own the user's own interval; null if there is none
  public NextRead next(SourceMemory memory, Reply reply, @Nullable Duration own) {
    NextRead next = reply.failure() != null
        ? afterFailure(memory.failing(), reply, reply.failure())
        : own != null ? ownInterval(reply.at(), own) : usual(memory.rhythm(), reply);
    Instant plea = reply.retryAfter();
    if (plea == null || !plea.isAfter(next.at())) {
      return next;
    }
    Instant longest = reply.at().plus(LONGEST_PLEA);
    return plea.isAfter(longest)
        ? new NextRead(longest, "in a week: the site asked for an even longer pause (Retry-After)")
        : new NextRead(plea, "not before " + clock(plea) + ": the site asked for it (Retry-After)");
  }

  private NextRead afterFailure(Failing failing, Reply reply, String failure) {
    Instant since = failing.since() == null ? reply.at() : failing.since();
    boolean isOld = Duration.between(since, reply.at()).compareTo(LONG_FAILING) > 0;
    Duration first = reply.isPassing() ? PASSING : LASTING;
    Duration longest = isOld ? WEEK : DAY;
    int doublings = Math.min(failing.times() - 1, 20);
    Duration pause = shorter(first.multipliedBy(1L << Math.max(doublings, 0)), longest);
    Duration drawn = pause.multipliedBy(500 + random.nextInt(501)).dividedBy(1_000);
    String times = failing.times() == 1 ? "once" : failing.times() + " times in a row";
    return new NextRead(
        reply.at().plus(drawn),
        "in " + words(drawn) + ": it failed " + times + " (" + failure + ")");
  }

  private NextRead ownInterval(Instant at, Duration own) {
    Duration interval = longer(own, SHORTEST);
    return new NextRead(
        at.plus(jittered(interval)), "every " + words(interval) + ": you asked for it");
  }

  private NextRead usual(Rhythm rhythm, Reply reply) {
    Duration interval = USUAL;
    String why = "as it is not known yet how often it brings something";
    if (rhythm.newest() != null
        && Duration.between(rhythm.newest(), reply.at()).compareTo(ASLEEP) > 0) {
      interval = DAY;
      why =
          "as nothing came for " + Duration.between(rhythm.newest(), reply.at()).toDays() + " days";
    } else if (rhythm.perDay() > 0) {
      long seconds = (long) (DAY.toSeconds() / rhythm.perDay() / 2);
      interval = shorter(longer(Duration.ofSeconds(seconds), OFTEN), SELDOM);
      why = "as it brings about " + rate(rhythm.perDay());
    }
    List<Hint> hints = new ArrayList<>();
    Duration fresh = reply.freshFor();
    hints.add(new Hint(fresh == null ? Duration.ZERO : fresh, "the site says so (Cache-Control)"));
    hints.add(new Hint(Duration.ofSeconds(rhythm.ttl()), "the feed says so (ttl)"));
    hints.add(new Hint(Duration.ofSeconds(rhythm.period()), "the feed says so (sy:updatePeriod)"));
    for (Hint hint : hints) {
      if (hint.length.compareTo(interval) > 0) {
        boolean isTooLong = hint.length.compareTo(DAY) > 0;
        interval = shorter(hint.length, DAY);
        why = isTooLong ? hint.why + ", but at least once a day" : hint.why;
      }
    }
    Instant at = reply.at().plus(jittered(interval));
    Instant allowed = allowed(at, rhythm);
    if (!allowed.equals(at)) {
      allowed = allowed.plusSeconds(random.nextInt(600)); // not all of them on the hour
    }
    String sentence = "every " + words(interval) + (why.startsWith("as ") ? ", " : ": ") + why;
    return allowed.equals(at)
        ? new NextRead(at, sentence)
        : new NextRead(
            allowed,
            "not before " + clock(allowed)
                + ": the feed wants no reading at that time (skipHours, skipDays)");
  }

  private record Hint(Duration length, String why) {}

  /// The instant, or the next full hour on which the feed may be read; the instant if there is
  /// none in a week.
  private static Instant allowed(Instant at, Rhythm rhythm) {
    Instant candidate = at;
    for (int hours = 0; hours <= 7 * 24; hours++) {
      OffsetDateTime time = candidate.atOffset(ZoneOffset.UTC);
      boolean isHour = (rhythm.skipHours() & 1 << time.getHour()) != 0;
      boolean isDay = (rhythm.skipDays() & 1 << (time.getDayOfWeek().getValue() - 1)) != 0;
      if (!isHour && !isDay) {
        return candidate;
      }
      candidate = time.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
    }
    return at;
  }

  private Duration jittered(Duration interval) {
    return interval.multipliedBy(1_000 + random.nextInt(101)).dividedBy(1_000);
  }

  private static String rate(double perDay) {
    if (perDay >= 1.5) {
      return Math.round(perDay) + " articles a day";
    }
    long days = Math.round(1 / perDay);
    return days <= 1 ? "an article a day" : "an article in " + days + " days";
  }

  private static String clock(Instant at) {
    OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
    DayOfWeek day = time.getDayOfWeek();
    String name = day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    return String.format(Locale.ROOT, "%s %02d:%02d UTC", name, time.getHour(), time.getMinute());
  }

  private static String words(Duration duration) {
    long minutes = Math.max(1, Math.round(duration.toSeconds() / 60.0));
    if (minutes < 120) {
      return minutes + " min";
    }
    long hours = Math.round(minutes / 60.0);
    return hours < 48 ? hours + " h" : Math.round(hours / 24.0) + " days";
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? other : one;
  }
}
