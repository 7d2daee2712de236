package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.address;
import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.pixels;
import static dev.meanwhile.feed.conformance.Comparison.plain;
import static dev.meanwhile.feed.conformance.Comparison.size;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_LEFTOVERS;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_NUANCES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_SCHEMES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.NO_TREES;
import static dev.meanwhile.feed.conformance.ExpectedSuite.REPEATED;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Comments;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Episode;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import dev.meanwhile.feed.Place;
import dev.meanwhile.feed.Podcast;
import dev.meanwhile.feed.Schedule;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares a feed with what feedsmith made of it.
final class FeedsmithCase {
  private final Comparison compare = new Comparison();
  private final String source;

  FeedsmithCase(Path input) {
    this.source = ExpectedSuite.source(input);
  }

  Verdict feed(Feed feed, ExpectedJson expected) {
    compare.without(NO_LEFTOVERS, expected, "docs", "rating", "cloud", "textInput", "pingback");
    compare.without(NO_TREES, expected, "opensearch", "yt", "rdf");
    compare.without("the place of a feed: only entries have one", expected, "geo", "georss");
    describe(feed, expected);
    ExpectedJson dc = expected.object("dc");
    ExpectedJson terms = expected.object("dcterms");
    Instant published = first(
        date(expected.text("pubDate")), first(date(dc.text("date")), date(terms.text("issued"))));
    compare.date("published", published, feed.published());
    Instant updated = first(
        date(first(expected.text("lastBuildDate"), expected.text("updated"))),
        date(terms.text("modified")));
    compare.date("updated", first(updated, published), feed.updated());
    language(first(expected.text("language"), dc.text("language")), feed.language());
    ExpectedJson podcast = expected.object("itunes");
    ExpectedJson google = expected.object("googleplay");
    publisher(feed, expected, dc);
    schedule(feed, expected);
    podcast(feed, podcast, google);
    dublinCore(dc, terms);
    feedMedia(expected.object("media"));
    license(feed.license(), expected, null);
    List<ExpectedJson> entries = new ArrayList<>(expected.objects("items"));
    entries.addAll(expected.objects("entries"));
    compare.incidental("entries", entries.size(), feed.entries().size());
    for (int i = 0; i < Math.min(entries.size(), feed.entries().size()); i++) {
      entry(feed.entries().get(i), feed, entries.get(i));
    }
    return compare.verdict(expected);
  }

  /// The attribute of XML for it is not read there.
  private void language(@Nullable String expected, @Nullable String found) {
    if (!source.contains("xml:lang")) {
      compare.same("language", expected, found);
    }
  }

  /// What a feed and the source of an entry have in common.
  private void describe(Feed feed, ExpectedJson expected) {
    ExpectedJson dc = expected.object("dc");
    ExpectedJson itunes = expected.object("itunes");
    compare.same("id", expected.text("id"), feed.id());
    compare.text("title", expected.text("title"), feed.titleHtml(), feed.title(), feed.base());
    compare.text(
        "description",
        first(
            first(expected.text("description"), expected.text("subtitle")),
            first(dc.text("description"), itunes.text("summary"))),
        feed.descriptionHtml(),
        feed.description(),
        feed.base());
    List<ExpectedJson> written = new ArrayList<>(expected.objects("links"));
    written.addAll(expected.object("atom").objects("links"));
    List<Link> links = links(written, feed.self());
    String own = expected.text("link");
    if (own != null) {
      links.addFirst(Link.of("alternate", own));
    }
    compare.list("links", links, feed.links());
    compare.same("link", page(links), feed.link());
    compare.plain(
        "rights",
        first(first(expected.text("copyright"), expected.text("rights")), dc.text("rights")),
        feed.rights());
    ExpectedJson generator = expected.object("generator");
    ExpectedJson admin = expected.object("admin");
    String agent = admin.text("generatorAgent");
    String name = first(generator.value(), generator.text("text"));
    compare.same(
        "generator",
        name == null && agent == null
            ? null
            : new Generator(name, first(generator.text("uri"), agent), generator.text("version")),
        feed.generator());
    compare.same("icon", expected.text("icon"), feed.icon());
    image(feed, expected);
    List<String> names = new ArrayList<>(expected.texts("managingEditor"));
    names.addAll(dc.texts("creators"));
    List<Author> authors = authors(expected.objects("authors"));
    if (authors.isEmpty()) {
      String fallback = itunes.text("author");
      compare.persons(
          "authors",
          names.isEmpty() && fallback != null ? List.of(fallback) : names,
          feed.authors());
    } else {
      compare.list("authors", authors, feed.authors());
    }
    List<Author> contributors = authors(expected.objects("contributors"));
    dc.texts("contributors").forEach(other -> contributors.add(new Author(other, null, null)));
    compare.list("contributors", contributors, feed.contributors());
    List<String> categories = terms(expected.objects("categories"));
    categories.addAll(dc.texts("subjects"));
    compare.plains("categories", categories, feed.categories());
  }

