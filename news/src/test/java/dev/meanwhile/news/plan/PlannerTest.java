package dev.meanwhile.news.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Feeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlannerTest {
  /// A Monday.
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final Planner planner = new Planner(drawing(false));

  /// Always draws the lowest number, or the highest.
  private static RandomGenerator drawing(boolean isHighest) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public int nextInt(int bound) {
        return isHighest ? bound - 1 : 0;
      }
    };
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # articles an hour apart | expected
      1    | every 29 min, as it brings about 25 articles a day
      6    | every 3 h, as it brings about 4 articles a day
      48   | every 12 h, as it brings about an article in 2 days
      """)
  void next_history_decides(int hoursApart, String expected) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      items.append(item(NOW.minus(Duration.ofHours((long) i * hoursApart))));
    }

    assertThat(why(ok(feed(items.toString())))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      '<ttl>240</ttl>'                         |       | every 4 h: the feed says so (ttl)
      '<ttl>240</ttl>'                         | 21600 | every 6 h: the site says so (Cache-Control)
      '<ttl>10</ttl>'                          | 60    | every 60 min, as it is not known yet how often it brings something
      '<ttl>99999</ttl>'                       |       | every 24 h: the feed says so (ttl), but at least once a day
      '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>' | | every 6 h: the feed says so (sy:updatePeriod)
      """)
  void next_hintsOfTheSite_makeItLonger(String channel, @Nullable Long maxAge, String expected) {
    Duration fresh = maxAge == null ? null : Duration.ofSeconds(maxAge);
    Reply reply = new Reply(NOW, null, false, false, null, null, fresh, feed(channel));

    assertThat(why(reply)).isEqualTo(expected);
  }

  @Test
  void next_nothingForLong_isOnceADay() {
    Reply reply = ok(feed(item(NOW.minus(Duration.ofDays(100)))));

    assertThat(why(reply)).isEqualTo("every 24 h, as nothing came for 100 days");
  }

  @Test
  void next_ownInterval_beatsHistoryAndHints() {
    Reply reply = ok(feed("<ttl>600</ttl><skipDays><day>Monday</day></skipDays>"));
    SourceMemory memory = planner.remember(SourceMemory.NONE, reply);

    NextRead next = planner.next(memory, reply, Duration.ofMinutes(5));

    assertThat(next).isEqualTo(new NextRead(NOW.plusSeconds(300), "every 5 min: you asked for it"));
    assertThat(planner.next(memory, reply, Duration.ZERO).at()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void next_failures_doubleThePauseUpToADay_thenAWeek_andOneSuccessForgetsThem() {
    Planner slow = new Planner(drawing(true));
    SourceMemory memory = SourceMemory.NONE;
    long[] minutes = new long[9];
    for (int i = 0; i < minutes.length; i++) {
      Reply reply = failed(NOW, true);
      memory = slow.remember(memory, reply);
      minutes[i] = Duration.between(NOW, slow.next(memory, reply, null).at()).toMinutes();
    }
    assertThat(minutes).containsExactly(15, 30, 60, 120, 240, 480, 960, 1440, 1440);

    Instant later = NOW.plus(Duration.ofDays(31));
    memory = slow.remember(memory, failed(later, true));
    assertThat(
            Duration.between(later, slow.next(memory, failed(later, true), null).at()))
        .isEqualTo(Duration.ofMinutes(15 * 512));
    assertThat(slow.next(memory, failed(later, true), null).why())
        .isEqualTo("in 5 days: it failed 10 times in a row (HTTP 500)");
    memory = slow.remember(memory, ok(null));
    assertThat(memory).isEqualTo(SourceMemory.NONE);
  }

  @Test
  void next_lastingFailure_waitsAnHour_atLeastHalfOfIt() {
    SourceMemory memory = planner.remember(SourceMemory.NONE, failed(NOW, false));

    assertThat(planner.next(memory, failed(NOW, false), Duration.ofMinutes(1)))
        .isEqualTo(
            new NextRead(NOW.plus(Duration.ofMinutes(30)), "in 30 min: it failed once (HTTP 500)"));
  }

  @Test
  void next_retryAfter_isNeverUndercut_butBounded() {
    for (String failure : new @Nullable String[] {null, "HTTP 503"}) {
      Reply reply =
          new Reply(NOW, failure, true, false, null, NOW.plus(Duration.ofHours(30)), null, null);
      SourceMemory memory = planner.remember(SourceMemory.NONE, reply);
      assertThat(planner.next(memory, reply, Duration.ofMinutes(5)))
          .isEqualTo(new NextRead(
              NOW.plus(Duration.ofHours(30)),
              "not before Tue 18:00 UTC: the site asked for it (Retry-After)"));
    }
    Reply endless = new Reply(NOW, null, true, false, null, Instant.MAX, null, null);
    assertThat(planner.next(SourceMemory.NONE, endless, null).at())
        .isEqualTo(NOW.plus(Duration.ofDays(7)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      <skipHours><hour>13</hour><hour>14</hour></skipHours>       | 2026-11-23T15:00:00Z
      <skipDays><day>Monday</day><day>Tuesday</day></skipDays>    | 2026-11-25T00:00:00Z
      <skipHours><hour>0</hour></skipHours>                       | 2026-11-23T13:00:00Z
      """)
  void next_skipHoursAndDays_areLeftOut(String channel, Instant expected) {
    Reply reply = ok(feed(channel));

    assertThat(planner
            .next(planner.remember(SourceMemory.NONE, reply), reply, null)
            .at())
        .isEqualTo(expected);
  }

  @Test
  void next_allHoursSkipped_isReadAllTheSame() {
    StringBuilder all = new StringBuilder("<skipHours>");
    for (int hour = 0; hour < 24; hour++) {
      all.append("<hour>" + hour + "</hour>");
    }
    Reply reply = ok(feed(all + "</skipHours>"));

    assertThat(planner
            .next(planner.remember(SourceMemory.NONE, reply), reply, null)
            .at())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void moved_isBelievedAfterThreeSightingsOverThreeDays() {
    SourceMemory memory = SourceMemory.NONE;
    for (int day = 0; day < 3; day++) {
      memory = planner.remember(memory, moved("https://b", NOW.plus(Duration.ofDays(day))));
      assertThat(memory.hasMoved(NOW.plus(Duration.ofDays(day)))).isFalse();
    }
    Instant then = NOW.plus(Duration.ofDays(3));
    assertThat(planner.remember(memory, moved("https://b", then)).hasMoved(then))
        .isTrue();
    assertThat(planner.remember(memory, moved("https://c", then)).hasMoved(then))
        .as("somewhere else")
        .isFalse();
    SourceMemory back = planner.remember(memory, moved(null, then));
    assertThat(planner.remember(back, moved("https://b", then)).hasMoved(then))
        .as("not moved in between")
        .isFalse();
    SourceMemory failed = planner.remember(memory, failed(then, true));
    assertThat(planner.remember(failed, moved("https://b", then)).hasMoved(then))
        .as("a failure says nothing")
        .isTrue();
  }

  @Test
  void gone_isBelievedTheSecondTimeADayLater() {
    Reply gone = new Reply(NOW, "HTTP 410", false, true, null, null, null, null);
    SourceMemory memory = planner.remember(SourceMemory.NONE, gone);
    Instant later = NOW.plus(Duration.ofDays(1));

    assertThat(memory.isGone(NOW)).isFalse();
    assertThat(memory.isGone(later)).isTrue();
    assertThat(planner.remember(memory, failed(later, true)).isGone(later)).isFalse();
    assertThat(planner.remember(memory, ok(null)).isGone(later)).isFalse();
  }

  @Test
  void next_anything_isInTheFutureAndBounded() {
    for (int seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Planner any = new Planner(random);
      SourceMemory memory = new SourceMemory(
          new Failing(random.nextInt(100), NOW.minusSeconds(random.nextInt(10_000_000)), null),
          Move.NONE,
          new Rhythm(
              random.nextDouble() * 10_000,
              NOW.minusSeconds(random.nextInt(100_000_000)),
              random.nextLong(40_000_000),
              random.nextLong(40_000_000),
              random.nextInt(1 << 24),
              random.nextInt(128)));
      String failure = random.nextBoolean() ? "x" : null;
      Instant plea = random.nextBoolean() ? NOW.plusSeconds(random.nextInt(1_000_000)) : null;
      Duration fresh = random.nextBoolean() ? Duration.ofSeconds(random.nextLong(1L << 40)) : null;
      Reply reply = new Reply(NOW, failure, random.nextBoolean(), false, null, plea, fresh, null);

      NextRead next = any.next(memory, reply, null);

      assertThat(next.at()).as("seed %d", seed).isAfter(NOW.plusSeconds(299));
      assertThat(next.at()).as("seed %d", seed).isBefore(NOW.plus(Duration.ofDays(15)));
      if (plea != null && plea.isBefore(NOW.plus(Duration.ofDays(7)))) {
        assertThat(next.at()).as("seed %d", seed).isAfterOrEqualTo(plea);
      }
      assertThat(next.why()).isNotBlank();
    }
  }

  // --- parts ---

  private String why(Reply reply) {
    return planner.next(planner.remember(SourceMemory.NONE, reply), reply, null).why();
  }

  private static Reply ok(@Nullable Feed feed) {
    return new Reply(NOW, null, false, false, null, null, null, feed);
  }

  private static Reply failed(Instant at, boolean isPassing) {
    return new Reply(at, "HTTP 500", isPassing, false, null, null, null, null);
  }

  private static Reply moved(@Nullable String target, Instant at) {
    return new Reply(at, null, false, false, target, null, null, null);
  }

  private static Feed feed(String channel) {
    String document = "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
        + "<channel><title>T</title>" + channel + "</channel></rss>";
    return Objects.requireNonNull(
        Feeds.parse(document.getBytes(UTF_8), FeedHints.none()).feed());
  }

  private static String item(Instant published) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(published.atOffset(ZoneOffset.UTC));
    return "<item><title>" + date + "</title><pubDate>" + date + "</pubDate></item>";
  }
}
