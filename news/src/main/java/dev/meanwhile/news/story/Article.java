package dev.meanwhile.news.story;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An article as it is kept: the first item that came with it.
final class Article {
  final long id;
  final long source;
  final Instant published;
  final Set<Word> title;
  final String heading;

  /// The beginning of the text as words; empty if it is too short to be told from others.
  final String wording;
  final @Nullable Fingerprint fingerprint;
  private final Vector vector;

  /// The story that it is in; itself the first of one if that is no other.
  @Nullable
  Story story;

  /// Set once it is kept no longer.
  boolean gone;

  Article(
      Item item,
      String heading,
      String wording,
      Set<Word> title,
      Vector vector,
      @Nullable Fingerprint fingerprint) {
    this.id = item.id();
    this.source = item.source();
    this.published = item.published();
    this.heading = heading;
    this.wording = wording;
    this.title = title;
    this.vector = vector;
    this.fingerprint = fingerprint;
  }

  Vector vector() {
    return vector;
  }
}
