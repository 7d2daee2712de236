package dev.meanwhile.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Ages as people type them: `90d`, or a duration of hours.
final class AgeOption implements ITypeConverter<Duration> {
  private static final int MAX_DIGITS = 6;

  @Override
  public Duration convert(String text) {
    String typed = text.strip();
    Duration age;
    if (typed.length() <= MAX_DIGITS && typed.matches("[0-9]+d")) {
      age = Duration.ofDays(Long.parseLong(typed.substring(0, typed.length() - 1)));
    } else if (typed.length() <= MAX_DIGITS && typed.matches("[0-9]+h")) {
      age = Duration.ofHours(Long.parseLong(typed.substring(0, typed.length() - 1)));
    } else {
      throw new TypeConversionException("'" + text + "' is no age: write 90d or 12h");
    }
    if (age.isZero()) {
      throw new TypeConversionException("an age must be longer than zero: write 90d or 12h");
    }
    return age;
  }

  static String words(Duration age) {
    long days = age.toDays();
    boolean isDays = age.equals(Duration.ofDays(days));
    return isDays ? days + (days == 1 ? " day" : " days") : age.toHours() + " h";
  }
}
