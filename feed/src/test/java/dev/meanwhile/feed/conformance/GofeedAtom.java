package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.plain;
import static dev.meanwhile.feed.conformance.Comparison.size;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_LINK_TO_NOWHERE;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_TREES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.REPEATED;
import static dev.meanwhile.feed.conformance.GofeedSuite.authors;
import static dev.meanwhile.feed.conformance.GofeedSuite.creators;
import static dev.meanwhile.feed.conformance.GofeedSuite.date;
import static dev.meanwhile.feed.conformance.GofeedSuite.id;
import static dev.meanwhile.feed.conformance.GofeedSuite.ofSource;
import static dev.meanwhile.feed.conformance.GofeedSuite.page;
import static dev.meanwhile.feed.conformance.GofeedSuite.terms;
import static dev.meanwhile.feed.conformance.GofeedSuite.version;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What gofeed's model of Atom says.
final class GofeedAtom {
  private final Comparison compare = new Comparison();
  private final Path input;

  GofeedAtom(Path input) {
    this.input = input;
  }

  Verdict feed(Feed feed, ExpectedJson expected) {
    version(expected.text("version"), feed, compare);
    compare.same("language", expected.text("language"), feed.language());
    describe(feed, expected);
    List<ExpectedJson> entries = expected.objects("entries");
    compare.incidental("entries", entries.size(), feed.entries().size());
    for (int i = 0; i < Math.min(entries.size(), feed.entries().size()); i++) {
      entry(feed.entries().get(i), feed, entries.get(i));
    }
    return compare.verdict(expected);
  }

  /// What a feed and the source of an entry have in common.
  private void describe(Feed feed, ExpectedJson expected) {
    compare.without(NO_TREES, expected, "extensions");
    compare.same("id", expected.text("id"), feed.id());
    compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
    compare.text(
        "subtitle",
        expected.text("subtitle"),
        feed.descriptionHtml(),
        feed.description(),
        feed.base());
    compare.date("updated", date(expected, "updated"), feed.updated());
    compare.plain(
        "rights",
        first(expected.text("rights"), expected.first("extensions", "dc", "rights", "value")),
        feed.rights());
    compare.same("icon", expected.text("icon"), feed.icon());
    String logo = expected.text("logo");
    compare.same("logo", logo == null ? null : Image.of(logo), feed.image());
    ExpectedJson generator = expected.object("generator");
    compare.same(
        "generator",
        generator.isAbsent()
            ? null
            : new Generator(
                generator.text("value"), generator.text("uri"), generator.text("version")),
        feed.generator());
    List<Author> authors = authors(expected, "authors", compare);
    authors.addAll(creators(expected));
    compare.list("authors", authors, feed.authors());
    compare.list("contributors", authors(expected, "contributors", compare), feed.contributors());
    compare.plains("categories", terms(expected.objects("categories"), compare), feed.categories());
    List<Link> links = links(expected.objects("links"));
    compare.list("links", links, feed.links());
    compare.same("link", page(links), feed.link());
  }

  private void entry(Entry entry, Feed feed, ExpectedJson expected) {
    compare.without(NO_TREES, expected, "extensions");
    id(expected.text("id"), entry, input, compare);
    compare.text("title", expected.text("title"), entry.titleHtml(), entry.title(), entry.base());
    compare.html("summary", expected.text("summary"), entry.summary(), entry.base());
    ExpectedJson content = expected.object("content");
    compare.html("content", content.text("value"), entry.content(), entry.base());
    compare.without(REPEATED, content, "type");
    compare.date("published", date(expected, "published"), entry.published());
    compare.date("updated", date(expected, "updated"), entry.updated());
    compare.plain("rights", expected.text("rights"), entry.rights());
    List<Author> authors = authors(expected, "authors", compare);
    authors.addAll(creators(expected));
    List<Author> inherited = authors.isEmpty() ? feed.authors() : authors;
    compare.check(
        "authors",
        authors.isEmpty() ? null : authors,
        entry.authors(),
        entry.authors().equals(inherited)
            || (authors.isEmpty() && ofSource(entry).equals(entry.authors())));
    compare.list("contributors", authors(expected, "contributors", compare), entry.contributors());
    List<String> categories = terms(expected.objects("categories"), compare);
    categories.addAll(expected.texts("extensions", "dc", "subject", "value"));
    compare.plains("categories", categories, entry.categories());
    List<Link> written = links(expected.objects("links"));
    List<Link> links = written.stream().filter(link -> !isFile(link)).toList();
    List<Enclosure> files = new ArrayList<>();
    String elsewhere = content.text("src"); // ours is a file that belongs to the entry
    if (elsewhere != null) {
      files.add(Enclosure.of(elsewhere, content.text("type"), null));
    }
    written.stream()
        .filter(GofeedAtom::isFile)
        .forEach(link -> files.add(Enclosure.of(link.href(), link.type(), link.length())));
    compare.list(
        "files",
        files.stream().map(Object::toString).sorted().toList(),
        entry.enclosures().stream()
            .map(file -> Enclosure.of(file.url(), file.type(), file.length()).toString())
            .sorted()
            .toList());
    compare.list("links", links, entry.links());
    compare.same("link", page(links), entry.link());
    ExpectedJson source = expected.object("source");
    if (source.isAbsent()) {
      compare.same("source", null, entry.source());
    } else if (entry.source() == null) {
      compare.check("source", "a source", null, false);
    } else {
      describe(entry.source(), source);
    }
  }

  private static boolean isFile(Link link) {
    return link.rel().equals("enclosure");
  }

  private List<Link> links(List<ExpectedJson> expected) {
    List<Link> links = new ArrayList<>();
    for (ExpectedJson link : expected) {
      if (!link.has("href")) {
        compare.without(NO_LINK_TO_NOWHERE, link, "rel", "type", "title", "hreflang", "length");
        continue;
      }
      String title = link.text("title");
      links.add(new Link(
          String.valueOf(link.text("href")).strip(),
          String.valueOf(first(link.text("rel"), "alternate")),
          link.text("type"),
          title == null ? null : plain(title),
          link.text("hreflang"),
          size(link.text("length"))));
    }
    return links;
  }
}
