package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.isoDate;
import static dev.meanwhile.feed.conformance.Comparison.pixels;
import static dev.meanwhile.feed.conformance.Comparison.plain;
import static dev.meanwhile.feed.conformance.Comparison.size;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tests of feed-rs, whose one model is close to ours.
final class FeedRsSuite extends ExpectedSuite {
  private static final Map<String, Set<String>> WRONG_THERE = Map.of(
      // 26:53 was read as 26 seconds, and pictures of more than 144 pixels have no size there.
      "rss_2.0_nightvale.xml", Set.of("duration", "image"),
      // A date with the month before the day, and one without seconds, were not read.
      "rss_2.0_nbcny.xml", Set.of("entry published"),
      "rss_1.0_spec_2.xml", Set.of("published", "updated"),
      // A file with a relative address was left out.
      "rss_2.0_relurl_2.xml", Set.of("files"),
      // The name of Atom's namespace with https was not known.
      "rss_2.0_encoding_1.xml", Set.of("links"));

  @Override
  public String folder() {
    return "feed-rs_feed-rs";
  }

  @Override
  boolean isInput(Path file) {
    return !name(file).endsWith(".serde.json");
  }

  @Override
  Path expectation(Path input) {
    return beside(input, ".serde.json");
  }

  @Override
  @Nullable
  Verdict special(Path input, Supplier<Feed> parsed) {
    return name(input).equals("rss_2.0_invalid_1.xml") ? new Verdict.NotApplicable(STRICTER) : null;
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    boolean rss = feed.format().family() == FeedFormat.Family.RSS;
    return new Case(input, rss).feed(feed, expected);
  }

  private static final class Case {
    private final Comparison compare;
    private final String source;
    private final boolean rss;
    private boolean json;

    Case(Path input, boolean rss) {
      this.compare = new Comparison(WRONG_THERE.getOrDefault(name(input), Set.of()));
      this.source = source(input);
      this.rss = rss;
    }

    Verdict feed(Feed feed, ExpectedJson expected) {
      String type = String.valueOf(expected.text("feed_type"));
      compare.incidental(
          "format",
          switch (type) {
            case "Atom" -> FeedFormat.Family.ATOM;
            case "JSON" -> FeedFormat.Family.JSON_FEED;
            default -> FeedFormat.Family.RSS;
          },
          feed.format().family());
      String id = claimed(expected.text("id"), feed.id());
      compare.same("id", id, feed.id());
      compare.text("title", text(expected, "title"), feed.titleHtml(), feed.title(), feed.base());
      compare.text(
          "description",
          text(expected, "description"),
          feed.descriptionHtml(),
          feed.description(),
          feed.base());
      Instant published = isoDate(expected.text("published"));
      compare.date("published", published, feed.published());
      compare.date("updated", first(isoDate(expected.text("updated")), published), feed.updated());
      String language = expected.text("language");
      if (language != null || !source.contains("xml:lang")) { // not read in RSS there
        compare.same("language", language, lower(feed.language()));
      }
      String ttl = expected.text("ttl");
      compare.same("ttl", ttl == null ? null : Duration.ofMinutes(Long.parseLong(ttl)), feed.ttl());
      String rights = text(expected, "rights");
      compare.plain(
          "rights",
          // What was encoded twice ours repairs.
          rights == null ? null : rights.replace("\u00ef\u00bf\u00bd", "\ufffd"),
          feed.rights());
      compare.without(NO_LEFTOVERS, expected, "rating");
      ExpectedJson generator = expected.object("generator");
      compare.same(
          "generator",
          generator.isAbsent()
              ? null
              : new Generator(
                  generator.text("content"), generator.text("uri"), generator.text("version")),
          feed.generator());
      compare.same("icon", expected.object("icon").text("uri"), feed.icon());
      logo(feed, expected.object("logo"));
      json = feed.format().family() == FeedFormat.Family.JSON_FEED;
      links(links(expected), feed.links(), feed.link());
      persons(feed, expected);
      Set<String> found = new LinkedHashSet<>(feed.categories());
      if (feed.podcast() != null) {
        found.addAll(feed.podcast().categories());
      }
      compare.plains("categories", terms(expected.objects("categories")), List.copyOf(found));
      List<ExpectedJson> entries = expected.objects("entries");
      compare.incidental("entries", entries.size(), feed.entries().size());
      for (int i = 0; i < Math.min(entries.size(), feed.entries().size()); i++) {
        entry(feed.entries().get(i), feed, entries.get(i));
      }
      return compare.verdict(expected);
    }

