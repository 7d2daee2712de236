package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.size;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_NUANCES;
import static dev.meanwhile.feed.conformance.GofeedSuite.author;
import static dev.meanwhile.feed.conformance.GofeedSuite.authors;
import static dev.meanwhile.feed.conformance.GofeedSuite.id;
import static dev.meanwhile.feed.conformance.GofeedSuite.version;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What gofeed's model of JSON Feed says.
final class GofeedJson {
  private final Comparison compare = new Comparison();
  private final Path input;

  GofeedJson(Path input) {
    this.input = input;
  }

  Verdict feed(Feed feed, ExpectedJson expected) {
    compare.without(NO_NUANCES, expected, "user_comment", "expired");
    version(expected.text("version"), feed, compare);
    compare.plain("title", expected.text("title"), feed.title());
    compare.same("link", expected.text("home_page_url"), feed.link());
    compare.same("self", expected.text("feed_url"), feed.self());
    compare.plain("description", expected.text("description"), feed.description());
    compare.same("language", expected.text("language"), feed.language());
    String next = expected.text("next_url");
    compare.check(
        "next", next, feed.links(), next == null || feed.links().contains(Link.of("next", next)));
    String icon = expected.text("icon");
    compare.same("image", icon == null ? null : Image.of(icon), feed.image());
    compare.same("icon", expected.text("favicon"), feed.icon());
    compare.list("authors", jsonAuthors(expected), feed.authors());
    List<ExpectedJson> items = expected.objects("items");
    compare.incidental("entries", items.size(), feed.entries().size());
    for (int i = 0; i < Math.min(items.size(), feed.entries().size()); i++) {
      item(feed.entries().get(i), feed, items.get(i));
    }
    return compare.verdict(expected);
  }

  private List<Author> jsonAuthors(ExpectedJson expected) {
    List<Author> authors = authors(expected, "authors", compare);
    ExpectedJson author = expected.object("author");
    return author.isAbsent() ? authors : List.of(author(author, compare));
  }

  private void item(Entry entry, Feed feed, ExpectedJson item) {
    id(item.text("id"), entry, input, compare);
    compare.plain("title", item.text("title"), entry.title());
    compare.same("link", item.text("url"), entry.link());
    String external = item.text("external_url");
    compare.check(
        "external",
        external,
        entry.links(),
        external == null || entry.links().stream().anyMatch(link -> link.href().equals(external)));
    compare.html("summary", item.text("summary"), entry.summary(), entry.base());
    compare.html(
        "content",
        first(item.text("content_html"), item.text("content_text")),
        entry.content(),
        entry.base());
    item.text("content_text");
    compare.date("published", Comparison.isoDate(item.text("date_published")), entry.published());
    compare.date("updated", Comparison.isoDate(item.text("date_modified")), entry.updated());
    String image = first(item.text("image"), item.text("banner_image"));
    item.text("banner_image");
    compare.same("image", image == null ? null : Image.of(image), entry.image());
    List<Author> authors = jsonAuthors(item);
    compare.list("authors", authors.isEmpty() ? feed.authors() : authors, entry.authors());
    compare.plains("categories", item.texts("tags"), entry.categories());
    List<Enclosure> attachments = new ArrayList<>();
    for (ExpectedJson attachment : item.objects("attachments")) {
      String seconds = attachment.text("duration_in_seconds");
      attachments.add(new Enclosure(
          String.valueOf(attachment.text("url")),
          attachment.text("mime_type"),
          size(attachment.text("size_in_bytes")),
          null,
          attachment.text("title"),
          seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds)),
          null,
          null));
    }
    compare.list("enclosures", attachments, entry.enclosures());
  }
}
