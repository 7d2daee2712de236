package dev.meanwhile.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged captured feeds and cases: each gives a feed or [NotAFeedException], as a whole and
/// while it arrives, soon and within the heap of the tests, which is small.
///
/// What fails is told by a seed: `-Dmeanwhile.fuzz=SEED` begins there.
final class FuzzTest {
  private static final int ROUNDS = 4_000;

  /// Larger files take longer without showing more.
  private static final int MAX_BYTES = 200_000;

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void parse_damagedFeeds_areSafe() {
    List<byte[]> documents = documents();
    long seed = Long.getLong("meanwhile.fuzz", 1);

    for (int round = 0; round < ROUNDS; round++) {
      check(documents, seed + round);
    }
  }

  @Test
  @Tag("soak")
  @Timeout(value = 7, unit = TimeUnit.DAYS)
  void parse_damagedFeedsForLong_areSafe() {
    List<byte[]> documents = documents();
    Duration length = Duration.parse(System.getProperty("meanwhile.soak", "PT1H"));
    long end = System.nanoTime() + length.toNanos();

    for (long seed = Long.getLong("meanwhile.fuzz", 1_000_000_000L);
        System.nanoTime() < end;
        seed++) {
      check(documents, seed);
    }
  }

  private void check(List<byte[]> documents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] document = documents.get(random.nextInt(documents.size()));
    byte[] other = documents.get(random.nextInt(documents.size()));
    byte[] damaged = new Mutations(seed).damaged(document, other);
    long start = System.nanoTime();

    Robustness.check("seed " + seed, damaged);

    checkArriving(damaged, seed);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as("seed %d", seed).isLessThan(SOON);
  }

  private static void checkArriving(byte[] damaged, long seed) {
    try (FeedReader reader = Feeds.open(new ByteArrayInputStream(damaged), FeedHints.none())) {
      Entry entry = reader.next();
      while (entry != null) {
        entry = reader.next();
      }
      reader.feed();
    } catch (NotAFeedException e) {
      assertThat(e).hasMessageStartingWith("not a feed but ");
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("arriving, seed " + seed, e);
    }
  }

  private static List<byte[]> documents() {
    Path feeds = Corpus.folder();
    return Corpus.files(feeds).stream()
        .filter(file -> !file.startsWith(feeds.resolve("real/html")))
        .map(Corpus::read)
        .filter(body -> body.length > 0 && body.length < MAX_BYTES)
        .toList();
  }
}
