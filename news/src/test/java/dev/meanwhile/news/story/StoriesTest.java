package dev.meanwhile.news.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class StoriesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Placement ALONE = new Placement.Alone();

  private static final String QUAKE =
      "An earthquake of magnitude 6.4 shook the town of Valparaiso early on Monday, destroying"
          + " dozens of houses and the old harbour bridge, the Chilean seismological centre said."
          + " Rescue teams are searching for survivors under collapsed buildings.";

  private final Stories stories = Stories.newStories();
  private long lastId;

  private Item item(long source, String title, String text) {
    return item(source, null, null, title, text, NOON.plusSeconds(lastId));
  }

  private Item item(
      long source,
      @Nullable String guid,
      @Nullable String address,
      String title,
      String text,
      Instant published) {
    return new Item(++lastId, source, guid, CanonicalAddress.of(address), title, text, published);
  }

  private Item withNames(long source, @Nullable String guid, @Nullable String address) {
    return item(source, guid, address, "t" + lastId, "", NOON);
  }

  @Test
  void place_addressWithTracking_isSameArticle() {
    stories.place(withNames(1, null, "http://www.example.org/a?id=1"));

    Placement placement =
        stories.place(withNames(2, null, "https://example.org/a/?utm_source=rss&id=1#top"));

    assertThat(placement).isEqualTo(new Placement.SameArticle(1, "same address"));
  }

  @Test
  void place_copyOfACopy_isNamedByTheFirst() {
    stories.place(withNames(1, null, "https://example.org/a"));
    stories.place(withNames(2, "https://example.org/?p=1", "https://example.org/a"));

    Placement placement = stories.place(withNames(3, "https://example.org/?p=1", null));

    assertThat(placement).isEqualTo(new Placement.SameArticle(1, "same guid"));
  }

  @Test
  void place_frontPage_standsForNoArticle() {
    stories.place(withNames(1, null, "https://example.org/"));

    assertThat(stories.place(withNames(2, null, "https://example.org"))).isEqualTo(ALONE);
  }

  @Test
  void place_pageOfManyEntries_standsForNone() {
    stories.place(withNames(1, "a", "https://example.org/log#a"));

    assertThat(stories.place(withNames(1, "b", "https://example.org/log#b"))).isEqualTo(ALONE);
    assertThat(stories.place(withNames(2, "c", "https://example.org/log#c"))).isEqualTo(ALONE);
  }

  @Test
  void place_guid_isOneOfItsSourceUnlessUnique() {
    stories.place(withNames(1, "12345", null));
    stories.place(withNames(1, "tag:example.org,2026:1", null));

    assertThat(stories.place(withNames(2, "12345", null))).isEqualTo(ALONE);
    assertThat(stories.place(withNames(1, "12345", null)))
        .isEqualTo(new Placement.SameArticle(1, "same guid"));
    assertThat(stories.place(withNames(2, "tag:example.org,2026:1", null)))
        .isEqualTo(new Placement.SameArticle(2, "same guid"));
  }

  @Test
  void place_textButForAWord_isSameArticle() {
    stories.place(item(1, "Earthquake shakes Valparaiso", QUAKE));

    Placement placement =
        stories.place(item(2, "Earthquake shakes Valparaiso", QUAKE.replace("dozens", "scores")));

    assertThat(placement)
        .asInstanceOf(type(Placement.SameArticle.class))
        .satisfies(same -> assertThat(same.id()).isEqualTo(1))
        .satisfies(same -> assertThat(same.because()).matches("nearly equal text, \\d\\d %"));
  }

  @Test
  void place_textWithOtherNumberInTitle_isNotSame() {
    stories.place(item(1, "Browser 12.1 released", QUAKE));

    assertThat(stories.place(item(2, "Browser 12.2 released", QUAKE)))
        .isInstanceOf(Placement.PartOfStory.class);
  }

  @Test
  void place_sameFewWords_areNotSame() {
    stories.place(item(1, "Update", "Read more"));

    assertThat(stories.place(item(2, "Update", "Read more")))
        .isNotInstanceOf(Placement.SameArticle.class);
  }

  @Test
  void place_titleAtTheSameMoment_isSameArticle() {
    Instant at = NOON.plusSeconds(7);
    stories.place(item(1, null, null, "Harbour bridge collapses in Valparaiso", "", at));

    assertThat(stories.place(item(2, null, null, "Harbour bridge collapses in Valparaiso", "", at)))
        .isEqualTo(new Placement.SameArticle(1, "same title, published at the same moment"));
  }

  @Test
  void place_otherReportOfAnEvent_isPartOfStoryAndSaysWhy() {
    stories.place(item(1, "Earthquake shakes Valparaiso", QUAKE));

    Placement placement = stories.place(item(
        2,
        "Chile: survivors sought after Valparaiso earthquake",
        "People in Valparaiso spent the night outside after a magnitude 6.4 earthquake brought"
            + " down houses and a bridge at the harbour. Rescue teams went on."));

    assertThat(placement)
        .asInstanceOf(type(Placement.PartOfStory.class))
        .satisfies(part -> assertThat(part.id()).isEqualTo(1))
        .satisfies(part -> assertThat(part.similarity()).isBetween(0.2, 1.0))
        .satisfies(part -> assertThat(part.because()).startsWith("both speak of "))
        .satisfies(part -> assertThat(part.because()).contains("valparaiso"));
  }

  @Test
  void place_otherEvent_isAlone() {
    stories.place(item(1, "Earthquake shakes Valparaiso", QUAKE));

    assertThat(stories.place(
            item(2, "Parliament passes the budget", "Members voted late on Monday night.")))
        .isEqualTo(ALONE);
  }

  @Test
  void place_textOfPermutedWords_isNoCopyButOfTheStory() {
    List<String> words = new ArrayList<>(List.of(QUAKE.split(" ")));
    Collections.shuffle(words, new Random(5));
    stories.place(item(1, "Earthquake shakes Valparaiso", QUAKE));

    assertThat(stories.place(item(2, "Valparaiso shakes: earthquake", String.join(" ", words))))
        .isInstanceOf(Placement.PartOfStory.class);
  }

  @Test
  void place_reportAfterTheWindow_isAlone() {
    stories.place(item(1, null, null, "Earthquake shakes Valparaiso", QUAKE, NOON));

    Instant inside = NOON.plus(Duration.ofDays(3));
    assertThat(stories.place(item(2, null, null, "Valparaiso earthquake", QUAKE, inside)))
        .isNotEqualTo(ALONE);
    assertThat(stories.place(
            item(3, null, null, "Valparaiso earthquake", QUAKE, inside.plusSeconds(1))))
        .isEqualTo(ALONE);
  }

  @Test
  void place_reportOfTheOnlySource_isPartOfStoryIfMuchLikeIt() {
    String text = "People in Valparaiso spent the night outside after a magnitude 6.4 earthquake"
        + " brought down houses and a bridge at the harbour. Rescue teams went on.";
    stories.place(item(1, "Earthquake shakes Valparaiso", QUAKE));

    assertThat(stories.place(item(1, "Survivors sought in Chile", text))).isEqualTo(ALONE);
    assertThat(stories.place(item(1, "Survivors sought in Chile", QUAKE + " " + text)))
        .isInstanceOf(Placement.PartOfStory.class);
  }

  @Test
  void place_titlesThatASourceRepeats_doNotChain() {
    Random random = new Random(11);
    Set<Placement> placements = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      placements.add(stories.place(item(1, "Daily briefing: what you need", noise(random, 40))));
    }

    assertThat(placements).containsExactly(ALONE);
  }

  @Test
  void place_storyThatDrifts_endsBeforeItIsAnotherOne() {
    // Each shares most words with the one before, the last ones nothing with the first.
    Map<Long, Long> storyOf = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = i * 3; word < i * 3 + 30; word++) {
        text.append("subject").append(word).append(' ');
      }
      Item item = item(i, "", text.toString());
      Placement placement = stories.place(item);
      storyOf.put(
          item.id(), placement instanceof Placement.PartOfStory part ? part.id() : item.id());
    }

    storyOf.forEach((id, story) -> assertThat(id - story).isLessThan(10));
  }

  @Test
  void place_inAnyOrder_findsTheSameCopies() {
    Random random = new Random(3);
    List<Item> items = new ArrayList<>();
    for (int article = 0; article < 40; article++) {
      String text = noise(random, 60);
      for (int copy = 0; copy < 4; copy++) {
        items.add(item(copy, "Report on " + text.substring(0, 12), text + " end" + copy));
      }
    }
    Set<Set<Long>> inOrder = copies(items);

    assertThat(inOrder).hasSize(40);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(items, random);
      assertThat(copies(items)).isEqualTo(inOrder);
    }
  }

  @Test
  void place_manyItems_keepsNoMoreThanTheLatest() {
    Stories small = Stories.newStories(Duration.ofDays(3), 100);
    Random random = new Random(1);
    int most = 0;
    for (int i = 0; i < 5_000; i++) {
      small.place(item(
          i % 7,
          "g" + i,
          "https://example.org/" + i,
          noise(random, 5),
          noise(random, 30),
          NOON.plusSeconds(i)));
      most = Math.max(most, small.size());
    }

    assertThat(most).isLessThanOrEqualTo(100 + 100 * 35);
    assertThat(small.place(withNames(1, null, "https://example.org/4990")))
        .isInstanceOf(Placement.SameArticle.class);
    assertThat(small.place(withNames(1, null, "https://example.org/4000"))).isEqualTo(ALONE);
  }

  @Test
  void place_thousandsOfItems_comparesAFewForEach() {
    placeAndCountComparisons(5_000);
  }

  @Test
  @Tag("slow")
  void place_hundredThousandItems_comparesAFewForEach() {
    placeAndCountComparisons(100_000);
  }

  private void placeAndCountComparisons(int items) {
    Random random = new Random(2);
    long half = 0;
    for (int i = 0; i < items; i++) {
      // Some words are in every tenth text, some in few.
      String title = "market" + i % 10 + " " + noise(random, 4);
      stories.place(item(i % 500, title, noise(random, 12)));
      half = i == items / 2 ? stories.comparisons() : half;
    }

    assertThat(stories.comparisons()).isLessThan(items * 48L);
    assertThat(stories.comparisons() - half).isLessThan(half * 3 / 2);
  }

  @Test
  void place_twice_isTheSame() {
    Random random = new Random(9);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      items.add(item(i % 9, commonNoise(random, 6), commonNoise(random, 25)));
    }
    Stories other = Stories.newStories();

    for (Item item : items) {
      assertThat(other.place(item)).isEqualTo(stories.place(item));
    }
  }

  @Test
  void newStories_nothingToKeep_isRefused() {
    assertThatThrownBy(() -> Stories.newStories(Duration.ofDays(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Stories.newStories(Duration.ofDays(-1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<Set<Long>> copies(List<Item> items) {
    Stories grouper = Stories.newStories();
    Map<Long, Set<Long>> groups = new HashMap<>();
    for (Item item : items) {
      long first =
          grouper.place(item) instanceof Placement.SameArticle same ? same.id() : item.id();
      groups.computeIfAbsent(first, _ -> new HashSet<>()).add(item.id());
    }
    return new HashSet<>(groups.values());
  }

  private static String noise(Random random, int words) {
    return noise(random, words, 20_000);
  }

  private static String commonNoise(Random random, int words) {
    return noise(random, words, 300);
  }

  private static String noise(Random random, int words, int vocabulary) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append("word").append(random.nextInt(vocabulary)).append(' ');
    }
    return text.toString();
  }
}
