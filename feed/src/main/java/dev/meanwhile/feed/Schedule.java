package dev.meanwhile.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When a feed says that it changes, apart from its [ttl][Feed#ttl].
///
/// @param period time between two changes, from the syndication module's period and frequency
/// @param skipHours hours of the day in UTC, 0 to 23, in which nothing new comes
/// @param skipDays days in UTC on which nothing new comes
public record Schedule(@Nullable Duration period, Set<Integer> skipHours, Set<DayOfWeek> skipDays) {
  /// Copies the sets.
  public Schedule {
    skipHours = Set.copyOf(skipHours);
    skipDays = Set.copyOf(skipDays);
  }
}