    /// feed-rs makes the languages of RSS lower case.
    private @Nullable String lower(@Nullable String language) {
      return language == null || !rss ? language : language.toLowerCase(Locale.ROOT);
    }

    private void logo(Feed feed, ExpectedJson logo) {
      String url = logo.text("uri");
      String title = logo.text("title");
      ExpectedJson link = logo.object("link");
      compare.without(NO_NUANCES, logo, "description");
      compare.without(NO_NUANCES, link, "rel");
      compare.same(
          "image",
          url == null
              ? null
              : new Image(
                  url.strip(),
                  title == null ? null : plain(title),
                  link.text("href"),
                  pixels(logo.text("width")),
                  pixels(logo.text("height"))),
          canonical(feed.image()));
    }

    /// RSS's persons are contributors there, with their office for a name.
    private void persons(Feed feed, ExpectedJson expected) {
      List<String> authors = new ArrayList<>();
      List<String> publishers = new ArrayList<>();
      List<Author> contributors = new ArrayList<>();
      for (ExpectedJson person : expected.objects("contributors")) {
        switch (String.valueOf(person.text("name"))) {
          case "managingEditor" -> authors.addAll(person.texts("email"));
          case "webMaster", "publisher" -> publishers.addAll(person.texts("email"));
          default -> contributors.add(author(person));
        }
      }
      List<Author> named = authors(expected.objects("authors"));
      if (rss) {
        // Only for lack of another author ours takes iTunes'.
        named.forEach(author -> authors.add(String.valueOf(author.name())));
        int count = Math.min(authors.size(), Math.max(1, feed.authors().size()));
        compare.persons("authors", authors.subList(0, count), feed.authors());
      } else {
        compare.list("authors", named, feed.authors());
      }
      if (!publishers.isEmpty() || !source.contains("dc:publisher")) { // not read there
        compare.persons(
            "publisher",
            publishers,
            feed.publisher() == null ? List.of() : List.of(feed.publisher()));
      }
      List<Author> found = new ArrayList<>(feed.contributors());
      if (feed.podcast() != null && feed.podcast().owner() != null) {
        found.add(feed.podcast().owner());
      }
      compare.list("contributors", contributors, found);
    }

    /// Addresses are there as browsers write them, and in RSS 1.0 only one of them is read.
    private void links(List<Link> expected, List<Link> found, @Nullable String link) {
      List<Link> others = found.stream()
          .filter(other -> !source.contains("<rdf:RDF") || other.rel().equals("alternate"))
          .map(other -> new Link(
              String.valueOf(Comparison.canonical(other.href())),
              other.rel(),
              other.type(),
              other.title(),
              other.language(),
              other.length()))
          .toList();
      List<Link> wanted = expected.stream().filter(other -> !isFile(other)).toList();
      if (json) { // there without relations
        compare.list(
            "links",
            wanted.stream().map(Link::href).toList(),
            others.stream()
                .filter(other -> !other.rel().equals("next"))
                .map(Link::href)
                .toList());
      } else {
        compare.list("links", wanted, others);
      }
      compare.same("link", page(wanted), Comparison.canonical(link));
    }

    private static boolean isFile(Link link) {
      return link.rel().equals("enclosure");
    }

