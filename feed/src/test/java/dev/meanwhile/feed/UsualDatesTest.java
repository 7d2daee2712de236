package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsualDatesTest {
  @Test
  void parse_asTheFormatsAskFor_isRead() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 10_000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(-10_000_000_000L, 100_000_000_000L));
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-12, 15) * 3600);
      for (String pattern : new String[] {
        "EEE, dd MMM yyyy HH:mm:ss xx",
        "EEE, d MMM yyyy HH:mm:ss xx",
        "dd MMM yyyy HH:mm:ss xx",
        "yyyy-MM-dd'T'HH:mm:ssxxx"
      }) {
        String text =
            DateTimeFormatter.ofPattern(pattern, Locale.US).format(instant.atOffset(offset));

        assertThat(UsualDates.parse(text)).as(text).isEqualTo(instant);
      }
    }
  }

  @Test
  void parse_utcByName_isRead() {
    Instant expected = Instant.parse("2003-12-31T10:14:55Z");

    assertThat(UsualDates.parse("Wed, 31 Dec 2003 10:14:55 GMT")).isEqualTo(expected);
    assertThat(UsualDates.parse("2003-12-31T10:14:55Z")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2003",
        "2003-12-31",
        "2003-12-31T10:14Z",
        "2003-02-30T10:14:55Z",
        "2003-12-31T24:14:55Z",
        "2003-12-31T10:14:55.5Z",
        "2003-12-31T10:14:55*01:00",
        "Wed, 31 Dec 2003 10:14 GMT",
        "Wed, 31 Dez 2003 10:14:55 GMT",
        "Wed, 31 Dec 2003 10:14:55 EST",
        "Wed, 31 Dec 2003 10:14:55 +0100 (CET)",
        "Wed, 31 Dec 03 10:14:55 GMT",
        "Wed, 00 Dec 2003 10:14:55 GMT"
      })
  void parse_anythingElse_isLeftToFeedDates(String text) {
    assertThat(UsualDates.parse(text)).isNull();
  }
}
