package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedDatesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          Wed, 31 Dec 2003 10:14:55 GMT          | 2003-12-31T10:14:55Z
          Wed, 31 Dec 2003 10:14:55 +0100        | 2003-12-31T09:14:55Z
          Wed, 31 Dec 2003 10:14:55 -08:00       | 2003-12-31T18:14:55Z
          Wed 31 Dec 2003 10:14:55 -800          | 2003-12-31T18:14:55Z
          Wed, 31 Dec 2003 10:14:55 EST          | 2003-12-31T15:14:55Z
          Wed, 31 Dec 2003 10:14:55 PDT          | 2003-12-31T17:14:55Z
          Wed, 31 Dec 2003 10:14:55 Z            | 2003-12-31T10:14:55Z
          Wed, 31 Dec 2003 10:14:55              | 2003-12-31T10:14:55Z
          Wed, 31 Dec 2003 10:14:55 GMT+0200     | 2003-12-31T08:14:55Z
          Wed,31 Dec 2003 10:14:55 +0000         | 2003-12-31T10:14:55Z
          31 Dec 2003 10:14 GMT                  | 2003-12-31T10:14:00Z
          31 Dec 2003                            | 2003-12-31T00:00:00Z
          31 Dec 03 10:14:55 GMT                 | 2003-12-31T10:14:55Z
          Sun, 1 Feb 98 1:02:03 GMT              | 1998-02-01T01:02:03Z
          Thursday, 1 January 2004 19:48:21 GMT  | 2004-01-01T19:48:21Z
          Thu Jan 01 2004 19:48:21 GMT           | 2004-01-01T19:48:21Z
          Thu Jan  1 19:48:21 2004               | 2004-01-01T19:48:21Z
          Jan 1, 2004 7:48 PM                    | 2004-01-01T19:48:00Z
          January 1st, 2004 12:05 am             | 2004-01-01T00:05:00Z
          Thu, 1 Sept 2004 7:48 pm CEST          | 2004-09-01T17:48:00Z
          01-Jan-2004 19:48:21 +0000             | 2004-01-01T19:48:21Z
          Thu (a comment), 1 Jan 2004 19:48 +0100 (CET) | 2004-01-01T18:48:00Z
          mer, 24 nov 2004 10:00:00 +0100        | 2004-11-24T09:00:00Z
          Seg, 24 Set 2018 19:42:40 -0300        | 2018-09-24T22:42:40Z
          12/31/2003 10:14:55                    | 2003-12-31T10:14:55Z
          31/12/2003                             | 2003-12-31T00:00:00Z
          2003-12-31T10:14:55Z                   | 2003-12-31T10:14:55Z
          2003-12-31T10:14:55.25+01:00           | 2003-12-31T09:14:55.250Z
          2003-12-31t10:14:55z                   | 2003-12-31T10:14:55Z
          2003-12-31T10:14-0800                  | 2003-12-31T18:14:00Z
          2003-12-31T10:14:55 -08:00             | 2003-12-31T18:14:55Z
          2003-12-31T 10:14:55-08:00             | 2003-12-31T18:14:55Z
          2003-12-31 10:14:55 -0800              | 2003-12-31T18:14:55Z
          2003-12-31 10:14:55                    | 2003-12-31T10:14:55Z
          20031231T101455Z                       | 2003-12-31T10:14:55Z
          20031231                               | 2003-12-31T00:00:00Z
          2003/1/9 10:14:55                      | 2003-01-09T10:14:55Z
          2003-12-31                             | 2003-12-31T00:00:00Z
          2003-12                                | 2003-12-01T00:00:00Z
          2003                                   | 2003-01-01T00:00:00Z
          2003-12-31T24:00:00Z                   | 2004-01-01T00:00:00Z
          2003-12-31T23:59:60Z                   | 2003-12-31T23:59:59Z
          1072865695                             | 2003-12-31T10:14:55Z
          """)
  void parse_dateAsFeedsWriteIt_isThatInstant(String written, String expected) {
    assertThat(FeedDates.parse(written)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "insert date here",
        "0001-01-01T00:00:00",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "2003-02-30",
        "31 Feb 2003",
        "2003-13-01",
        "99999999999",
        "18/01/30 00:00",
        "12:30",
        "---",
        "T",
        "+",
        "Wed, 31 Dec",
        "123456",
        "2003-12-31T99:00:00Z"
      })
  void parse_noDate_isNull(String written) {
    assertThat(FeedDates.parse(written)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar", "th-TH-u-ca-buddhist"})
  void parse_inAnyLocaleAndZone_isTheSame(String locale) {
    Locale before = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));

    try {
      assertThat(FeedDates.parse("Fri, 16 Apr 2004 10:14:55 EST"))
          .isEqualTo("2004-04-16T15:14:55Z");
      assertThat(FeedDates.parse("2004-04-16")).isEqualTo("2004-04-16T00:00:00Z");
    } finally {
      Locale.setDefault(before);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void parse_veryLongText_isNull() {
    assertThat(FeedDates.parse("1".repeat(1_000_000))).isNull();
  }
}