    private static @Nullable Image canonical(@Nullable Image image) {
      return image == null
          ? null
          : new Image(
              image.url(),
              image.title(),
              Comparison.canonical(image.link()),
              image.width(),
              image.height());
    }

    private void entry(Entry entry, Feed feed, ExpectedJson expected) {
      String id = claimed(expected.text("id"), entry.id());
      compare.check(
          "id",
          id,
          entry.id(),
          id == null ? isMadeUp(entry, source) : entry.id().equals(id));
      List<ExpectedJson> media = expected.objects("media");
      String title = text(expected, "title");
      compare.text("title", title, entry.titleHtml(), entry.title(), entry.base());
      ExpectedJson content = expected.object("content");
      String base = expected.text("base"); // there that of the content
      compare.html("content", content.text("body"), entry.content(), entry.base(), base);
      compare.without(REPEATED, content, "content_type", "length");
      ExpectedJson elsewhere = content.object("src"); // ours is a file that belongs to the entry
      compare.html("summary", text(expected, "summary"), entry.summary(), entry.base());
      Instant published = isoDate(expected.text("published"));
      Instant updated = isoDate(expected.text("updated"));
      // For lack of the one feed-rs takes the other.
      boolean copied = published != null && published.equals(updated) && entry.updated() == null;
      compare.date("entry published", published, entry.published());
      compare.date("updated", copied ? null : updated, entry.updated());
      compare.plain("rights", text(expected, "rights"), entry.rights());
      List<Link> links = links(expected);
      links(links, entry.links(), entry.link());
      authors(entry, feed, expected, media);
      compare.list("contributors", authors(expected.objects("contributors")), entry.contributors());
      List<String> categories = terms(expected.objects("categories"));
      if (!categories.isEmpty() || !source.contains("dc:subject")) { // not read there
        compare.plains("categories", categories, entry.categories());
      }
      String language = expected.text("language");
      if (!expected.has("language") && feed.format().family() != FeedFormat.Family.JSON_FEED) {
        compare.same("language", feed.language(), entry.language());
      } else if (language != null) {
        compare.same("language", language, entry.language());
      }
      expected.text("source"); // never read there
      if (elsewhere.has("href")) {
        links.add(new Link(
            String.valueOf(elsewhere.text("href")),
            "enclosure",
            elsewhere.text("media_type"),
            null,
            null,
            null));
      }
      media(entry, media, links);
    }

    private void authors(Entry entry, Feed feed, ExpectedJson expected, List<ExpectedJson> media) {
      List<Author> authors = authors(expected.objects("authors"));
      if (!rss) {
        compare.list("authors", authors.isEmpty() ? feed.authors() : authors, entry.authors());
        return;
      }
      List<String> names = new ArrayList<>();
      authors.forEach(author -> names.add(String.valueOf(first(author.name(), author.email()))));
      for (ExpectedJson object : media) { // iTunes' author is there the credit of a file
        for (ExpectedJson credit : object.objects("credits")) {
          String name = credit.text("entity");
          if (authors.isEmpty() && name != null) {
            names.add(name);
          }
        }
      }
      compare.persons("authors", names, entry.authors());
    }

