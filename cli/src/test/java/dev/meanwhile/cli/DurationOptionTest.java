package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationOptionTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "5s,PT5S",
    "1.5s,PT1.5S",
    "2m,PT2M",
    "2min,PT2M",
    "1h,PT1H",
    "30,PT30S",
    "0s,PT0S"
  })
  void convert_durationAsTyped_isRead(String text, Duration expected) {
    assertThat(new DurationOption().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "soon", "5 s", "-1s", "5d", "1e99s", "999999999h"})
  void convert_anythingElse_saysHowToWriteIt(String text) {
    assertThatThrownBy(() -> new DurationOption().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is no duration");
  }
}
