package dev.meanwhile.news.story;

import java.util.HashMap;
import java.util.Map;

/// The words of all kept articles, and how much each of them tells.
final class Vocabulary {
  /// How many articles the expectations about a new word weigh.
  private static final int EXPECTED_OVER = 1_000;

  private final Map<String, Word> words = new HashMap<>();
  private long lastNumber;
  private int articles;
  private double logarithm = Math.log(EXPECTED_OVER);

  /// A word; not kept before an article with it is.
  Word word(String text) {
    Word known = words.get(text);
    return known == null ? new Word(text, ++lastNumber) : known;
  }

  void add(Article article) {
    count(1);
    for (Word word : article.vector().words()) {
      words.putIfAbsent(word.text, word);
      word.add(article);
    }
  }

  void remove(Article article) {
    count(-1);
    for (Word word : article.vector().words()) {
      word.remove(article);
      if (word.articles() == 0) {
        words.remove(word.text);
      }
    }
  }

  /// The inverse document frequency: near 0 for what is in every article, 7 and more for names.
  double weight(Word word) {
    return logarithm - word.logarithm();
  }

  private void count(int change) {
    articles += change;
    logarithm = Math.log(EXPECTED_OVER + articles);
  }

  int size() {
    return words.size();
  }
}
