package dev.meanwhile.news.story;

/// Articles on one event. What is new is compared with the first of them and with their mean,
/// never with any one, so that no chain leads from one event to the next.
final class Story {
  final Article first;
  private Vector mean;
  private int members = 1;

  private boolean manySources;

  Story(Article first) {
    this.first = first;
    this.mean = first.vector();
  }

  Vector mean() {
    return mean;
  }

  boolean isOnlyOf(long source) {
    return !manySources && first.source == source;
  }

  void add(Article article, Vocabulary vocabulary) {
    members++;
    mean = mean.mean(article.vector(), members, vocabulary);
    manySources |= article.source != first.source;
  }
}
