package dev.meanwhile.feed.conformance;

import static dev.meanwhile.feed.conformance.Comparison.first;
import static dev.meanwhile.feed.conformance.Comparison.size;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Episode;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.FeedFormat;
import dev.meanwhile.feed.FeedHints;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import dev.meanwhile.feed.Podcast;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tests of podcastparser, which knows a feed as a list of things to play.
final class PodcastparserSuite extends ExpectedSuite {
  /// Its tests read files as if they came from here; ours reads no addresses of files.
  private static final String THERE = "file://tests/";

  private static final String HERE = "http://tests/";

  @Override
  public String folder() {
    return "gpodder_podcastparser";
  }

  @Override
  boolean isInput(Path file) {
    return name(file).endsWith(".rss");
  }

  @Override
  Path expectation(Path input) {
    return beside(input, ".json");
  }

  @Override
  FeedHints hints(Path input) {
    return FeedHints.none().withBase(URI.create(HERE + "data/" + name(input)));
  }

  @Override
  @Nullable
  Verdict special(Path input, Supplier<Feed> parsed) {
    return name(input).equals("no_url.rss")
        ? new Verdict.NotApplicable("entries with nothing to play, which are left out there")
        : null;
  }

  @Override
  Verdict compare(Path input, Feed feed, ExpectedJson expected) {
    return new Case(input).feed(feed, expected);
  }

  private static final class Case {
    private final Comparison compare = new Comparison();
    private final String stem;
    private boolean atom;

    Case(Path input) {
      this.stem = name(beside(input, ""));
    }

    Verdict feed(Feed feed, ExpectedJson expected) {
      atom = feed.format().family() == FeedFormat.Family.ATOM;
      Podcast podcast = feed.podcast();
      String title = expected.text("title");
      boolean madeUp = stem.equals(title); // for lack of a title the name of the file
      compare.check(
          "title",
          madeUp ? null : title,
          feed.title(),
          Objects.equals(title, feed.title()) || (madeUp && feed.title() == null));
      compare.plain("description", expected.text("description"), feed.description());
      Image image = feed.image();
      String icon = feed.icon();
      compare.same(
          "cover", address(expected.text("cover_url")), image == null ? icon : image.url());
      compare.plain(
          "generator",
          expected.text("generator"),
          feed.generator() == null ? null : feed.generator().name());
      compare.same(
          "explicit",
          truth(expected.text("explicit")),
          podcast == null ? null : podcast.explicit());
      compare.same(
          "locked",
          truth(expected.text("import_prohibited")),
          (podcast != null && podcast.locked()) ? true : null);
      compare.same("moved", expected.text("new_url"), podcast == null ? null : podcast.movedTo());
      String author = expected.text("itunes_author");
      if (author != null) { // others are not read there
        compare.list("authors", List.of(new Author(author, null, null)), feed.authors());
      }
      ExpectedJson owner = expected.object("itunes_owner");
      compare.same(
          "owner",
          owner.isAbsent() ? null : new Author(owner.text("name"), owner.text("email"), null),
          podcast == null ? null : podcast.owner());
      compare.list(
          "categories",
          expected.texts("itunes_categories").stream()
              .filter(category -> !category.isEmpty())
              .toList(),
          podcast == null ? List.of() : podcast.categories());
      compare.list(
          "keywords",
          expected.texts("itunes_keywords"),
          podcast == null ? List.of() : podcast.keywords());
      compare.same("first", expected.text("paged_feed_first"), link("first", feed.links()));
      compare.same("next", expected.text("paged_feed_next"), link("next", feed.links()));
      compare.same(
          "payment",
          expected.text("payment_url"),
          podcast == null || podcast.funding().isEmpty()
              ? null
              : podcast.funding().getFirst().href());
      List<ExpectedJson> episodes = expected.objects("episodes");
      compare.incidental("episodes", episodes.size(), feed.entries().size());
      for (int i = 0; i < Math.min(episodes.size(), feed.entries().size()); i++) {
        entry(feed.entries().get(i), episodes.get(i));
      }
      return compare.verdict(expected);
    }

