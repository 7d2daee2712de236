package dev.meanwhile.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An entry while it is read.
final class EntryDraft extends Draft {
  @Nullable
  String summary;

  @Nullable
  String content;

  /// What addresses in the content are resolved against; nearly always the base of the entry.
  @Nullable
  String contentBase;

  /// Plain text of the title, once the entry is complete.
  @Nullable
  String title;

  @Nullable
  String commentsLink;

  @Nullable
  String commentsFeed;

  @Nullable
  Integer commentsCount;

  @Nullable
  FeedDraft source;

  @Nullable
  Place place;

  /// Half of a place until the other half comes.
  @Nullable
  String latitude;

  @Nullable
  String longitude;

  @Nullable
  String fallbackId;

  @Nullable
  String fallbackLink;

  @Nullable
  String fallbackSummary;

  @Nullable
  Instant fallbackPublished;

  @Nullable
  String fallbackLanguage;

  private final Map<String, Enclosure> enclosures = new LinkedHashMap<>();

  void addEnclosure(@Nullable String url, @Nullable String type, @Nullable String length) {
    addEnclosure(url, type, length, null, null, null, null, null);
  }

  /// Adds a file; of several with the same address one is made.
  void addEnclosure(
      @Nullable String url,
      @Nullable String type,
      @Nullable String length,
      @Nullable String medium,
      @Nullable String title,
      @Nullable Duration duration,
      @Nullable Integer width,
      @Nullable Integer height) {
    if (url == null || url.isBlank() || enclosures.size() >= Limits.MAX_LIST) {
      return;
    }
    String address = Links.resolve(base, url);
    if (Links.isWeb(address) || !Links.isAbsolute(address)) {
      enclosures.merge(
          address,
          new Enclosure(
              address,
              blankToNull(type),
              Numbers.size(length),
              blankToNull(medium),
              title,
              duration,
              width,
              height),
          EntryDraft::completed);
    }
  }

  /// The first description of a file, with what only the second one says.
  private static Enclosure completed(Enclosure first, Enclosure second) {
    return new Enclosure(
        first.url(),
        ElementReader.first(first.type(), second.type()),
        ElementReader.first(first.length(), second.length()),
        ElementReader.first(first.medium(), second.medium()),
        ElementReader.first(first.title(), second.title()),
        ElementReader.first(first.duration(), second.duration()),
        ElementReader.first(first.width(), second.width()),
        ElementReader.first(first.height(), second.height()));
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
    title = plain(titleHtml);
    summary = summary == null ? fallbackSummary : summary;
    published = published == null ? fallbackPublished : published;
    if (authors.isEmpty() && fallbackAuthor != null) {
      authors.add(fallbackAuthor);
    }
    if (authors.isEmpty() && source != null) {
      authors.addAll(source.authors); // RFC 4287, 4.2.1
    }
    if (authors.isEmpty()) {
      authors.addAll(feed.inheritedAuthors());
    }
    if (language == null) {
      language = fallbackLanguage == null ? feed.language() : fallbackLanguage;
    }
    base = base == null ? feed.site() : base;
    completeAddresses(base);
    useBaseOfContent();
  }

  /// An entry has one base. If its content has another one, that counts, for it is what has
  /// addresses; those in the shorter texts are made absolute.
  private void useBaseOfContent() {
    String of = contentBase;
    if (of != null && content != null && !of.equals(base)) {
      summary = summary == null || base == null ? summary : HtmlText.absolute(summary, base);
      titleHtml =
          titleHtml == null || base == null ? titleHtml : HtmlText.absolute(titleHtml, base);
      base = of;
    }
  }

  Entry toEntry() {
    PodcastDraft podcast = podcastOrNull();
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
        contributors,
        List.copyOf(categories),
        files(),
        links,
        blankToNull(language),
        direction,
        Links.web(null, base),
        rights,
        licenseAddress(),
        picture(base),
        comments(),
        source == null ? null : source.toFeed(List.of()),
        place == null ? Places.point(latitude, longitude) : place,
        podcast == null ? null : podcast.toEpisode());
  }

  /// Address of the first file.
  @Nullable
  String firstFile() {
    List<Enclosure> files = files();
    return files.isEmpty() ? null : files.getFirst().url();
  }

  private List<Enclosure> files() {
    if (enclosures.isEmpty()) {
      return List.of();
    }
    return enclosures.values().stream()
        .map(file -> Links.isAbsolute(file.url())
            ? file
            : completed(Enclosure.of(Links.resolve(base, file.url()), null, null), file))
        .filter(file -> Links.isWeb(file.url()))
        .toList();
  }

  private @Nullable Comments comments() {
    String page = Links.web(null, commentsLink);
    String feed = Links.web(null, commentsFeed);
    return page == null && feed == null && commentsCount == null
        ? null
        : new Comments(page, feed, commentsCount);
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
}
