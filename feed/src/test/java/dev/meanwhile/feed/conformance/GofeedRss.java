package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.address;
import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.pixels;
import static dev.meanwhile.feed.conformance.Comparison.plain;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_LABEL_WITHOUT_PICTURE;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_LEFTOVERS;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_TREES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.REPEATED;
import static dev.meanwhile.feed.conformance.GofeedSuite.date;
import static dev.meanwhile.feed.conformance.GofeedSuite.enclosures;
import static dev.meanwhile.feed.conformance.GofeedSuite.firstLink;
import static dev.meanwhile.feed.conformance.GofeedSuite.id;
import static dev.meanwhile.feed.conformance.GofeedSuite.terms;
import static dev.meanwhile.feed.conformance.GofeedSuite.version;

import dev.meanwhile.feed.Comments;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What gofeed's model of RSS says.
final class GofeedRss {
  private final Comparison compare = new Comparison();
  private final Path input;

  GofeedRss(Path input) {
    this.input = input;
  }

  Verdict feed(Feed feed, ExpectedJson expected) {
    compare.without(NO_LEFTOVERS, expected, "docs", "rating", "cloud", "textInput");
    compare.without(NO_TREES, expected, "extensions");
    version(expected.text("version"), feed, compare);
    ExpectedJson dc = expected.object("dcExt");
    compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
    compare.text(
        "description",
        expected.text("description"),
        feed.descriptionHtml(),
        feed.description(),
        feed.base());
    List<String> links = expected.texts("links");
    compare.same("link", firstLink(expected), feed.link());
    compare.list("links", links, feed.links().stream().map(Link::href).toList());
    compare.plain("rights", expected.text("copyright"), feed.rights());
    compare.plain(
        "generator",
        expected.text("generator"),
        feed.generator() == null ? null : feed.generator().name());
    List<String> authors = new ArrayList<>(expected.texts("managingEditor"));
    authors.addAll(dc.texts("creator"));
    compare.persons("authors", authors, feed.authors());
    compare.persons(
        "publisher",
        expected.texts("webMaster"),
        feed.publisher() == null ? List.of() : List.of(feed.publisher()));
    Instant updated = date(expected, "lastBuildDate");
    Instant published = date(expected, "pubDate");
    compare.date("published", published, feed.published());
    compare.date("updated", first(updated, published), feed.updated());
    compare.plains("categories", terms(expected.objects("categories"), compare), feed.categories());
    schedule(feed, expected);
    image(feed, expected.object("image"));
    List<ExpectedJson> items = expected.objects("items");
    compare.incidental("entries", items.size(), feed.entries().size());
    for (int i = 0; i < Math.min(items.size(), feed.entries().size()); i++) {
      item(feed.entries().get(i), items.get(i));
    }
    return compare.verdict(expected);
  }

  private void schedule(Feed feed, ExpectedJson expected) {
    String ttl = expected.text("ttl");
    compare.same("ttl", ttl == null ? null : Duration.ofMinutes(Long.parseLong(ttl)), feed.ttl());
    Set<Integer> hours =
        expected.texts("skipHours").stream().map(Integer::valueOf).collect(Collectors.toSet());
    Set<DayOfWeek> days = expected.texts("skipDays").stream()
        .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
    compare.same(
        "skipHours",
        hours.isEmpty() ? null : hours,
        feed.schedule() == null || feed.schedule().skipHours().isEmpty()
            ? null
            : feed.schedule().skipHours());
    compare.same(
        "skipDays",
        days.isEmpty() ? null : days,
        feed.schedule() == null || feed.schedule().skipDays().isEmpty()
            ? null
            : feed.schedule().skipDays());
  }

  private void image(Feed feed, ExpectedJson image) {
    if (!image.has("url")) {
      compare.without(
          NO_LABEL_WITHOUT_PICTURE, image, "title", "link", "width", "height", "description");
      compare.same("image", null, feed.image());
      return;
    }
    String title = image.text("title");
    compare.same(
        "image",
        new Image(
            String.valueOf(image.text("url")),
            title == null ? null : plain(title),
            image.text("link"),
            pixels(image.text("width")),
            pixels(image.text("height"))),
        feed.image());
  }

  private void item(Entry entry, ExpectedJson item) {
    compare.without(NO_TREES, item, "extensions", "custom");
    ExpectedJson dc = item.object("dcExt");
    ExpectedJson itunes = item.object("itunesExt");
    compare.text("title", item.text("title"), entry.titleHtml(), entry.title(), entry.base());
    compare.html("summary", item.text("description"), entry.summary(), entry.base());
    compare.html("content", item.text("content"), entry.content(), entry.base());
    ExpectedJson guid = item.object("guid");
    String id = guid.text("value");
    boolean permanent = !"false".equalsIgnoreCase(guid.text("isPermalink"));
    compare.same(
        "link", first(firstLink(item), permanent ? address(id, null) : null), entry.link());
    List<String> links = item.texts("links");
    compare.list(
        "links",
        links.isEmpty() && entry.link() != null ? List.of(entry.link()) : links,
        entry.links().stream().map(Link::href).toList());
    id(id, entry, input, compare);
    List<String> authors = new ArrayList<>(item.texts("author"));
    authors.addAll(dc.texts("creator"));
    String author = itunes.text("author");
    compare.persons(
        "authors",
        authors.isEmpty() && author != null ? List.of(author) : authors,
        entry.authors());
    List<String> categories = terms(item.objects("categories"), compare);
    categories.addAll(dc.texts("subject"));
    compare.plains("categories", categories, entry.categories());
    Comments comments = entry.comments();
    compare.same("comments", item.text("comments"), comments == null ? null : comments.link());
    compare.without(REPEATED, item, "enclosure");
    compare.list("enclosures", enclosures(item), entry.enclosures());
    compare.date("published", date(item, "pubDate"), entry.published());
    source(entry.source(), item.object("source"));
  }

  private void source(@Nullable Feed found, ExpectedJson source) {
    compare.plain("source", source.text("title"), found == null ? null : found.title());
    compare.same("source", source.text("url"), found == null ? null : found.self());
  }
}
