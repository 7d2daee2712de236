package dev.meanwhile.news.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.news.story.LabelledPairs.Result;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Measures [Stories] on pairs of real articles; docs/stories.md has the figures. With
/// `-Dstories.show=true` each test fails, and its message has the figures and the mistakes.
final class StoriesMeasuredTest {
  private static CapturedFeeds feeds = new CapturedFeeds();

  @BeforeAll
  static void read() throws IOException {
    feeds = CapturedFeeds.read();
  }

  @Test
  void place_capturedFeeds_isAsGoodAsStated() throws IOException {
    LabelledPairs pairs = LabelledPairs.read();

    Result result = pairs.measure(feeds, feeds.items, true);

    assertThat(System.getProperty("stories.show")).as("%s", result).isNull();
    assertThat(result.samePrecision()).as("%s", result).isGreaterThanOrEqualTo(0.99);
    assertThat(result.sameRecall()).as("%s", result).isGreaterThanOrEqualTo(0.95);
    assertThat(result.storyPrecision()).as("%s", result).isGreaterThanOrEqualTo(0.90);
    assertThat(result.storyRecall()).as("%s", result).isGreaterThanOrEqualTo(0.78);
  }

  @Test
  void place_capturedFeedsWithoutNames_stillKnowsCopies() throws IOException {
    List<Item> bare =
        feeds.items.stream().map(StoriesMeasuredTest::withoutNames).toList();

    Result result = LabelledPairs.read().measure(feeds, bare, true);

    assertThat(System.getProperty("stories.show")).as("%s", result).isNull();
    assertThat(result.samePrecision()).as("%s", result).isGreaterThanOrEqualTo(0.99);
    assertThat(result.sameRecall()).as("%s", result).isGreaterThanOrEqualTo(0.95);
  }

  private static Item withoutNames(Item item) {
    return new Item(
        item.id(), item.source(), null, null, item.title(), item.text(), item.published());
  }
}
