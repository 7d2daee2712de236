package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.ParserParts;
import dev.meanwhile.feed.conformance.PythonValues.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// A time of the model, compared with a text that means a time, or with a struct_time in UTC.
record When(Instant instant) implements OwnEquality {
  static @Nullable When of(@Nullable Instant instant) {
    return instant == null ? null : new When(instant);
  }

  @Override
  public boolean says(Object expected) {
    return switch (expected) {
      case String text -> instant.equals(ParserParts.date(text));
      case Tuple tuple -> PythonValues.equal(structTime(), tuple);
      default -> false;
    };
  }

  private Tuple structTime() {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    return Tuple.of(
        (long) utc.getYear(),
        (long) utc.getMonthValue(),
        (long) utc.getDayOfMonth(),
        (long) utc.getHour(),
        (long) utc.getMinute(),
        (long) utc.getSecond(),
        (long) utc.getDayOfWeek().getValue() - 1,
        (long) utc.getDayOfYear(),
        0L);
  }

  @Override
  public String toString() {
    return instant.toString();
  }
}
