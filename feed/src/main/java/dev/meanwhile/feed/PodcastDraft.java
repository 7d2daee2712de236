package dev.meanwhile.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the elements for listeners say, of a podcast or of an episode, while it is read.
final class PodcastDraft {
  @Nullable
  String type;

  @Nullable
  Boolean explicit;

  boolean blocked;
  boolean complete;
  boolean locked;

  @Nullable
  String movedTo;

  @Nullable
  String guid;

  @Nullable
  String subtitle;

  @Nullable
  Author owner;

  @Nullable
  Duration duration;

  @Nullable
  Integer number;

  @Nullable
  Integer season;

  @Nullable
  Link chaptersFile;

  final List<String> categories = new ArrayList<>(0);
  final List<String> keywords = new ArrayList<>(0);
  final List<Link> funding = new ArrayList<>(0);
  final List<Link> transcripts = new ArrayList<>(0);
  final List<Episode.Chapter> chapters = new ArrayList<>(0);

  /// Adds to one of the lists above what is not there, up to the limit.
  static <T> void add(@Nullable T value, List<T> to) {
    if (value != null && to.size() < Limits.MAX_LIST && !to.contains(value)) {
      to.add(value);
    }
  }

  Podcast toPodcast() {
    return new Podcast(
        type,
        explicit,
        blocked,
        complete,
        locked,
        movedTo,
        guid,
        subtitle,
        owner,
        categories,
        keywords,
        funding);
  }

  Episode toEpisode() {
    return new Episode(
        duration,
        number,
        season,
        type,
        explicit,
        blocked,
        subtitle,
        keywords,
        chapters,
        chaptersFile,
        transcripts);
  }
}