    private void media(Entry entry, List<ExpectedJson> media, List<Link> links) {
      List<String> files = new ArrayList<>();
      links.stream()
          .filter(Case::isFile)
          .forEach(file ->
              files.add(file.href() + " " + file.type() + " " + file.length() + " null null"));
      List<Image> pictures = new ArrayList<>();
      Duration longest = null;
      for (ExpectedJson object : media) {
        Duration whole = duration(object.object("duration"));
        for (ExpectedJson content : object.objects("content")) {
          String url = content.text("url");
          Duration duration = duration(content.object("duration"));
          whole = first(whole, duration);
          compare.without(NO_NUANCES, content, "rating");
          String file = url + " " + content.text("content_type") + " " + size(content.text("size"))
              + " " + pixels(content.text("width")) + " " + pixels(content.text("height"));
          boolean player = source.contains("<media:player url=\"" + url + "\"");
          boolean known = files.stream().anyMatch(other -> other.startsWith(url + " "));
          if (url != null && !player && !known) {
            files.add(file);
          }
        }
        longest = first(longest, whole);
        for (ExpectedJson thumbnail : object.objects("thumbnails")) {
          ExpectedJson image = thumbnail.object("image");
          pictures.add(new Image(
              String.valueOf(image.text("uri")).strip(),
              null,
              null,
              pixels(image.text("width")),
              pixels(image.text("height"))));
          compare.without(NO_NUANCES, thumbnail, "time");
        }
        compare.without(NO_NUANCES, object, "community");
        compare.without(REPEATED, object, "description", "title");
      }
      // There they are in another order: those of an enclosure after the others.
      compare.list(
          "files",
          files.stream().sorted().toList(),
          entry.enclosures().stream().map(Case::file).sorted().toList());
      Image picture = entry.image();
      boolean ofFiles = pictures.isEmpty() // there only thumbnails count
          && picture != null
          && files.stream().anyMatch(file -> file.startsWith(picture.url() + " "));
      compare.same(
          "picture", pictures.isEmpty() ? null : pictures.getFirst(), ofFiles ? null : picture);
      Duration found = entry.episode() == null ? null : entry.episode().duration();
      for (Enclosure enclosure : entry.enclosures()) {
        found = first(found, enclosure.duration());
      }
      compare.same("duration", longest, found);
    }

    private static String file(Enclosure file) {
      return Comparison.canonical(file.url()) + " " + file.type() + " " + file.length() + " "
          + file.width() + " " + file.height();
    }

    private static @Nullable Duration duration(ExpectedJson from) {
      String seconds = from.text("secs");
      from.text("nanos");
      return seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private @Nullable String text(ExpectedJson from, String name) {
      ExpectedJson text = from.object(name);
      compare.without(REPEATED, text, "content_type");
      return text.text("content");
    }

    /// What is claimed, if it is: feed-rs makes up the others, 32 hexadecimal digits long.
    private static @Nullable String claimed(@Nullable String expected, @Nullable String found) {
      boolean madeUp = expected != null
          && expected.matches("[0-9a-f]{30,32}|[0-9a-f-]{36}")
          && !expected.equals(found);
      return madeUp ? null : expected;
    }

    private List<Author> authors(List<ExpectedJson> expected) {
      List<Author> authors = new ArrayList<>();
      expected.forEach(author -> authors.add(author(author)));
      return authors;
    }

    private static Author author(ExpectedJson author) {
      String name = author.text("name");
      return new Author(
          name == null ? null : plain(name), author.text("email"), author.text("uri"));
    }

    private List<String> terms(List<ExpectedJson> categories) {
      List<String> terms = new ArrayList<>();
      for (ExpectedJson category : categories) {
        compare.without(NO_SCHEMES, category, "scheme", "label");
        terms.addAll(category.texts("term"));
        terms.addAll(terms(category.objects("subcategories")));
      }
      return terms;
    }

    /// Files are among the media there, unless the format is Atom.
    private static List<Link> links(ExpectedJson from) {
      List<Link> links = new ArrayList<>();
      for (ExpectedJson link : from.objects("links")) {
        String rel = first(link.text("rel"), "alternate");
        links.add(new Link(
            String.valueOf(link.text("href")),
            String.valueOf(rel),
            link.text("media_type"),
            link.text("title"),
            link.text("href_lang"),
            size(link.text("length"))));
      }
      return links;
    }

    private static @Nullable String page(List<Link> links) {
      return links.stream()
          .filter(link -> link.rel().equals("alternate"))
          .map(Link::href)
          .findFirst()
          .orElse(null);
    }
  }
}