    private void entry(Entry entry, ExpectedJson expected) {
      List<Enclosure> files =
          expected.objects("enclosures").stream().map(Case::file).toList();
      compare.list("files", files, entry.enclosures());
      String file = files.isEmpty() ? null : files.getFirst().url();
      String title = expected.text("title");
      boolean madeUp = file != null && file.contains("/" + title + ".");
      compare.plain("title", madeUp ? null : title, entry.title());
      identity(entry, address(expected.text("guid")), address(expected.text("link")));
      String description = expected.text("description");
      if (description != null || !atom) { // Atom's summary is not read there
        compare.plain(
            "description", description, first(plain(entry.summary()), plain(entry.content())));
      }
      String html = expected.text("description_html");
      if (html != null) {
        compare.html("html", html, first(entry.content(), entry.summary()), entry.base());
      }
      compare.date("published", date(expected.text("published")), entry.published());
      compare.same("payment", expected.text("payment_url"), link("payment", entry.links()));
      Image image = entry.image();
      compare.same("picture", expected.text("episode_art_url"), image == null ? null : image.url());
      episode(entry.episode(), expected);
    }

    /// A guid that is no address is made one there. Ours stays as it is, and is no link.
    private void identity(Entry entry, @Nullable String guid, @Nullable String link) {
      String id = entry.id();
      boolean same = id.equals(guid)
          || (guid != null && guid.startsWith("http://") && guid.endsWith("/" + id));
      compare.check("id", guid, id, same);
      boolean madeUp = link != null && link.equals(HERE + "data/" + id);
      compare.same("link", madeUp ? null : link, entry.link());
    }

    private void episode(@Nullable Episode episode, ExpectedJson expected) {
      Long seconds = size(expected.text("total_time"));
      compare.same(
          "duration",
          seconds == null ? null : Duration.ofSeconds(seconds),
          episode == null ? null : episode.duration());
      String number = expected.text("number");
      compare.same(
          "number",
          number == null ? null : Integer.valueOf(number),
          episode == null ? null : episode.number());
      compare.same("type", expected.text("type"), episode == null ? null : episode.type());
      compare.same(
          "explicit",
          truth(expected.text("explicit")),
          episode == null ? null : episode.explicit());
      compare.plain(
          "subtitle", expected.text("subtitle"), episode == null ? null : episode.subtitle());
      compare.same(
          "transcript",
          expected.text("transcript_url"),
          episode == null || episode.transcripts().isEmpty()
              ? null
              : episode.transcripts().getFirst().href());
      compare.list(
          "chapters",
          expected.objects("chapters").stream().map(Case::chapter).toList(),
          episode == null
              ? List.of()
              : episode.chapters().stream().map(Case::inSeconds).toList());
    }

    private static Episode.Chapter chapter(ExpectedJson chapter) {
      return new Episode.Chapter(
          Duration.ofSeconds(Long.parseLong(String.valueOf(chapter.text("start")))),
          chapter.text("title"),
          chapter.text("href"),
          chapter.text("image"));
    }

    private static Episode.Chapter inSeconds(Episode.Chapter chapter) {
      return new Episode.Chapter(
          Duration.ofSeconds(chapter.start().toSeconds()),
          chapter.title(),
          chapter.link(),
          chapter.image());
    }

    private static Enclosure file(ExpectedJson file) {
      String type = file.text("mime_type");
      return Enclosure.of(
          String.valueOf(file.text("url")),
          "application/octet-stream".equals(type) ? null : type, // what is said for lack of one
          size(file.text("file_size")));
    }

    private static @Nullable String link(String relation, List<Link> links) {
      return links.stream()
          .filter(link -> link.rel().equals(relation))
          .map(Link::href)
          .findFirst()
          .orElse(null);
    }

    private static @Nullable Instant date(@Nullable String seconds) {
      return seconds == null || seconds.equals("0")
          ? null
          : Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private static @Nullable String plain(@Nullable String html) {
      return html == null ? null : Comparison.plain(html);
    }

    private static @Nullable String address(@Nullable String written) {
      return written == null ? null : written.replace(THERE, HERE);
    }

    private static @Nullable Boolean truth(@Nullable String text) {
      return text == null ? null : Boolean.valueOf(text);
    }
  }
}