  private void publisher(Feed feed, ExpectedJson expected, ExpectedJson dc) {
    String mail = expected.object("admin").text("errorReportsTo");
    String publisher = first(
        first(expected.text("webMaster"), dc.text("publisher")),
        mail == null ? null : mail.replace("mailto:", ""));
    compare.persons(
        "publisher",
        publisher == null ? List.of() : List.of(publisher),
        feed.publisher() == null ? List.of() : List.of(feed.publisher()));
  }

  private void schedule(Feed feed, ExpectedJson expected) {
    String ttl = expected.text("ttl");
    compare.same("ttl", ttl == null ? null : Duration.ofMinutes(Long.parseLong(ttl)), feed.ttl());
    ExpectedJson sy = expected.object("sy");
    compare.without(NO_NUANCES, sy, "updateBase");
    String period = sy.text("updatePeriod");
    String frequency = sy.text("updateFrequency");
    Duration hourly = "hourly".equals(period)
        ? Duration.ofHours(1).dividedBy(Long.parseLong(String.valueOf(frequency)))
        : null;
    Set<Integer> hours =
        expected.texts("skipHours").stream().map(Integer::valueOf).collect(Collectors.toSet());
    Set<DayOfWeek> days = expected.texts("skipDays").stream()
        .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
    compare.same(
        "schedule",
        period == null && hours.isEmpty() && days.isEmpty()
            ? null
            : new Schedule(hourly, hours, days),
        feed.schedule());
  }

  private void image(Feed feed, ExpectedJson expected) {
    ExpectedJson image = expected.object("image");
    compare.without(NO_NUANCES, image, "description", "rdf");
    String title = image.text("title");
    Image of = image.isAbsent()
        ? null
        : new Image(
            String.valueOf(image.text("url")),
            title == null ? null : plain(title),
            image.text("link"),
            pixels(image.text("width")),
            pixels(image.text("height")));
    String other = first(expected.text("logo"), expected.object("itunes").text("image"));
    String picture = first(other, expected.object("media").first("thumbnails", "url"));
    compare.same("image", first(of, picture == null ? null : Image.of(picture)), feed.image());
  }

  private void podcast(Feed feed, ExpectedJson itunes, ExpectedJson google) {
    compare.without(NO_NUANCES, itunes, "applePodcastsVerify");
    compare.without(REPEATED, itunes, "title", "image", "author", "summary");
    compare.without(
        REPEATED, google, "author", "description", "explicit", "block", "image", "newFeedUrl");
    compare.without(NO_NUANCES, google, "email");
    List<String> categories = new ArrayList<>();
    for (ExpectedJson category : itunes.objects("categories")) {
      categories.addAll(category.texts("text"));
      category.objects("categories").forEach(inner -> categories.addAll(inner.texts("text")));
    }
    categories.addAll(google.texts("categories"));
    ExpectedJson owner = itunes.object("owner");
    Podcast expected = itunes.isAbsent()
        ? null
        : new Podcast(
            itunes.text("type"),
            truth(itunes.text("explicit")),
            "true".equals(itunes.text("block")),
            "true".equals(itunes.text("complete")),
            false,
            itunes.text("newFeedUrl"),
            null,
            itunes.text("subtitle"),
            new Author(owner.text("name"), owner.text("email"), null),
            categories,
            itunes.texts("keywords"),
            List.of());
    compare.same("podcast", expected, feed.podcast());
  }

