package dev.meanwhile.news.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Pairs of entries that a reader judged, and how far placements agree with the judgement.
final class LabelledPairs {
  enum Label {
    SAME,
    STORY,
    DIFFERENT
  }

  /// @param one feed file and id of the entry
  record Pair(String one, String other, Label label) {
    /// Whether it is for reporting; the other half is what the bars were chosen by.
    boolean isReported() {
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest((one + "\t" + other).getBytes(UTF_8));
        return (hash[0] & 1) == 1;
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final List<Pair> pairs;

  private LabelledPairs(List<Pair> pairs) {
    this.pairs = pairs;
  }

  static LabelledPairs read() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (InputStream in = LabelledPairs.class.getResourceAsStream("pairs.tsv")) {
      for (String line :
          new String(requireNonNull(in).readAllBytes(), UTF_8).strip().split("\n", -1)) {
        String[] fields = line.split("\t", -1);
        pairs.add(new Pair(
            fields[0] + "\t" + fields[1], fields[2] + "\t" + fields[3], Label.valueOf(fields[4])));
      }
    }
    return new LabelledPairs(pairs);
  }

  List<Pair> pairs() {
    return pairs;
  }

  /// Places all items, and counts over one half of the pairs.
  Result measure(CapturedFeeds feeds, List<Item> items, boolean reported) {
    Map<Long, Long> articles = new HashMap<>();
    Map<Long, Long> stories = new HashMap<>();
    Stories grouper = Stories.newStories();
    for (Item item : items) {
      long id = item.id();
      switch (grouper.place(item)) {
        case Placement.Alone() -> {
          articles.put(id, id);
          stories.put(id, id);
        }
        case Placement.SameArticle(long same, var _) -> {
          articles.put(id, articles.get(same));
          stories.put(id, stories.get(same));
        }
        case Placement.PartOfStory(long story, var _, var _) -> {
          articles.put(id, id);
          stories.put(id, story);
        }
      }
    }
    Result result = new Result();
    for (Pair pair : pairs) {
      if (pair.isReported() == reported) {
        Long one = requireNonNull(feeds.numbers.get(pair.one), pair.one);
        Long other = requireNonNull(feeds.numbers.get(pair.other), pair.other);
        result.count(
            pair,
            Objects.equals(articles.get(one), articles.get(other)),
            Objects.equals(stories.get(one), stories.get(other)));
      }
    }
    return result;
  }

  /// Counts of one half.
  static final class Result {
    private int sameFound;
    private int sameWrong;
    private int sameMissed;
    private int storyFound;
    private int storyWrong;
    private int storyMissed;
    private final List<String> mistakes = new ArrayList<>();

    private void count(Pair pair, boolean isSame, boolean isTogether) {
      boolean right;
      if (pair.label == Label.SAME) {
        sameFound += isSame ? 1 : 0;
        sameMissed += isSame ? 0 : 1;
        right = isSame;
      } else {
        boolean story = pair.label == Label.STORY;
        sameWrong += isSame ? 1 : 0;
        storyFound += story && isTogether ? 1 : 0;
        storyMissed += story && !isTogether ? 1 : 0;
        storyWrong += !story && isTogether ? 1 : 0;
        right = !isSame && story == isTogether;
      }
      if (!right) {
        mistakes.add(pair.label + ": " + pair.one + " | " + pair.other);
      }
    }

    double samePrecision() {
      return share(sameFound, sameWrong);
    }

    double sameRecall() {
      return share(sameFound, sameMissed);
    }

    double storyPrecision() {
      return share(storyFound, storyWrong);
    }

    double storyRecall() {
      return share(storyFound, storyMissed);
    }

    private static double share(int part, int rest) {
      return (double) part / (part + rest);
    }

    /// Figures, then the pairs that were placed wrongly.
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "SAME precision %.3f recall %.3f (%d found, %d wrong, %d missed), "
              + "STORY precision %.3f recall %.3f (%d found, %d wrong, %d missed)%n%s",
          samePrecision(),
          sameRecall(),
          sameFound,
          sameWrong,
          sameMissed,
          storyPrecision(),
          storyRecall(),
          storyFound,
          storyWrong,
          storyMissed,
          String.join("\n", mistakes));
    }
  }
}
