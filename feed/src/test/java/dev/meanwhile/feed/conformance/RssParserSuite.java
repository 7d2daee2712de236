package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.address;
import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.pixels;
import static dev.meanwhile.feed.conformance.Comparison.size;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Episode;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import dev.meanwhile.feed.Podcast;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tests of rss-parser, some of them with feeds of real sites.
final class RssParserSuite extends ExpectedSuite {
  private static final Map<String, Set<String>> WRONG_THERE = Map.of(
      // Of elements in the middle of a text most are lost.
      "reddit-atom.rss", Set.of("summary"));

  @Override
  public String folder() {
    return "rbren_rss-parser";
  }

  @Override
  public SequencedMap<String, Verdict> run(Path folder) {
    return withReal(folder);
  }

  @Override
  boolean isInput(Path file) {
    return String.valueOf(file.getParent()).endsWith("input");
  }

  @Override
  Path expectation(Path input) {
    Path output = input.resolveSibling("../output").normalize();
    return beside(output.resolve(name(input)), ".json");
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    Comparison compare = new Comparison(WRONG_THERE.getOrDefault(name(input), Set.of()));
    return new Case(feed, source(input), compare).feed(expected);
  }

  private static final class Case {
    private final Comparison compare;
    private final Feed feed;
    private final String source;
    private final boolean atom;

    Case(Feed feed, String source, Comparison compare) {
      this.compare = compare;
      this.feed = feed;
      this.source = source;
      this.atom = feed.format().family() == FeedFormat.Family.ATOM;
    }

    Verdict feed(ExpectedJson file) {
      ExpectedJson expected = file.object("feed");
      ExpectedJson itunes = expected.object("itunes");
      compare.without(NO_LEFTOVERS, expected, "rating", "type", "source");
      compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
      compare.same("link", expected.text("link"), feed.link());
      String self = expected.text("feedUrl");
      boolean linked = feed.links().stream().anyMatch(link -> link.href().equals(self));
      compare.check("self", self, feed.self(), self == null || linked); // or any other relation
      links(expected.object("paginationLinks"));
      if (!atom) { // much of Atom is not read there
        compare.text(
            "description",
            first(expected.text("description"), itunes.text("summary")),
            feed.descriptionHtml(),
            feed.description(),
            feed.base());
        compare.plain(
            "rights",
            unlessInDc(expected.text("copyright"), feed.rights(), "rights"),
            feed.rights());
        compare.same(
            "language",
            unlessInDc(expected.text("language"), feed.language(), "language"),
            feed.language());
        compare.plain(
            "generator",
            expected.text("generator"),
            feed.generator() == null ? null : feed.generator().name());
        image(expected.object("image"), itunes.text("image"));
        persons(expected, itunes);
      }
      String ttl = expected.text("ttl");
      compare.same("ttl", ttl == null ? null : Duration.ofMinutes(Long.parseLong(ttl)), feed.ttl());
      Instant published = date(expected.text("pubDate"));
      Instant updated = date(expected.text("lastBuildDate"));
      if (!source.contains("dc:date")) { // not read there for feeds
        compare.date("published", published, feed.published());
        compare.date("updated", first(updated, published), feed.updated());
      }
      podcast(itunes);
      List<ExpectedJson> items = expected.objects("items");
      compare.incidental("entries", items.size(), feed.entries().size());
      for (int i = 0; i < Math.min(items.size(), feed.entries().size()); i++) {
        item(feed.entries().get(i), items.get(i));
      }
      return compare.verdict(file);
    }

    /// Dublin Core's element of this name is not read there for feeds.
    private @Nullable String unlessInDc(
        @Nullable String expected, @Nullable String found, String name) {
      return expected == null && source.contains("<dc:" + name + ">") ? found : expected;
    }

    private void links(ExpectedJson expected) {
      for (String relation : expected.names()) {
        String href = expected.text(relation);
        boolean found = feed.links().stream()
            .anyMatch(link -> link.rel().equals(relation) && link.href().equals(href));
        compare.check(relation, href, feed.links().stream().map(Link::rel).toList(), found);
      }
    }

    private void image(ExpectedJson image, @Nullable String podcast) {
      String url = first(image.text("url"), podcast);
      Image found = feed.image();
      if (found == null || source.contains("<rdf:RDF")) { // there not outside of the channel
        compare.same("image", url, null);
        return;
      }
      compare.same("image", url, found.url());
      compare.plain("image title", image.text("title"), found.title());
      compare.same("image link", image.text("link"), found.link());
      compare.same("image width", pixels(image.text("width")), found.width());
      compare.same("image height", pixels(image.text("height")), found.height());
    }

    private void persons(ExpectedJson expected, ExpectedJson itunes) {
      List<String> authors = new ArrayList<>(expected.texts("managingEditor"));
      authors.addAll(expected.texts("creator"));
      String author = itunes.text("author");
      if (authors.isEmpty() && author != null) {
        authors.add(author);
      }
      compare.persons("authors", authors, feed.authors());
      String publisher = first(expected.text("webMaster"), expected.text("publisher"));
      compare.persons(
          "publisher",
          publisher == null ? List.of() : List.of(publisher),
          feed.publisher() == null ? List.of() : List.of(feed.publisher()));
    }