  /// What of Dublin Core says nothing that a reader would show, or is said elsewhere.
  private void dublinCore(ExpectedJson dc, ExpectedJson terms) {
    compare.without(
        REPEATED,
        dc,
        "title",
        "titles",
        "creator",
        "creators",
        "subject",
        "subjects",
        "description",
        "descriptions",
        "publisher",
        "publishers",
        "contributor",
        "contributors",
        "date",
        "dates",
        "language",
        "languages",
        "rights");
    compare.without(
        NO_NUANCES,
        dc,
        "type",
        "types",
        "format",
        "formats",
        "identifier",
        "identifiers",
        "source",
        "sources",
        "relation",
        "relations",
        "coverage");
    compare.without(NO_NUANCES, terms, terms.names());
  }

  private void feedMedia(ExpectedJson media) {
    compare.without("the files of a feed: only entries have some", media, media.names());
  }

  private void license(@Nullable String found, ExpectedJson expected, @Nullable String ofFile) {
    ExpectedJson cc = expected.object("cc");
    compare.without(NO_NUANCES, cc, cc.names());
    String linked = expected.objects("links").stream()
        .filter(link -> "license".equals(link.text("rel")))
        .map(link -> link.text("href"))
        .findFirst()
        .orElse(null);
    compare.same(
        "license",
        first(
            first(cc.text("license"), expected.object("creativeCommons").first("licenses")),
            first(linked, ofFile)),
        found);
  }

  private void entry(Entry entry, Feed feed, ExpectedJson expected) {
    compare.without(NO_TREES, expected, "app", "arxiv", "yt", "pingback", "trackback");
    ExpectedJson dc = expected.object("dc");
    ExpectedJson terms = expected.object("dcterms");
    ExpectedJson itunes = expected.object("itunes");
    ExpectedJson google = expected.object("googleplay");
    ExpectedJson media = expected.object("media");
    dublinCore(dc, terms);
    ExpectedJson guid = expected.object("guid");
    String id = first(
        first(expected.text("id"), guid.text("value")), expected.object("rdf").text("about"));
    compare.check(
        "id",
        id,
        entry.id(),
        id == null ? ExpectedSuite.isMadeUp(entry, source) : entry.id().equals(id));
    compare.text("title", expected.text("title"), entry.titleHtml(), entry.title(), entry.base());
    compare.html(
        "summary",
        first(
            first(expected.text("description"), expected.text("summary")),
            longest(dc.text("description"), itunes.text("summary"), google.text("description"))),
        entry.summary(),
        entry.base());
    ExpectedJson content = expected.object("content");
    compare.html(
        "content", first(content.value(), content.text("encoded")), entry.content(), entry.base());
    compare.date(
        "published",
        date(first(
            first(expected.text("published"), expected.text("pubDate")),
            first(terms.text("issued"), dc.text("date")))),
        entry.published());
    compare.date(
        "updated", date(first(expected.text("updated"), terms.text("modified"))), entry.updated());
    compare.plain("rights", first(expected.text("rights"), dc.text("rights")), entry.rights());
    language(first(dc.text("language"), feed.language()), entry.language());
    List<String> categories = terms(expected.objects("categories"));
    categories.addAll(dc.texts("subjects"));
    List<String> all = withMedia(categories, media);
    compare.plains(
        "categories",
        all.stream().sorted().toList(),
        entry.categories().stream().sorted().toList());
    persons(entry, feed, expected, dc, google);
    entryLinks(entry, feed, expected);
    files(entry, expected, media);
    license(entry.license(), expected, media.first("contents", "licenses", "href"));
    place(entry, expected);
    episode(entry, itunes, google, expected.object("psc"));
    source(entry.source(), expected.object("source"));
  }

  private static List<String> withMedia(List<String> categories, ExpectedJson media) {
    List<String> all = new ArrayList<>(categories);
    all.addAll(media.texts("contents", "categories", "name"));
    all.addAll(media.texts("groups", "categories", "name"));
    all.addAll(media.texts("categories", "name"));
    return all;
  }

