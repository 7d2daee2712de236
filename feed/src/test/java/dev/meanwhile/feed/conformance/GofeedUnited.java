package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_TREES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.REPEATED;
import static dev.meanwhile.feed.conformance.GofeedSuite.OF_ENTRIES;
import static dev.meanwhile.feed.conformance.GofeedSuite.authors;
import static dev.meanwhile.feed.conformance.GofeedSuite.date;
import static dev.meanwhile.feed.conformance.GofeedSuite.enclosures;
import static dev.meanwhile.feed.conformance.GofeedSuite.firstLink;
import static dev.meanwhile.feed.conformance.GofeedSuite.id;
import static dev.meanwhile.feed.conformance.GofeedSuite.version;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What gofeed's united model says.
final class GofeedUnited {
  private final Comparison compare = new Comparison();
  private final Path input;

  GofeedUnited(Path input) {
    this.input = input;
  }

  Verdict feed(Feed feed, ExpectedJson expected) {
    String family = expected.text("feedType");
    compare.incidental(
        "format",
        switch (String.valueOf(family)) {
          case "atom" -> FeedFormat.Family.ATOM;
          case "json" -> FeedFormat.Family.JSON_FEED;
          default -> FeedFormat.Family.RSS;
        },
        feed.format().family());
    version(expected.text("feedVersion"), feed, compare);
    compare.without(NO_TREES, expected, "extensions", "custom");
    compare.without(REPEATED, expected, "dcExt", "itunesExt", "author");
    compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
    compare.text(
        "description",
        expected.text("description"),
        feed.descriptionHtml(),
        feed.description(),
        feed.base());
    compare.same("link", firstLink(expected), feed.link());
    compare.same("self", expected.text("feedLink"), feed.self());
    compare.list(
        "links",
        expected.texts("links"),
        feed.links().stream()
            .filter(link -> !link.rel().equals("next")) // gofeed leaves it out
            .map(Link::href)
            .toList());
    boolean json = feed.format().family() == FeedFormat.Family.JSON_FEED;
    if (json) {
      compare.without(OF_ENTRIES, expected, "updated", "published");
      compare.without(OF_ENTRIES, expected, "updatedParsed", "publishedParsed");
      compare.date("updated", null, feed.updated());
    } else {
      compare.date("updated", date(expected, "updated"), feed.updated());
      // Dublin Core's date is the feed's only one.
      compare.date(
          "published",
          first(date(expected, "published"), Comparison.dateOf(expected.first("dcExt", "date"))),
          feed.published());
    }
    compare.same("language", expected.text("language"), feed.language());
    compare.plain("rights", expected.text("copyright"), feed.rights());
    String generator = expected.text("generator");
    compare.same("generator", generator, feed.generator() == null ? null : name(feed.generator()));
    feedAuthors(feed, authors(expected, "authors", compare));
    compare.plains("categories", expected.texts("categories"), feed.categories());
    String image = expected.object("image").text("url");
    compare.same("image", image == null ? null : Image.of(image), feed.image());
    List<ExpectedJson> items = expected.objects("items");
    compare.incidental("entries", items.size(), feed.entries().size());
    for (int i = 0; i < Math.min(items.size(), feed.entries().size()); i++) {
      item(feed.entries().get(i), feed, items.get(i));
    }
    return compare.verdict(expected);
  }

  /// For lack of an author gofeed takes the webmaster, who in ours is the publisher.
  private void feedAuthors(Feed feed, List<Author> expected) {
    compare.list(
        "authors",
        expected,
        feed.authors().isEmpty() && feed.publisher() != null
            ? List.of(feed.publisher())
            : feed.authors());
  }

  private static String name(Generator generator) {
    String version = generator.version() == null ? "" : " v" + generator.version();
    String uri = generator.uri() == null ? "" : " " + generator.uri();
    return generator.name() + version + uri;
  }

  private void item(Entry entry, Feed feed, ExpectedJson item) {
    compare.without(NO_TREES, item, "extensions", "custom");
    compare.without(REPEATED, item, "dcExt", "itunesExt", "author", "enclosure");
    id(item.text("guid"), entry, input, compare);
    compare.text("title", item.text("title"), entry.titleHtml(), entry.title(), entry.base());
    compare.html("summary", item.text("description"), entry.summary(), entry.base());
    compare.html("content", item.text("content"), entry.content(), entry.base());
    compare.same("link", item.text("link"), entry.link());
    compare.list(
        "links", item.texts("links"), entry.links().stream().map(Link::href).toList());
    Instant published = date(item, "published");
    Instant updated = date(item, "updated");
    // For lack of the one gofeed takes the other.
    boolean copied = published != null && published.equals(updated) && entry.published() == null;
    compare.date("published", copied ? null : published, entry.published());
    compare.date("updated", updated, entry.updated());
    List<Author> authors = authors(item, "authors", compare);
    List<String> creators = item.texts("dcExt", "creator");
    if (creators.size() > 1) { // gofeed's united model takes the first
      compare.persons("authors", creators, entry.authors());
    } else {
      compare.list("authors", authors.isEmpty() ? feed.authors() : authors, entry.authors());
    }
    compare.plains("categories", item.texts("categories"), entry.categories());
    String image = item.object("image").text("url");
    compare.same("image", image == null ? null : Image.of(image), entry.image());
    List<Enclosure> files = enclosures(item);
    item.texts("extensions", "media", "content", "attrs", "url")
        .forEach(url -> files.add(Enclosure.of(url, null, null)));
    compare.list(
        "enclosures",
        files,
        entry.enclosures().stream()
            .map(file -> Enclosure.of(file.url(), file.type(), file.length()))
            .toList());
  }
}
