package dev.meanwhile.cli;

import dev.meanwhile.news.store.NewsStore;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// When somebody last looked at the news, and which article had arrived last by then.
///
/// @param at null if never
/// @param article its number; 0 if there was none
record LastLook(@Nullable Instant at, long article) {
  private static final String NOTE = "last-look";
  private static final LastLook NEVER = new LastLook(null, 0);

  static LastLook of(NewsStore store) {
    return store.note(NOTE).map(LastLook::parsed).orElse(NEVER);
  }

  private static LastLook parsed(String text) {
    String[] parts = text.split(" ", 2);
    try {
      return parts.length == 2
          ? new LastLook(Instant.parse(parts[0]), Long.parseLong(parts[1]))
          : NEVER;
    } catch (DateTimeParseException | NumberFormatException _) {
      return NEVER;
    }
  }

  void keep(NewsStore store) {
    store.note(NOTE, at + " " + article);
  }
}
