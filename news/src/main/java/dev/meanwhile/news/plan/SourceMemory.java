package dev.meanwhile.news.plan;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is remembered of a source from one reading to the next, to plan it. Flat, because it is
/// kept as text.
///
/// @param failures how many readings failed in a row
/// @param failingSince when the first of them did
/// @param goneSince when it was first said to be gone, if nothing else was said since
/// @param movedTo where it says that it has moved for good
/// @param movedSince when it first said so
/// @param movedSeen how often it said so, without a word to the contrary
/// @param perDay how many articles a day it brings, as far as its dates tell; 0 if they do not
/// @param newest when its newest article was published
/// @param ttl seconds that it asks to be left alone (RSS `ttl`); 0 if it does not
/// @param period seconds between its updates (`sy:updatePeriod`); 0 if it does not say
/// @param skipHours hours of the day (GMT) in which it is not to be read, a bit each
/// @param skipDays days of the week (GMT) on which it is not to be read, a bit each from Monday
public record SourceMemory(
    int failures,
    @Nullable Instant failingSince,
    @Nullable Instant goneSince,
    @Nullable String movedTo,
    @Nullable Instant movedSince,
    int movedSeen,
    double perDay,
    @Nullable Instant newest,
    long ttl,
    long period,
    int skipHours,
    int skipDays) {
  /// Of a source that was never read.
  public static final SourceMemory NONE =
      new SourceMemory(0, null, null, null, null, 0, 0, null, 0, 0, 0, 0);

  /// By how many of the newest articles the rate is told.
  private static final int SAMPLE = 20;

  /// Gone, said again after that, is believed.
  private static final Duration GONE_AFTER = Duration.ofDays(1);

  /// Moved, said that often over that long, is believed: hijacked names and mistakes are mended
  /// sooner.
  private static final int MOVED_OFTEN = 3;

  private static final Duration MOVED_LONG = Duration.ofDays(3);

  /// After a reading that worked.
  SourceMemory succeeded() {
    return new SourceMemory(
        0,
        null,
        null,
        movedTo,
        movedSince,
        movedSeen,
        perDay,
        newest,
        ttl,
        period,
        skipHours,
        skipDays);
  }

  /// After a reading that failed.
  ///
  /// @param isGone whether the site said that the source is gone for good
  SourceMemory failed(Instant now, boolean isGone) {
    Instant since = failingSince == null ? now : failingSince;
    Instant gone = isGone ? Objects.requireNonNullElse(goneSince, now) : null;
    return new SourceMemory(
        failures + 1,
        since,
        gone,
        movedTo,
        movedSince,
        movedSeen,
        perDay,
        newest,
        ttl,
        period,
        skipHours,
        skipDays);
  }

  /// After an answer that said where the source has moved for good, or that it has not.
  SourceMemory moved(@Nullable String target, Instant now) {
    boolean isSame = target != null && target.equals(movedTo);
    Instant since = target == null ? null : isSame ? movedSince : now;
    int seen = target == null ? 0 : isSame ? movedSeen + 1 : 1;
    return new SourceMemory(
        failures,
        failingSince,
        goneSince,
        target,
        since,
        seen,
        perDay,
        newest,
        ttl,
        period,
        skipHours,
        skipDays);
  }

  /// With what a feed says of itself, and what its dates tell.
  SourceMemory with(Feed feed, Instant now) {
    List<Instant> dates = feed.entries().stream()
        .map(entry -> entry.published() == null ? entry.updated() : entry.published())
        .filter(date -> date != null && !date.isAfter(now))
        .map(Objects::requireNonNull)
        .sorted(Comparator.reverseOrder())
        .limit(SAMPLE)
        .toList();
    double rate = 0;
    if (dates.size() > 1) {
      double days = Math.max(Duration.between(dates.getLast(), now).toMinutes() / 1_440.0, 0.01);
      rate = dates.size() / days;
    }
    Duration claimed = feed.ttl();
    Schedule schedule = feed.schedule();
    Duration every = schedule == null ? null : schedule.period();
    return new SourceMemory(
        failures,
        failingSince,
        goneSince,
        movedTo,
        movedSince,
        movedSeen,
        rate,
        dates.isEmpty() ? null : dates.getFirst(),
        claimed == null ? 0 : claimed.toSeconds(),
        every == null ? 0 : every.toSeconds(),
        schedule == null ? 0 : hours(schedule),
        schedule == null ? 0 : days(schedule));
  }

  private static int hours(Schedule schedule) {
    int bits = 0;
    for (int hour : schedule.skipHours()) {
      bits |= 1 << hour;
    }
    return bits;
  }

  private static int days(Schedule schedule) {
    int bits = 0;
    for (DayOfWeek day : schedule.skipDays()) {
      bits |= 1 << (day.getValue() - 1);
    }
    return bits;
  }

  /// Whether the source is gone for good: said at least twice, a day apart, and nothing else
  /// between.
  public boolean isGone(Instant now) {
    return goneSince != null && !goneSince.plus(GONE_AFTER).isAfter(now);
  }

  /// Whether the source is to be read at [#movedTo] from now on.
  public boolean hasMoved(Instant now) {
    return movedTo != null
        && movedSince != null
        && movedSeen >= MOVED_OFTEN
        && !movedSince.plus(MOVED_LONG).isAfter(now);
  }
}
