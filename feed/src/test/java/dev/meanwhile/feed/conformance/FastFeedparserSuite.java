package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.isoDate;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The tests of fastfeedparser, most of them with feeds of real sites.
final class FastFeedparserSuite extends ExpectedSuite {
  @Override
  public String folder() {
    return "kagisearch_fastfeedparser";
  }

  @Override
  public SequencedMap<String, Verdict> run(Path folder) {
    return withReal(folder);
  }

  @Override
  boolean isInput(Path file) {
    return name(file).endsWith(".xml") || Files.exists(beside(file, ".expected.json"));
  }

  @Override
  Path expectation(Path input) {
    return beside(input, name(input).endsWith(".json") ? ".expected.json" : ".json");
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    return new Case(feed).all(expected);
  }

  private static final class Case {
    private final Comparison compare = new Comparison();
    private final Feed feed;

    Case(Feed feed) {
      this.feed = feed;
    }

    Verdict all(ExpectedJson file) {
      ExpectedJson expected = file.object("feed");
      compare.without(REPEATED, expected, "title_detail", "subtitle_detail");
      compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
      compare.text(
          "subtitle",
          expected.text("subtitle"),
          feed.descriptionHtml(),
          feed.description(),
          feed.base());
      compare.same("link", expected.text("link"), feed.link());
      links(expected, feed.links());
      String id = expected.text("id");
      boolean madeUp = id != null && feed.id() == null; // for lack of one, its address
      compare.check(
          "id",
          id,
          feed.id(),
          madeUp ? id.equals(feed.link()) || id.equals(feed.self()) : String.valueOf(id).equals(String.valueOf(feed.id())));
      compare.same("language", expected.text("language"), feed.language());
      compare.date("updated", Comparison.dateOf(expected.text("updated")), feed.updated());
      compare.plain(
          "generator",
          expected.text("generator"),
          feed.generator() == null ? null : words(feed.generator()));
      compare.same("icon", expected.text("icon"), feed.image() == null ? feed.icon() : feed.image().url());
      String author = expected.text("author");
      if (author != null) {
        compare.persons("authors", List.of(author), feed.authors());
      }
      List<ExpectedJson> entries = file.objects("entries");
      compare.incidental("entries", entries.size(), feed.entries().size());
      for (int i = 0; i < Math.min(entries.size(), feed.entries().size()); i++) {
        entry(feed.entries().get(i), entries.get(i));
      }
      return compare.verdict(file);
    }

    private static @Nullable String words(Generator generator) {
      return generator.name();
    }

    private void entry(Entry entry, ExpectedJson expected) {
      compare.same("id", expected.text("id"), entry.id());
      compare.text("title", expected.text("title"), entry.titleHtml(), entry.title(), entry.base());
      compare.same("link", expected.text("link"), entry.link());
      links(expected, entry.links());
      ExpectedJson content =
          expected.has("content") ? expected.objects("content").getFirst() : expected.object("content");
      compare.without(REPEATED, content, "type");
      String full = content.text("value");
      compare.html("content", full, entry.content(), entry.base());
      // For lack of a summary there is the content.
      String summary = first(entry.summary(), entry.content());
      compare.html("description", expected.text("description"), summary, entry.base());
      compare.date(
          "published", isoDate(expected.text("published")), first(entry.published(), entry.updated()));
      compare.date("updated", isoDate(expected.text("updated")), entry.updated());
      compare.same("image", expected.text("image"), entry.image() == null ? null : entry.image().url());
      compare.without(REPEATED, expected, "author", "author_detail");
      List<String> authors = new ArrayList<>(expected.texts("authors", "name"));
      if (!authors.isEmpty() || feed.format().family() == FeedFormat.Family.RSS) {
        compare.list("authors", authors, entry.authors().stream().map(Author::name).toList());
      }
      List<String> tags = new ArrayList<>();
      for (ExpectedJson tag : expected.objects("tags")) {
        compare.without(NO_SCHEMES, tag, "scheme", "label");
        tags.addAll(tag.texts("term"));
      }
      compare.plains("tags", tags, entry.categories());
    }

    private void links(ExpectedJson expected, List<Link> found) {
      List<String> wanted = new ArrayList<>();
      for (ExpectedJson link : expected.objects("links")) {
        wanted.add(link.text("rel") + " " + link.text("href"));
        compare.without(REPEATED, link, "type", "title");
      }
      if (!wanted.isEmpty()) { // those of RSS are not read there
        compare.list(
            "links", wanted, found.stream().map(link -> link.rel() + " " + link.href()).toList());
      }
    }
  }
}
