package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.plain;
import static dev.meanwhile.feed.conformance.Comparison.size;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tests of gofeed: a model for each of RSS, Atom and JSON Feed, and one that unites them.
final class GofeedSuite extends ExpectedSuite {
  static final String OF_ENTRIES = "dates of a feed that are those of its entries";
  private static final String MADE_UP_IMAGE =
      "pictures taken from a text or from the files of an entry: readers can do that";

  private static final Map<String, String> BY_DECISION = Map.ofEntries(
      Map.entry("feed_image_-_rss_channel_description", MADE_UP_IMAGE),
      Map.entry("feed_item_enclosure_-_rss_channel_item_enclosure", MADE_UP_IMAGE),
      Map.entry(
          "feed_categories_-_atom_feed_categories", "the label of a category instead of its term"),
      Map.entry("entry_id_xml_base", "resolved ids: ours are compared as they are written"),
      Map.entry(
          "atom10_feed_entry_content_html_div_escaped_markup",
          "HTML that is escaped inside of elements: there it is text"),
      Map.entry("version_rdf_090", "the version of a document without a channel"));

  @Override
  public String folder() {
    return "mmcdole_gofeed";
  }

  @Override
  boolean isInput(Path file) {
    String folder = name(file.resolveSibling(".").normalize());
    boolean json = folder.equals("json") || folder.equals("universal");
    return name(file).endsWith(".xml") || (json && !name(file).endsWith("_expected.json"));
  }

  @Override
  Path expectation(Path input) {
    return beside(input, name(input).endsWith(".json") ? "_expected.json" : ".json");
  }

  /// Of these the only expectation is what format they are.
  @Override
  @Nullable
  Verdict special(Path input, Supplier<Feed> parsed) {
    if (!String.valueOf(input.getParent()).endsWith("universal")) {
      String reason = BY_DECISION.get(beside(input, "").getFileName().toString());
      return reason == null ? null : new Verdict.NotApplicable(reason);
    }
    String name = name(input);
    if (name.startsWith("unknown")) {
      return refused(parsed);
    }
    FeedFormat.Family family = name.startsWith("atom")
        ? FeedFormat.Family.ATOM
        : name.startsWith("json") ? FeedFormat.Family.JSON_FEED : FeedFormat.Family.RSS;
    FeedFormat found = parsed.get().format();
    return found.family() == family
        ? new Verdict.Passed()
        : new Verdict.Failed("expected " + family + ", found " + found);
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    return switch (String.valueOf(input.getParent())) {
      case String folder
      when folder.endsWith("parser/rss") -> new GofeedRss(input).feed(feed, expected);
      case String folder
      when folder.endsWith("parser/atom") -> new GofeedAtom(input).feed(feed, expected);
      case String folder
      when folder.endsWith("parser/json") -> new GofeedJson(input).feed(feed, expected);
      default -> new GofeedUnited(input).feed(feed, expected);
    };
  }

  /// The date that gofeed read, not its text.
  static @Nullable Instant date(ExpectedJson from, String name) {
    String written = from.text(name);
    String read = from.text(name + "Parsed");
    return read == null ? Comparison.dateOf(written) : Comparison.isoDate(read);
  }

  static List<Author> authors(ExpectedJson from, String name, Comparison compare) {
    List<Author> authors = new ArrayList<>();
    for (ExpectedJson author : from.objects(name)) {
      authors.add(author(author, compare));
    }
    return authors;
  }

  static Author author(ExpectedJson from, Comparison compare) {
    String name = from.text("name");
    compare.without(NO_AVATARS, from, "avatar");
    return new Author(
        name == null ? null : plain(name),
        from.text("email"),
        first(from.text("uri"), from.text("url")));
  }

  static List<Enclosure> enclosures(ExpectedJson item) {
    List<Enclosure> enclosures = new ArrayList<>();
    for (ExpectedJson enclosure : item.objects("enclosures")) {
      enclosures.add(Enclosure.of(
          String.valueOf(enclosure.text("url")),
          enclosure.text("type"),
          size(enclosure.text("length"))));
    }
    return enclosures;
  }

  /// Atom says it as ours does.
  static List<String> terms(List<ExpectedJson> categories, Comparison compare) {
    List<String> terms = new ArrayList<>();
    for (ExpectedJson category : categories) {
      compare.without(NO_SCHEMES, category, "scheme", "domain");
      String term = first(category.text("term"), category.text("value"));
      String label = category.text("label");
      if (term != null || label != null) {
        terms.add(String.valueOf(first(term, label)));
      }
    }
    return terms;
  }

  /// Ours has Dublin Core's authors among the others.
  static List<Author> creators(ExpectedJson expected) {
    return expected.texts("extensions", "dc", "creator", "value").stream()
        .map(name -> new Author(plain(name), null, null))
        .toList();
  }

  /// Atom says that the authors of its source wrote an entry that names none.
  static List<Author> ofSource(Entry entry) {
    return entry.source() == null ? List.of() : entry.source().authors();
  }

  static @Nullable String page(List<Link> links) {
    return links.stream()
        .filter(link -> link.rel().equals("alternate"))
        .map(Link::href)
        .findFirst()
        .orElse(null);
  }

  /// Of several pages gofeed takes the last one, ours the first.
  static @Nullable String firstLink(ExpectedJson expected) {
    String link = expected.text("link");
    return link == null ? null : first(expected.first("links"), link);
  }

  /// Ours has two digits where the specification has.
  static void version(@Nullable String expected, Feed feed, Comparison compare) {
    String version = expected == null ? "" : expected.equals("0.9") ? "0.90" : expected;
    compare.incidental("version", version, feed.format().version());
  }

  /// Ours is plain text, and never missing.
  static void id(@Nullable String expected, Entry entry, Path input, Comparison compare) {
    String id = entry.id();
    boolean same = expected == null
        ? isMadeUp(entry, source(input))
        : id.equals(expected.strip()) || id.equals(plain(expected));
    compare.check("id", expected, id, same);
  }
}
