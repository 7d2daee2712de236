package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.feed.FeedparserReadings.Item;
import dev.meanwhile.feed.FeedparserReadings.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Captured feeds against what Python's feedparser reads from them, recorded in
/// [FeedparserReadings].
final class CorpusTest {
  /// Known differences in the number of entries, with the reason.
  private static final Map<String, String> OTHER_COUNTS = Map.of(
      "GetStream_Winds/feed/malformed-hackernews",
      "the document ends inside its last entry, before anything that identifies it");

  @Test
  void parse_everyXmlFeed_hasFeedparsersEntryCount() {
    List<String> different = new ArrayList<>();
    for (Reading expected : readings()) {
      int found = feed(expected).entries().size();
      if (found != expected.items().size() && !OTHER_COUNTS.containsKey(expected.path())) {
        different.add(expected.path() + ": " + found + " of " + expected.items().size());
      }
    }

    assertThat(different).isEmpty();
  }

  @Test
  void parse_everyXmlFeed_hasFeedparsersTitle() {
    List<String> different = new ArrayList<>();
    for (Reading expected : readings()) {
      String found = feed(expected).title();
      if (!sameTitle(expected.title(), found)) {
        different.add(expected.path() + ": " + found + " for " + expected.title());
      }
    }

    assertThat(different).hasSizeLessThanOrEqualTo(readings().size() / 100);
  }

  @Test
  void parse_everyEntry_hasFeedparsersTitleLinkAndDate() {
    List<String> titles = new ArrayList<>();
    List<String> links = new ArrayList<>();
    List<String> dates = new ArrayList<>();
    int entries = 0;
    for (Reading expected : readings()) {
      List<Entry> found = feed(expected).entries();
      int count = Math.min(found.size(), expected.items().size());
      entries += count;
      for (int i = 0; i < count; i++) {
        String place = expected.path() + " " + i + ": ";
        compare(place, expected.items().get(i), found.get(i), titles, links, dates);
      }
    }

    int allowed = entries / 100;
    assertThat(entries).isGreaterThan(10_000);
    assertThat(titles).as("titles").hasSizeLessThanOrEqualTo(allowed);
    assertThat(links).as("links").hasSizeLessThanOrEqualTo(allowed);
    assertThat(dates).as("dates").hasSizeLessThanOrEqualTo(allowed);
  }

  private static void compare(
      String place,
      Item expected,
      Entry found,
      List<String> titles,
      List<String> links,
      List<String> dates) {
    if (!sameTitle(expected.title(), found.title())) {
      titles.add(place + found.title() + " for " + expected.title());
    }
    // Feedparser leaves relative links as they are, and takes a guid that is no address for one.
    if (expected.link().startsWith("http") && !expected.link().equals(found.link())) {
      links.add(place + found.link() + " for " + expected.link());
    }
    Instant date = date(expected.published(), expected.updated());
    if (date != null && !date.equals(date(found.published(), found.updated()))) {
      dates.add(place + found.published() + " " + found.updated() + " for " + expected);
    }
  }

  private static @Nullable Instant date(@Nullable Instant published, @Nullable Instant updated) {
    Instant date = published == null ? updated : published;
    return date == null ? null : date.truncatedTo(ChronoUnit.SECONDS);
  }

  @Test
  void parse_everyJsonFeed_hasTheLengthOfItsItems() {
    List<String> different = new ArrayList<>();
    int feeds = 0;

    for (Path file : Corpus.files(Corpus.folder().resolve("real/feeds"))) {
      byte[] body = Corpus.read(file);
      if (isJsonFeed(file, body)) {
        feeds++;
        JsonNode items = JsonMapper.shared().readTree(body).get("items");
        Feed feed = Feeds.parse(body, FeedHints.none()).feed();
        if (feed.entries().size() != items.size()) {
          different.add(file + ": " + feed.entries().size() + " of " + items.size());
        }
      }
    }

    assertThat(feeds).isPositive();
    assertThat(different).isEmpty();
  }

  @Test
  void parse_everyFileOfTheCorpus_isAFeedOrSaysThatItIsNone() {
    List<Path> files = Corpus.files(Corpus.folder());

    for (Path file : files) {
      byte[] body = Corpus.read(file);
      long start = System.nanoTime();

      Robustness.check(file.toString(), body);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("time for %s", file)
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  private static boolean isJsonFeed(Path file, byte[] body) {
    return file.toString().endsWith(".json")
        && new String(body, StandardCharsets.UTF_8).contains("//jsonfeed.org/version/");
  }

  private static List<Reading> readings() {
    Path feeds = Corpus.folder().resolve("real/feeds");
    return FeedparserReadings.all().stream()
        .filter(reading -> Files.exists(feeds.resolve(reading.path())))
        .toList();
  }

  private static Feed feed(Reading expected) {
    Path file = Corpus.folder().resolve("real/feeds").resolve(expected.path());
    return Feeds.parse(Corpus.read(file), FeedHints.none()).feed();
  }

  private static boolean sameTitle(String expected, @Nullable String found) {
    return letters(expected).equals(letters(Objects.requireNonNullElse(found, "")));
  }

  /// Feedparser's titles are HTML with its own ideas of white space.
  private static String letters(String title) {
    return HtmlText.plain(title).replaceAll("[\\s\\u00a0\\u00c2]+", "");
  }
}
