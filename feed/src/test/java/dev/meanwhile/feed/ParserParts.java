package dev.meanwhile.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Parts of the parser that tests in other packages compare with.
public final class ParserParts {
  private ParserParts() {}

  /// What a date means, null if it is none.
  public static @Nullable Instant date(String text) {
    return FeedDates.parse(text);
  }

  /// What a length of time means, null if it is none.
  public static @Nullable Duration duration(String text) {
    return Numbers.duration(text);
  }

  /// HTML without markup.
  public static String plain(String html) {
    return HtmlText.plain(html);
  }
}
