package dev.meanwhile.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.http.RateAdvice.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateAdviceTest {
  private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 120000",
        "0 | 0",
        " 7  | 7000",
        "1.5 | 1500",
        "Fri, 06 Nov 2026 08:49:37 GMT | 37000",
        "Friday, 06-Nov-26 08:49:37 GMT | 37000",
        "Fri Nov  6 08:49:37 2026 | 37000",
        "Fri, 06 Nov 2020 08:49:37 GMT | 0",
      })
  void retryAfter_secondsOrDate_isThePause(String value, long millis) {
    assertThat(RateAdvice.retryAfter(with("Retry-After", value), NOW))
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 06 Nov 2026 08:49:37 GMT | 2026-11-06T08:49:37Z",
        "Friday, 06-Nov-26 08:49:37 GMT | 2026-11-06T08:49:37Z",
        "Fri Nov  6 08:49:37 2026 | 2026-11-06T08:49:37Z",
        "2026-11-06T08:49:37Z | 2026-11-06T08:49:37Z",
        "yesterday |",
        "'' |",
        "0 |",
      })
  void date_inAnyFormOrNone_isRead(String value, @Nullable Instant date) {
    assertThat(with("Expires", value).date("Expires")).isEqualTo(Optional.ofNullable(date));
    assertThat(with("Expires", value).date("Last-Modified")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "10 minutes", "1e9", "99999999999999999999"})
  void retryAfter_nonsense_saysNothing(String value) {
    assertThat(RateAdvice.retryAfter(with("Retry-After", value), NOW)).isEmpty();
  }

  @Test
  void retryAfter_dateAndAServerWhoseClockIsLate_isCountedByItsClock() {
    Headers headers = with("Retry-After", "Fri, 06 Nov 2026 08:01:00 GMT")
        .and("Date", "Fri, 06 Nov 2026 08:00:00 GMT");

    assertThat(RateAdvice.retryAfter(headers, NOW)).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // IETF's drafts, the last ones first
        "RateLimit: \"default\";r=50;t=30 | 50 | 30",
        "RateLimit: \"a\";r=10;t=5, \"b\";r=0;t=3600 | 0 | 3600",
        "RateLimit: \"a\";r=3 ~ RateLimit-Policy: \"a\";q=100;w=60 | 3 | 60",
        "RateLimit: limit=100, remaining=7, reset=20 | 7 | 20",
        "RateLimit-Remaining: 4 ~ RateLimit-Reset: 9 | 4 | 9",
        // what services say
        "X-RateLimit-Remaining: 0 ~ X-RateLimit-Reset: 1793955000 | 0 | 61", // since 1970
        "X-RateLimit-Remaining: 0 ~ X-RateLimit-Reset: 1793955000000 | 0 | 61",
        "X-Ratelimit-Remaining: 99.0 ~ X-Ratelimit-Reset: 12 | 99 | 12",
        "x-rate-limit-remaining: 1 ~ x-rate-limit-reset: 5 | 1 | 5",
        "X-RateLimit-Remaining: 1 ~ X-RateLimit-Reset-After: 2.5 | 1 | 2",
        "X-RateLimit-Remaining: 2 ~ X-RateLimit-Reset: 2026-11-06T08:50:00Z | 2 | 60",
        "X-RateLimit-Remaining: 2, 7 ~ X-RateLimit-Reset: 5 | 2 | 5",
      })
  void quota_commonForms_areRead(String fields, long left, long seconds) {
    Headers headers = Headers.empty();
    for (String field : fields.split(" ~ ", -1)) {
      int colon = field.indexOf(": ");
      headers = headers.and(field.substring(0, colon), field.substring(colon + 2));
    }

    Quota quota = RateAdvice.quota(headers, NOW).orElseThrow();

    assertThat(quota.left()).isEqualTo(left);
    assertThat(quota.resets().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RateLimit: nonsense",
        "RateLimit: \"a\";r=5",
        "X-RateLimit-Remaining: 5",
        "X-RateLimit-Remaining: many",
        "X-RateLimit-Limit: 5",
      })
  void quota_incomplete_saysNothing(String field) {
    int colon = field.indexOf(": ");

    assertThat(RateAdvice.quota(with(field.substring(0, colon), field.substring(colon + 2)), NOW))
        .isEmpty();
  }

  private static Headers with(String name, String value) {
    return Headers.empty().with(name, value);
  }
}
