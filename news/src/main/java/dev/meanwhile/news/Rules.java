package dev.meanwhile.news;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.SafeHtml;
import dev.meanwhile.news.store.SearchWords;
import dev.meanwhile.news.store.SourceSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which articles of a source are taken: those with the words to keep, if there are any, and
/// without the words to drop, in their title, summary, author or categories.
final class Rules {
  private final @Nullable SearchWords keep;
  private final @Nullable SearchWords drop;

  private Rules(@Nullable SearchWords keep, @Nullable SearchWords drop) {
    this.keep = keep;
    this.drop = drop;
  }

  static Rules of(SourceSettings settings) {
    return new Rules(words(settings.keep()), words(settings.drop()));
  }

  private static @Nullable SearchWords words(@Nullable String typed) {
    return typed == null ? null : SearchWords.parse(typed);
  }

  boolean take(Entry entry) {
    if (keep == null && drop == null) {
      return true;
    }
    String html = entry.summary() == null ? entry.content() : entry.summary();
    String text = Objects.requireNonNullElse(entry.title(), "") + " "
        + SafeHtml.clean(html, null).text() + " "
        + String.join(" ", entry.categories()) + " "
        + entry.authors();
    return (keep == null || keep.isIn(text)) && (drop == null || !drop.isIn(text));
  }
}
