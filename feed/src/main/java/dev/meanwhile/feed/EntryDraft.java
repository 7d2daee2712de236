package dev.meanwhile.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry while it is read. Every field takes the first usable value; fallbacks wait until the
/// end.
final class EntryDraft {
  @Nullable
  String id;

  @Nullable
  String title;

  @Nullable
  String titleHtml;

  @Nullable
  String link;

  @Nullable
  String summary;

  @Nullable
  String content;

  @Nullable
  Instant published;

  @Nullable
  Instant updated;

  /// Used where the field above stays empty.
  @Nullable
  String fallbackId;

  @Nullable
  String fallbackTitle;

  @Nullable
  String fallbackLink;

  @Nullable
  String fallbackSummary;

  @Nullable
  Instant fallbackPublished;

  @Nullable
  Author fallbackAuthor;

  /// Whether the link is known to be a page, so that a later one cannot be better.
  boolean linkIsPage;

  /// What relative addresses are resolved against.
  @Nullable
  String base;

  private final List<Author> authors = new ArrayList<>(2);
  private final Set<String> categories = new LinkedHashSet<>();
  private final Map<String, Enclosure> enclosures = new LinkedHashMap<>();

  void addAuthor(@Nullable Author author) {
    if (author != null && authors.size() < Limits.MAX_LIST && !authors.contains(author)) {
      authors.add(author);
    }
  }

  void addCategory(@Nullable String category) {
    if (category != null && categories.size() < Limits.MAX_LIST) {
      String plain = HtmlText.plain(category);
      if (!plain.isEmpty()) {
        categories.add(plain);
      }
    }
  }

  void addEnclosure(@Nullable String url, @Nullable String type, @Nullable String length) {
    if (url == null || enclosures.size() >= Limits.MAX_LIST) {
      return;
    }
    String address = Links.resolve(base, url);
    if (Links.isWeb(address)) {
      enclosures.putIfAbsent(address, new Enclosure(address, blankToNull(type), size(length)));
    }
  }

  /// What the entry is about, for lack of a title.
  @Nullable
  String body() {
    return content != null ? content : summary;
  }

  /// Uses the fallbacks, and the feed for what an entry inherits.
  void complete(FeedDraft feed, Problems problems) {
    id = id == null ? blankToNull(fallbackId) : id;
    link = address(link, feed, problems);
    if (link == null) {
      link = address(fallbackLink, feed, problems);
    }
    titleHtml = titleHtml == null ? fallbackTitle : titleHtml;
    title = titleHtml == null ? null : blankToNull(HtmlText.plain(titleHtml));
    summary = summary == null ? fallbackSummary : summary;
    published = published == null ? fallbackPublished : published;
    if (authors.isEmpty() && fallbackAuthor != null) {
      authors.add(fallbackAuthor);
    }
    if (authors.isEmpty()) {
      authors.addAll(feed.inheritedAuthors());
    }
  }

  Entry toEntry() {
    return new Entry(
        String.valueOf(id),
        title,
        titleHtml,
        link,
        summary,
        content,
        published,
        updated,
        authors,
        List.copyOf(categories),
        List.copyOf(enclosures.values()));
  }

  /// Relative addresses without a base are meant relative to the site.
  private static @Nullable String address(
      @Nullable String written, FeedDraft feed, Problems problems) {
    if (written == null) {
      return null;
    }
    String address = Links.isAbsolute(written) ? written : Links.resolve(feed.site(), written);
    if (Links.isSafe(address)) {
      return address;
    }
    problems.add(
        FeedProblem.Kind.ADDRESS,
        "link is no http, https or mailto address: " + Problems.quote(written));
    return null;
  }

  private static @Nullable Long size(@Nullable String length) {
    String digits = length == null ? "" : length.strip();
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    long size = Long.parseLong(digits);
    return size > 0 ? size : null;
  }

  static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
