package dev.meanwhile.news.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reading of a source brought, to be kept.
///
/// @param source which one
/// @param at when it ended
/// @param outcome how, in one word, if at least one of its articles is new
/// @param outcomeWithoutNews how, in one word, if none is
/// @param stage where it failed; null if it did not
/// @param status of the answer; 0 if there was none
/// @param bytes of the body as they came
/// @param took how long it took
/// @param changed when the source says that it was last changed: about when its articles without
///     a date were new
/// @param state what it leaves behind
/// @param articles what the source holds; empty if nothing in it changed
public record Reading(
    long source,
    Instant at,
    String outcome,
    String outcomeWithoutNews,
    @Nullable String stage,
    int status,
    long bytes,
    Duration took,
    @Nullable Instant changed,
    SourceState state,
    List<ArticleText> articles) {
  /// What became of the articles.
  ///
  /// @param added how many were not known
  /// @param changed how many say something else than before
  public record Kept(int added, int changed) {}

  /// Copies the list.
  public Reading {
    articles = List.copyOf(articles);
  }
}
