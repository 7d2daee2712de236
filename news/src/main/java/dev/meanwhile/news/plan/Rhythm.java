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

/// How often a feed brings something, and what it says of that itself.
///
/// @param perDay how many articles a day it brings, as far as its dates tell; 0 if they do not
/// @param newest when its newest article was published
/// @param ttl seconds that it asks to be left alone (RSS `ttl`); 0 if it does not
/// @param period seconds between its updates (`sy:updatePeriod`); 0 if it does not say
/// @param skipHours hours of the day (GMT) in which it is not to be read, a bit each
/// @param skipDays days of the week (GMT) on which it is not to be read, a bit each from Monday
record Rhythm(
    double perDay, @Nullable Instant newest, long ttl, long period, int skipHours, int skipDays) {
  static final Rhythm UNKNOWN = new Rhythm(0, null, 0, 0, 0, 0);

  /// By how many of the newest articles the rate is told.
  private static final int SAMPLE = 20;

  /// A denser one than this is not told from its dates: a hundredth of a day for all of them.
  private static final double MIN_DAYS = 0.01;

  static Rhythm of(Feed feed, Instant now) {
    List<Instant> dates = feed.entries().stream()
        .map(entry -> entry.published() == null ? entry.updated() : entry.published())
        .filter(date -> date != null && !date.isAfter(now))
        .map(Objects::requireNonNull)
        .sorted(Comparator.reverseOrder())
        .limit(SAMPLE)
        .toList();
    double rate = 0;
    if (dates.size() > 1) {
      double days = Duration.between(dates.getLast(), now).toMinutes() / 1_440.0;
      rate = dates.size() / Math.max(days, MIN_DAYS);
    }
    Schedule schedule = feed.schedule();
    return new Rhythm(
        rate,
        dates.isEmpty() ? null : dates.getFirst(),
        seconds(feed.ttl()),
        schedule == null ? 0 : seconds(schedule.period()),
        schedule == null ? 0 : hours(schedule),
        schedule == null ? 0 : days(schedule));
  }

  private static long seconds(@Nullable Duration duration) {
    return duration == null ? 0 : duration.toSeconds();
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
}