  private void persons(
      Entry entry, Feed feed, ExpectedJson expected, ExpectedJson dc, ExpectedJson google) {
    List<Author> authors = authors(expected.objects("authors"));
    dc.texts("creators").forEach(name -> authors.add(new Author(name, null, null)));
    boolean rss = feed.format().family() == FeedFormat.Family.RSS;
    List<Author> sources = entry.source() == null ? List.of() : entry.source().authors();
    compare.check(
        "authors",
        authors.isEmpty() ? null : authors,
        entry.authors(),
        entry.authors().equals(authors.isEmpty() && !rss ? feed.authors() : authors)
            || (authors.isEmpty() && entry.authors().equals(sources)));
    compare.without(REPEATED, google, "author");
    List<Author> contributors = authors(expected.objects("contributors"));
    dc.texts("contributors").forEach(name -> contributors.add(new Author(name, null, null)));
    compare.list("contributors", contributors, entry.contributors());
  }

  private void entryLinks(Entry entry, Feed feed, ExpectedJson expected) {
    List<ExpectedJson> written = expected.objects("links");
    List<Link> links = new ArrayList<>(links(written, feed.link()));
    String own = expected.text("link");
    if (own != null) {
      links.addFirst(Link.of("alternate", own));
    }
    links.removeIf(link -> link.rel().equals("enclosure"));
    compare.list("links", links, entry.links());
    compare.same("link", page(links), entry.link());
    String replies = null;
    String feedOfThem = expected.object("wfw").text("commentRss");
    String count = null;
    for (ExpectedJson link : written) {
      ExpectedJson thread = link.object("thr");
      compare.without(NO_NUANCES, thread, "updated");
      count = first(count, thread.text("count"));
      if ("replies".equals(link.text("rel"))) {
        boolean page = !link.has("type") || String.valueOf(link.text("type")).contains("html");
        replies = page ? link.text("href") : replies;
        feedOfThem = page ? feedOfThem : link.text("href");
      }
    }
    ExpectedJson slash = expected.object("slash");
    compare.without(NO_NUANCES, slash, "section", "department", "hitParade");
    ExpectedJson thread = expected.object("thr");
    compare.without(NO_NUANCES, thread, "inReplyTos");
    ExpectedJson wfw = expected.object("wfw");
    compare.without(NO_NUANCES, wfw, "comment");
    count = first(first(count, slash.text("comments")), thread.text("total"));
    String page = first(expected.text("comments"), replies);
    compare.same(
        "comments",
        page == null && count == null && feedOfThem == null
            ? null
            : new Comments(page, feedOfThem, count == null ? null : Integer.valueOf(count)),
        entry.comments());
  }

  private void files(Entry entry, ExpectedJson expected, ExpectedJson media) {
    compare.without(NO_NUANCES, media, media.names());
    List<String> files = new ArrayList<>();
    for (ExpectedJson file : expected.objects("enclosures")) {
      files.add(file.text("url") + " " + file.text("type") + " " + size(file.text("length")));
    }
    for (ExpectedJson link : expected.objects("links")) {
      if ("enclosure".equals(link.text("rel"))) {
        files.add(link.text("href") + " " + link.text("type") + " " + size(link.text("length")));
      }
    }
    List<ExpectedJson> contents = new ArrayList<>(media.objects("contents"));
    media.objects("groups").forEach(group -> {
      compare.without(NO_NUANCES, group, group.names());
      contents.addAll(group.objects("contents"));
    });
    for (ExpectedJson file : contents) {
      compare.without(NO_NUANCES, file, file.names());
      if (file.has("url")) {
        files.add(file.text("url") + " " + file.text("type") + " " + size(file.text("fileSize")));
      }
    }
    compare.list(
        "files",
        files.stream().distinct().sorted().toList(),
        entry.enclosures().stream()
            .filter(file -> !source.contains("src=\"" + file.url() + "\"")) // not read there
            .map(FeedsmithCase::file)
            .sorted()
            .toList());
    Image image = entry.image();
    String first =
        first(media.first("contents", "thumbnails", "url"), media.first("thumbnails", "url"));
    String podcast = expected.object("itunes").text("image");
    Set<String> either =
        Stream.of(first, podcast).filter(url -> url != null).collect(Collectors.toSet());
    compare.check(
        "picture",
        either.isEmpty() ? null : either,
        image,
        image == null ? either.isEmpty() : either.contains(image.url()));
  }

  private static String file(Enclosure file) {
    return file.url() + " " + file.type() + " " + file.length();
  }

