package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.isoDate;
import static dev.meanwhile.feed.conformance.Comparison.plain;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tests of fastfeedparser, most of them with feeds of real sites.
final class FastFeedparserSuite extends ExpectedSuite {
  private static final Map<String, Set<String>> WRONG_THERE = Map.of(
      // The content module is not read in RSS 1.0.
      "davidbau.xml", Set.of("content"),
      // A style sheet was taken for text.
      "osm.xml", Set.of("description"));

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
    return new Case(feed, WRONG_THERE.getOrDefault(name(input), Set.of())).all(expected);
  }

  private static final class Case {
    private final Comparison compare;
    private final Feed feed;
    private final boolean json;

    Case(Feed feed, Set<String> wrongThere) {
      this.compare = new Comparison(wrongThere);
      this.feed = feed;
      this.json = feed.format().family() == FeedFormat.Family.JSON_FEED;
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
      // For lack of one, there it is an address of the feed.
      boolean madeUp =
          id != null && feed.id() == null && (id.equals(feed.link()) || id.equals(feed.self()));
      compare.same("id", madeUp ? null : id, feed.id());
      String language = expected.text("language");
      if (language != null || feed.format().family() != FeedFormat.Family.RSS) { // not read there
        compare.same("language", language, feed.language());
      }
      compare.date("updated", Comparison.dateOf(expected.text("updated")), feed.updated());
      compare.plain(
          "generator",
          expected.text("generator"),
          feed.generator() == null ? null : feed.generator().name());
      String icon = expected.text("icon");
      if (json) { // pictures are not read there in other formats
        compare.same("icon", icon, feed.image() == null ? null : feed.image().url());
      }
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

    private void entry(Entry entry, ExpectedJson expected) {
      compare.same("id", expected.text("id"), entry.id());
      compare.text("title", expected.text("title"), entry.titleHtml(), entry.title(), entry.base());
      compare.same("link", expected.text("link"), entry.link());
      links(expected, entry.links());
      ExpectedJson content = expected.has("content")
          ? expected.objects("content").getFirst()
          : expected.object("content");
      compare.without(REPEATED, content, "type");
      // There the content stands for a missing summary and the other way round.
      String full = first(entry.content(), entry.summary());
      String inner = inner(content.text("value"));
      if (inner != null || content.isAbsent()) { // once it is empty there though there is one
        compare.html("content", inner, inner == null ? entry.content() : full, entry.base());
      }
      description(expected.text("description"), first(entry.summary(), entry.content()), entry);
      compare.date(
          "published",
          isoDate(expected.text("published")),
          first(entry.published(), entry.updated()));
      compare.date("updated", isoDate(expected.text("updated")), entry.updated());
      String image = expected.text("image");
      if (json) {
        compare.same(
            "image", image, entry.image() == null ? null : entry.image().url());
      }
      compare.without(REPEATED, expected, "author", "author_detail");
      List<String> authors = new ArrayList<>(expected.texts("authors", "name"));
      if (!authors.isEmpty()) { // not all of them are read there
        compare.list(
            "authors", authors, entry.authors().stream().map(Author::name).toList());
      }
      List<String> tags = new ArrayList<>();
      for (ExpectedJson tag : expected.objects("tags")) {
        compare.without(NO_SCHEMES, tag, "scheme", "label");
        tags.addAll(tag.texts("term"));
      }
      compare.plains("tags", tags, entry.categories());
    }

    /// Some descriptions are there plain text of at most 512 characters.
    private void description(@Nullable String expected, @Nullable String found, Entry entry) {
      // What was encoded twice ours repairs.
      String wanted = expected == null ? null : expected.replace("\u00ef\u00bf\u00bd", "\ufffd");
      String plain = found == null ? null : plain(found);
      boolean cut = wanted != null
          && wanted.length() > 500
          && plain != null
          && plain.startsWith(plain(wanted).replaceAll("\\.\\.\\.$", ""));
      compare.html("description", wanted, cut ? wanted : found, entry.base());
    }

    /// XHTML stands there together with the element around it.
    private static @Nullable String inner(@Nullable String content) {
      return content == null ? null : content.replaceAll("</?content[^>]*>", "");
    }

    /// The relations are there not the right ones: of two links both may be the first.
    private void links(ExpectedJson expected, List<Link> found) {
      List<String> hrefs = found.stream().map(Link::href).toList();
      Set<String> wanted = new LinkedHashSet<>();
      for (ExpectedJson link : expected.objects("links")) {
        compare.without(REPEATED, link, "rel", "type", "title");
        wanted.addAll(link.texts("href"));
      }
      compare.check("links", wanted.isEmpty() ? null : wanted, hrefs, hrefs.containsAll(wanted));
    }
  }
}