    private void podcast(ExpectedJson itunes) {
      compare.without(REPEATED, itunes, "image", "summary", "author", "categories");
      Podcast podcast = feed.podcast();
      if (itunes.isAbsent()) {
        compare.same("podcast", null, podcast);
        return;
      }
      ExpectedJson owner = itunes.object("owner");
      String subtitle = itunes.text("subtitle");
      List<String> categories = new ArrayList<>();
      for (ExpectedJson category : itunes.objects("categoriesWithSubs")) {
        categories.addAll(category.texts("name"));
        categories.addAll(category.texts("subs", "name"));
      }
      compare.same(
          "owner",
          owner.isAbsent() ? null : new Author(owner.text("name"), owner.text("email"), null),
          podcast == null ? null : podcast.owner());
      compare.same(
          "explicit",
          explicit(itunes.text("explicit")),
          podcast == null ? null : podcast.explicit());
      compare.plain("subtitle", subtitle, podcast == null ? null : podcast.subtitle());
      compare.list("categories", categories, podcast == null ? List.of() : podcast.categories());
      compare.plains(
          "keywords",
          itunes.texts("keywords"),
          podcast == null ? List.of() : podcast.keywords().stream().distinct().toList());
    }

    private void item(Entry entry, ExpectedJson item) {
      ExpectedJson itunes = item.object("itunes");
      compare.without(
          REPEATED,
          item,
          "contentSnippet",
          "content:encodedSnippet",
          "dc:creator",
          "dc:date",
          "date",
          "pubDate");
      compare.without(NO_NUANCES, item, "source");
      compare.text("title", item.text("title"), entry.titleHtml(), entry.title(), entry.base());
      compare.same("link", address(item.text("link"), feed.link()), entry.link());
      String id = first(first(item.text("guid"), item.text("id")), item.text("rdf:about"));
      compare.check(
          "id",
          id,
          entry.id(),
          id == null ? isMadeUp(entry, source) : entry.id().equals(id.strip()));
      texts(entry, item, itunes);
      Instant date = first(Comparison.isoDate(item.text("isoDate")), date(item.text("pubDate")));
      compare.date("date", date, first(entry.published(), atom ? entry.updated() : null));
      List<String> authors = new ArrayList<>(item.texts("author"));
      item.texts("creator").stream().filter(name -> !authors.contains(name)).forEach(authors::add);
      String author = itunes.text("author");
      if (authors.isEmpty() && author != null) {
        authors.add(author);
      }
      if (!authors.isEmpty() || !atom) { // ours inherits those of an Atom feed
        persons(authors, entry.authors());
      }
      List<String> categories = new ArrayList<>(item.texts("categories"));
      categories.addAll(item.texts("categories", "_"));
      if (!atom && !source.contains("dc:subject")) { // not read there
        compare.plains("categories", categories, entry.categories());
      }
      compare.plain("rights", item.text("rights"), entry.rights());
      compare.same(
          "comments",
          item.text("comments"),
          entry.comments() == null ? null : entry.comments().link());
      compare.same("language", first(item.text("language"), feed.language()), entry.language());
      files(entry, item.object("enclosure"));
      compare.same(
          "picture",
          itunes.text("image"),
          entry.image() == null || source.contains("media:")
              ? itunes.text("image")
              : entry.image().url());
      episode(entry.episode(), itunes);
    }

    /// Of Atom's there are only the names, and of RSS those of Dublin Core come last.
    private void persons(List<String> expected, List<Author> found) {
      List<Author> inOrder = new ArrayList<>(found.stream()
          .map(author ->
              atom && author.name() != null ? new Author(author.name(), null, null) : author)
          .toList());
      inOrder.sort(Comparator.comparing(author -> {
        int at = expected.indexOf(String.valueOf(first(author.name(), author.email())));
        return at < 0 ? expected.size() : at;
      }));
      compare.persons("authors", expected, inOrder);
    }

    private void texts(Entry entry, ExpectedJson item, ExpectedJson itunes) {
      String content = item.text("content");
      String encoded = item.text("content:encoded");
      String summary = item.text("summary");
      String ofPodcast = itunes.text("summary");
      compare.html("content", atom ? content : encoded, entry.content(), entry.base());
      compare.html(
          "summary", first(atom ? summary : content, ofPodcast), entry.summary(), entry.base());
    }

    private void files(Entry entry, ExpectedJson enclosure) {
      Enclosure expected = enclosure.isAbsent()
          ? null
          : Enclosure.of(
              String.valueOf(enclosure.text("url")),
              enclosure.text("type"),
              size(enclosure.text("length")));
      if (source.contains("media:content")) { // not read there
        return;
      }
      // The only one that is read there.
      compare.same(
          "enclosure",
          expected,
          entry.enclosures().isEmpty() ? null : entry.enclosures().getFirst());
    }

    private void episode(@Nullable Episode episode, ExpectedJson itunes) {
      compare.same(
          "duration",
          duration(itunes.text("duration")),
          episode == null ? null : episode.duration());
      String number = itunes.text("episode");
      compare.same(
          "number",
          number == null ? null : Integer.valueOf(number),
          episode == null ? null : episode.number());
      compare.same("type", itunes.text("episodeType"), episode == null ? null : episode.type());
      compare.same(
          "explicit",
          explicit(itunes.text("explicit")),
          episode == null ? null : episode.explicit());
      compare.plain(
          "subtitle", itunes.text("subtitle"), episode == null ? null : episode.subtitle());
      String keywords = itunes.text("keywords");
      compare.plains(
          "keywords",
          keywords == null ? List.of() : List.of(keywords.split(",")),
          episode == null ? List.of() : episode.keywords().stream().distinct().toList());
    }

    private static @Nullable Duration duration(@Nullable String text) {
      if (text == null) {
        return null;
      }
      long seconds = 0;
      for (String part : text.split(":", -1)) {
        seconds = seconds * 60 + Long.parseLong(part);
      }
      return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    private static @Nullable Boolean explicit(@Nullable String text) {
      return text == null ? null : Boolean.valueOf(text.equalsIgnoreCase("yes"));
    }

    private static @Nullable Instant date(@Nullable String text) {
      return Comparison.dateOf(text);
    }
  }
}
