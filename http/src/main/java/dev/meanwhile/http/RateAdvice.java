package dev.meanwhile.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an answer's headers say about when to ask again. What cannot be read says nothing.
final class RateAdvice {
  /// Seconds above this are a time since 1970, and above this times a thousand in milliseconds.
  private static final double EPOCH_SECONDS = 1e8;

  private static final List<String> FAMILIES =
      List.of("RateLimit", "X-RateLimit", "X-Rate-Limit", "X-Ratelimit-Requests");

  /// `remaining=5` of older drafts, `r=5` of newer ones; seldom in quotes.
  private static final Pattern LEFT = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=\"?(\\d+)");

  private static final Pattern RESETS = Pattern.compile("(?:^|[;,\\s])(?:t|reset)=\"?(\\d+)");
  private static final Pattern WINDOW = Pattern.compile("(?:^|[;,\\s])w=\"?(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{1,9})?");

  private RateAdvice() {}

  /// How many requests are left, and for how long that holds.
  record Quota(long left, Duration resets) {}

  /// The pause that `Retry-After` asks for, in seconds or as a date in any form of HTTP. A date
  /// is compared with the server's own clock where the answer tells it.
  static Optional<Duration> retryAfter(Headers headers, Instant now) {
    String text = headers.first("Retry-After").orElse("").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Double seconds = number(text);
    if (seconds != null) {
      return Optional.of(ofSeconds(seconds));
    }
    Instant date = HttpDates.parse(text);
    if (date == null) {
      return Optional.empty();
    }
    Instant theirs = headers.date("Date").orElse(now);
    Duration pause = Duration.between(theirs, date);
    return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
  }

  /// What is left, by the most pressing of the limits that headers name: `RateLimit` of
  /// IETF's drafts, old and new, and `RateLimit-Remaining` and its likes with their `-Reset`, in
  /// seconds from now or since 1970.
  static Optional<Quota> quota(Headers headers, Instant now) {
    Quota pressing = null;
    String policy = String.join(",", headers.all("RateLimit-Policy"));
    for (String item : String.join(",", headers.all("RateLimit")).split(itemsOf(headers), -1)) {
      pressing = morePressing(pressing, structured(item.toLowerCase(Locale.ROOT), policy));
    }
    for (String family : FAMILIES) {
      pressing = morePressing(pressing, plain(family, headers, now));
    }
    return Optional.ofNullable(pressing);
  }

  /// The newer drafts list one item per policy; in the older one, all is one item.
  private static String itemsOf(Headers headers) {
    return headers.first("RateLimit").orElse("").contains("remaining=") ? "$" : ",";
  }

  private static @Nullable Quota structured(String item, String policy) {
    Double left = group(LEFT, item);
    Double resets = group(RESETS, item);
    if (resets == null) {
      resets = group(WINDOW, policy);
    }
    return left == null || resets == null ? null : new Quota(left.longValue(), ofSeconds(resets));
  }

  private static @Nullable Quota plain(String family, Headers headers, Instant now) {
    Double left = number(headers.first(family + "-Remaining").orElse(""));
    if (left == null) {
      return null;
    }
    Double after = number(headers.first(family + "-Reset-After").orElse(""));
    if (after != null) {
      return new Quota(left.longValue(), ofSeconds(after));
    }
    String text = headers.first(family + "-Reset").orElse("").strip();
    Double reset = number(text);
    if (reset == null) {
      Instant date = HttpDates.parse(text);
      return date == null ? null : new Quota(left.longValue(), until(date, now));
    }
    if (reset < EPOCH_SECONDS) {
      return new Quota(left.longValue(), ofSeconds(reset));
    }
    double seconds = reset < EPOCH_SECONDS * 1_000 ? reset : reset / 1_000;
    return new Quota(left.longValue(), until(Instant.ofEpochSecond((long) seconds + 1), now));
  }

  private static @Nullable Quota morePressing(@Nullable Quota one, @Nullable Quota other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    if (one.left != other.left) {
      return one.left < other.left ? one : other;
    }
    return one.resets.compareTo(other.resets) >= 0 ? one : other;
  }

  private static Duration until(Instant date, Instant now) {
    Duration left = Duration.between(now, date);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The first number of a text that begins with one.
  private static @Nullable Double number(String text) {
    Matcher number = NUMBER.matcher(text.strip());
    boolean isNumber = number.lookingAt()
        && (number.end() == text.strip().length()
            || ",; \t".indexOf(text.strip().charAt(number.end())) >= 0);
    return isNumber && !looksLikeDate(text) ? Double.valueOf(number.group()) : null;
  }

  /// `12 Nov 2026` begins with a number, too.
  private static boolean looksLikeDate(String text) {
    return text.chars().anyMatch(Character::isLetter) && text.indexOf(';') < 0;
  }

  private static @Nullable Double group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? number(matcher.group(1)) : null;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis((long) Math.min(seconds * 1_000, Long.MAX_VALUE / 2_000_000.0));
  }
}
