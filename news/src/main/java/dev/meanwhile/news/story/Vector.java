package dev.meanwhile.news.story;

import dev.meanwhile.news.story.Likeness.Common;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How often words occur in a text, dampened. What a word is worth is not in here: that changes
/// as articles come and go.
final class Vector {
  /// How many words a story has here.
  private static final int MAX_OF_STORY = 160;

  private static final Comparator<Word> BY_NUMBER = Comparator.comparingLong(word -> word.number);

  /// Each once, by number.
  private final Word[] words;

  /// Of each word, never 0.
  private final float[] counts;

  private Vector(Word[] words, float[] counts) {
    this.words = words;
    this.counts = counts;
  }

  /// Its words, in a fixed order.
  List<Word> words() {
    return Arrays.asList(words);
  }

  /// Of the words of a title and of a text, where one in the title counts `1 + extra`.
  static Vector of(List<String> title, List<String> text, double extra, Vocabulary vocabulary) {
    Map<String, Double> counts = new HashMap<>();
    title.forEach(word -> counts.merge(word, 1 + extra, Double::sum));
    text.forEach(word -> counts.merge(word, 1.0, Double::sum));
    Word[] words = counts.keySet().stream().sorted().map(vocabulary::word).toArray(Word[]::new);
    Arrays.sort(words, BY_NUMBER);
    float[] dampened = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      dampened[i] = (float) (1 + Math.log(counts.getOrDefault(words[i].text, 1.0)));
    }
    return new Vector(words, dampened);
  }

  /// The mean of `members` vectors, of which this one stands for all but `other`; only the words
  /// that weigh most.
  Vector mean(Vector other, int members, Vocabulary vocabulary) {
    Map<Word, Float> sums = new HashMap<>();
    for (int i = 0; i < words.length; i++) {
      sums.merge(words[i], counts[i] * (members - 1) / members, Float::sum);
    }
    for (int i = 0; i < other.words.length; i++) {
      sums.merge(other.words[i], other.counts[i] / members, Float::sum);
    }
    Comparator<Word> byWeight =
        Comparator.comparingDouble(word -> -sums.getOrDefault(word, 0f) * vocabulary.weight(word));
    Word[] kept = sums.keySet().stream()
        .sorted(byWeight.thenComparing(BY_NUMBER))
        .limit(MAX_OF_STORY)
        .sorted(BY_NUMBER)
        .toArray(Word[]::new);
    float[] means = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      means[i] = sums.getOrDefault(kept[i], 0f);
    }
    return new Vector(kept, means);
  }

  /// How alike the two are; `ignored` words count as if they were in neither.
  Likeness likeness(Vector other, Set<Word> ignored, Vocabulary vocabulary) {
    double product = 0;
    List<Common> shared = new ArrayList<>();
    int mine = 0;
    int theirs = 0;
    while (mine < words.length && theirs < other.words.length) {
      int order = Long.compare(words[mine].number, other.words[theirs].number);
      if (order == 0 && !ignored.contains(words[mine])) {
        double weight = vocabulary.weight(words[mine]);
        double both = counts[mine] * weight * other.counts[theirs] * weight;
        product += both;
        shared.add(new Common(words[mine], both));
      }
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    if (shared.isEmpty()) {
      return Likeness.NONE;
    }
    double lengths = length(ignored, vocabulary) * other.length(ignored, vocabulary);
    return new Likeness(Math.min(1, product / lengths), shared);
  }

  private double length(Set<Word> ignored, Vocabulary vocabulary) {
    double squares = 0;
    for (int i = 0; i < words.length; i++) {
      if (ignored.isEmpty() || !ignored.contains(words[i])) {
        double weight = counts[i] * vocabulary.weight(words[i]);
        squares += weight * weight;
      }
    }
    return Math.sqrt(squares);
  }
}