  /// Of several places ours has the first.
  private void place(Entry entry, ExpectedJson expected) {
    ExpectedJson rss = expected.object("georss");
    compare.without(NO_NUANCES, rss, rss.names());
    ExpectedJson geo = expected.object("geo");
    compare.without(NO_NUANCES, geo, "alt");
    ExpectedJson point = rss.object("point");
    String latitude = first(point.text("lat"), geo.text("lat"));
    String longitude = first(point.text("lng"), geo.text("long"));
    compare.same(
        "place",
        latitude == null || longitude == null
            ? null
            : new Place(
                Place.Shape.POINT,
                List.of(new Place.Position(
                    Double.parseDouble(latitude), Double.parseDouble(longitude)))),
        entry.place());
  }

  private void episode(
      Entry entry, ExpectedJson itunes, ExpectedJson google, ExpectedJson chapters) {
    compare.without(REPEATED, itunes, "title", "image", "summary");
    compare.without(REPEATED, google, "description", "explicit", "block", "image");
    List<Episode.Chapter> parts = new ArrayList<>();
    for (ExpectedJson part : chapters.objects("chapters")) {
      String start = String.valueOf(part.text("start"));
      parts.add(new Episode.Chapter(
          Duration.ofNanos(LocalTime.parse(start).toNanoOfDay()),
          part.text("title"),
          part.text("href"),
          part.text("image")));
    }
    String number = itunes.text("episode");
    String season = itunes.text("season");
    String seconds = itunes.text("duration");
    Episode expected = itunes.isAbsent() && parts.isEmpty()
        ? null
        : new Episode(
            seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds)),
            number == null ? null : Integer.valueOf(number),
            season == null ? null : Integer.valueOf(season),
            itunes.text("episodeType"),
            truth(itunes.text("explicit")),
            "true".equals(itunes.text("block")),
            itunes.text("subtitle"),
            itunes.texts("keywords"),
            parts,
            null,
            List.of());
    compare.same("episode", expected, entry.episode());
  }

  private void source(@Nullable Feed found, ExpectedJson source) {
    String url = source.text("url");
    if (source.isAbsent()) {
      compare.same("source", null, found);
    } else if (found == null) {
      compare.check("source", "a source", null, false);
    } else if (url != null) {
      compare.same("source", url, found.self());
      compare.plain("source title", source.text("title"), found.title());
    } else {
      describe(found, source);
      compare.date("source updated", date(source.text("updated")), found.updated());
    }
  }

  private List<Author> authors(List<ExpectedJson> expected) {
    List<Author> authors = new ArrayList<>();
    for (ExpectedJson author : expected) {
      compare.without(NO_TREES, author, "arxiv");
      authors.add(new Author(author.text("name"), author.text("email"), author.text("uri")));
    }
    return authors;
  }

  private List<String> terms(List<ExpectedJson> categories) {
    List<String> terms = new ArrayList<>();
    for (ExpectedJson category : categories) {
      compare.without(NO_SCHEMES, category, "scheme", "label", "domain");
      terms.add(String.valueOf(first(category.text("term"), category.text("name"))));
    }
    return terms;
  }

  private static List<Link> links(List<ExpectedJson> expected, @Nullable String base) {
    List<Link> links = new ArrayList<>();
    for (ExpectedJson link : expected) {
      String href = address(link.text("href"), base);
      if (href != null) {
        links.add(new Link(
            href,
            String.valueOf(first(link.text("rel"), "alternate")),
            link.text("type"),
            link.text("title"),
            link.text("hreflang"),
            size(link.text("length"))));
      }
    }
    return links;
  }

  private static @Nullable String page(List<Link> links) {
    return links.stream()
        .filter(link -> link.rel().equals("alternate"))
        .filter(link -> link.type() == null || link.type().contains("html"))
        .map(Link::href)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String longest(@Nullable String... texts) {
    String longest = null;
    for (String text : texts) {
      longest =
          longest == null || (text != null && text.length() > longest.length()) ? text : longest;
    }
    return longest;
  }

  private static @Nullable Instant date(@Nullable String text) {
    return Comparison.dateOf(text);
  }

  private static @Nullable Boolean truth(@Nullable String text) {
    return text == null ? null : Boolean.valueOf(text);
  }
}
