package dev.meanwhile.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type them: `250ms`, `5s`, `1.5m`, `2h`; a bare number is seconds.
final class DurationOption implements ITypeConverter<Duration> {
  private static final BigDecimal LONGEST_SECONDS = new BigDecimal(365L * 24 * 3_600);

  @Override
  public Duration convert(String text) {
    String number = text.strip().replaceFirst("[a-z]*$", "");
    String unit = text.strip().substring(number.length());
    try {
      BigDecimal seconds = new BigDecimal(number).multiply(secondsOf(unit, text));
      if (seconds.signum() < 0 || seconds.compareTo(LONGEST_SECONDS) > 0) {
        throw invalid(text);
      }
      return Duration.ofNanos(seconds.movePointRight(9).longValue());
    } catch (NumberFormatException _) {
      throw invalid(text);
    }
  }

  private static BigDecimal secondsOf(String unit, String text) {
    return switch (unit) {
      case "ms" -> new BigDecimal("0.001");
      case "s", "" -> BigDecimal.ONE;
      case "m", "min" -> new BigDecimal(60);
      case "h" -> new BigDecimal(3_600);
      default -> throw invalid(text);
    };
  }

  private static TypeConversionException invalid(String text) {
    return new TypeConversionException("'" + text + "' is no duration: write 250ms, 5s, 2m or 1h");
  }
}
