package dev.meanwhile.news.story;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// How alike two vectors are.
///
/// @param cosine of the angle between them, of 0 to 1
/// @param words those that are in both, in a fixed order
record Likeness(double cosine, List<Common> words) {
  static final Likeness NONE = new Likeness(0, List.of());

  /// More words tell no more: long texts share many by chance.
  private static final int MAX_TELLING = 6;

  private static final int MAX_NAMED = 4;

  /// A word that is in both.
  ///
  /// @param product what it adds to the cosine, before that is divided by the lengths
  record Common(Word word, double product) {}

  /// How much the words tell: the weight over `common` of those with most.
  double telling(double common, Vocabulary vocabulary) {
    return words.stream()
            .mapToDouble(shared -> common - vocabulary.weight(shared.word))
            .filter(negative -> negative < 0)
            .sorted()
            .limit(MAX_TELLING)
            .sum()
        * -1;
  }

  /// The words that make the two alike, those that do most first.
  String named() {
    return words.stream()
        .sorted(Comparator.<Common>comparingDouble(shared -> -shared.product)
            .thenComparing(shared -> shared.word.text))
        .limit(MAX_NAMED)
        .map(shared -> shared.word.text)
        .collect(Collectors.joining(", "));
  }
}
