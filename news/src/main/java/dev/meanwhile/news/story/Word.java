package dev.meanwhile.news.story;

import java.util.ArrayDeque;
import java.util.Deque;

/// A word of the articles that are kept.
final class Word {
  /// How many of the articles with a word can be found by it: the newest.
  private static final int MAX_FOUND = 48;

  /// Of how many articles on a habit is one.
  private static final int HABIT = 3;

  final String text;

  /// Gives words an order.
  final long number;

  /// In how many of the kept articles it is.
  private int articles;

  /// The logarithm of that and of what was expected, which is asked for all the time.
  private double logarithm;

  private final Deque<Article> newest = new ArrayDeque<>(2);

  Word(String text, long number) {
    this.text = text;
    this.number = number;
    this.logarithm = Math.log(expected());
  }

  int articles() {
    return articles;
  }

  double logarithm() {
    return logarithm;
  }

  void add(Article article) {
    count(1);
    newest.addLast(article);
    if (newest.size() > MAX_FOUND) {
      newest.removeFirst();
    }
  }

  void remove(Article article) {
    count(-1);
    // Articles go in the order in which they came.
    if (newest.peekFirst() == article) {
      newest.removeFirst();
    }
  }

  private void count(int change) {
    articles += change;
    logarithm = Math.log(articles + expected());
  }

  /// Whether a source has it in article after article, and others hardly ever.
  boolean isHabitOf(long source) {
    int own = 0;
    for (Article article : newest) {
      own += article.source == source ? 1 : 0;
    }
    return own >= HABIT && 3 * own > 2 * newest.size();
  }

  Iterable<Article> newest() {
    return newest;
  }

  /// In how many of a thousand articles a word of this look may be expected before anything is
  /// known: the common words of most languages are short.
  private double expected() {
    if (Character.isDigit(text.charAt(0))) {
      return text.length() <= 2 ? 60 : text.length() == 4 ? 20 : 2;
    }
    if (text.charAt(0) >= 0x2e80) {
      return 4;
    }
    return switch (text.length()) {
      case 1 -> 400;
      case 2 -> 150;
      case 3 -> 40;
      case 4 -> 8;
      default -> 1.5;
    };
  }
}
