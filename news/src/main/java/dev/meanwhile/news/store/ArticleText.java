package dev.meanwhile.news.store;

import dev.meanwhile.feed.SafeHtml;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An article as its source has it now.
///
/// @param entryId what tells it from the others of its source
/// @param title plain text
/// @param link its address
/// @param author plain text
/// @param published when, as far as the source says
/// @param updated when it was last changed, as far as the source says
/// @param language tag of its text
/// @param base what relative addresses in its HTML are meant relative to
/// @param summary HTML as the site wrote it
/// @param content HTML as the site wrote it
/// @param files what comes with it: addresses, one a line
public record ArticleText(
    String entryId,
    @Nullable String title,
    @Nullable String link,
    @Nullable String author,
    @Nullable Instant published,
    @Nullable Instant updated,
    @Nullable String language,
    @Nullable String base,
    @Nullable String summary,
    @Nullable String content,
    @Nullable String files) {
  /// Checks that it can be told from others.
  public ArticleText {
    Objects.requireNonNull(entryId, "entryId");
  }

  /// The content, or the summary where there is none: HTML as the site wrote it.
  public @Nullable String body() {
    return content == null ? summary : content;
  }

  /// The [#body] without what a page must not be trusted with, its addresses absolute.
  public SafeHtml safeBody() {
    return SafeHtml.clean(body(), base);
  }

  /// A number that hardly ever stays the same when a text changes that people see.
  long hash() {
    long hash = Objects.hashCode(title);
    hash = hash * 0x9E3779B97F4A7C15L + Objects.hashCode(link);
    hash = hash * 0x9E3779B97F4A7C15L + Objects.hashCode(summary);
    hash = hash * 0x9E3779B97F4A7C15L + Objects.hashCode(content);
    return hash * 0x9E3779B97F4A7C15L + Objects.hashCode(files);
  }
}
