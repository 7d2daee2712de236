package dev.meanwhile.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time in the past as people type it: how long ago (`3h`, `2d`), a day (`2026-11-23`, of this
/// place) or an instant (`2026-11-23T10:00:00Z`).
final class SinceOption implements ITypeConverter<SinceOption.Since> {
  /// A time in the past.
  ///
  /// @param ago how long; null if it is an instant
  /// @param at an instant; null if it is how long ago
  record Since(@Nullable Duration ago, @Nullable Instant at) {
    Instant from(Instant now) {
      return at != null ? at : now.minus(ago == null ? Duration.ZERO : ago);
    }
  }

  @Override
  public Since convert(String text) {
    try {
      if (text.matches("\\d+d")) {
        long days = Long.parseLong(text.substring(0, text.length() - 1));
        return new Since(Duration.ofDays(Math.min(days, 36_500)), null);
      }
      if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        Instant day = LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        return new Since(null, day);
      }
      return text.contains("T")
          ? new Since(null, Instant.parse(text))
          : new Since(new DurationOption().convert(text), null);
    } catch (DateTimeParseException | NumberFormatException | TypeConversionException _) {
      throw new TypeConversionException(
          "'" + text + "' is no time: write 3h, 2d, 2026-11-23 or 2026-11-23T10:00:00Z");
    }
  }
}
