package dev.meanwhile.news;

import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.Headers;
import dev.meanwhile.http.Validators;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the reading of a source came to, before anybody keeps it.
///
/// @param outcome how it ended
/// @param at when
/// @param took how long it took
/// @param failure why it failed; null if it did not
/// @param answer what the site answered; null if it did not
/// @param parsed what it holds; null if it did not change or could not be read
/// @param bodyHash of its content; empty if none came
record Attempt(
    ReadOutcome outcome,
    Instant at,
    Duration took,
    @Nullable Failure failure,
    @Nullable Answer answer,
    @Nullable ParsedFeed parsed,
    String bodyHash) {
  /// The same with another outcome.
  Attempt as(ReadOutcome other) {
    return new Attempt(other, at, took, failure, answer, parsed, bodyHash);
  }

  /// Why a reading failed.
  ///
  /// @param stage where, in one word
  /// @param message for people
  record Failure(String stage, String message) {}

  /// The head of an answer, and how much came with it.
  ///
  /// @param status of it
  /// @param headers of it
  /// @param validators for the next request
  /// @param movedTo where the source has moved for good; null if it has not
  /// @param bytes of the body
  record Answer(
      int status,
      Headers headers,
      Validators validators,
      @Nullable URI movedTo,
      long bytes) {}
}
