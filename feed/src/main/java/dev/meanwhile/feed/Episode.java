package dev.meanwhile.feed;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes an entry an episode of a podcast: the vocabularies of iTunes, of the podcast index
/// and of simple chapters.
///
/// @param duration how long it plays
/// @param number within its season, or of all
/// @param season number of the season
/// @param type `full`, `trailer` or `bonus`
/// @param explicit whether it is not for children; null if it does not say
/// @param blocked whether directories are asked to leave it out
/// @param subtitle plain text
/// @param keywords plain text
/// @param chapters in order of time, those that stand in the feed itself
/// @param chaptersFile address of a file with the chapters
/// @param transcripts files with what is said
public record Episode(
    @Nullable Duration duration,
    @Nullable Integer number,
    @Nullable Integer season,
    @Nullable String type,
    @Nullable Boolean explicit,
    boolean blocked,
    @Nullable String subtitle,
    List<String> keywords,
    List<Chapter> chapters,
    @Nullable Link chaptersFile,
    List<Link> transcripts) {
  /// A part of an episode.
  ///
  /// @param start from the beginning of the episode
  /// @param title plain text
  /// @param link what it is about, resolved
  /// @param image address of a picture, resolved
  public record Chapter(
      Duration start,
      @Nullable String title,
      @Nullable String link,
      @Nullable String image) {}

  /// Copies the lists.
  public Episode {
    keywords = List.copyOf(keywords);
    chapters = List.copyOf(chapters);
    transcripts = List.copyOf(transcripts);
  }
}
