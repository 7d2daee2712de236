package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Author;
import dev.meanwhile.feed.Comments;
import dev.meanwhile.feed.Enclosure;
import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Episode;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.Generator;
import dev.meanwhile.feed.Image;
import dev.meanwhile.feed.Link;
import dev.meanwhile.feed.Place;
import dev.meanwhile.feed.Podcast;
import dev.meanwhile.feed.conformance.FeedparserValues.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Parts of our model under feedparser's names, the same in a feed and in an entry.
final class FeedparserParts {
  private static final String TAGS =
      "categories are plain words: schemes and labels are not carried";

  private FeedparserParts() {}

  static void putGenerator(Dict dict, @Nullable Generator generator) {
    if (generator != null) {
      dict.put(generator.name() == null ? generator.uri() : generator.name(), "generator")
          .put(
              new Dict()
                  .put(generator.name(), "name")
                  .put(generator.uri(), "href", "url")
                  .put(generator.version(), "version"),
              "generator_detail");
    } else {
      dict.put(null, "generator").put(null, "generator_detail");
    }
  }

  static void putComments(Dict dict, @Nullable Comments comments) {
    dict.put(comments == null ? null : comments.link(), "comments")
        .put(comments == null ? null : comments.feed(), "wfw_commentrss");
  }

  static List<Dict> chapters(Episode episode) {
    return episode.chapters().stream()
        .map(chapter -> new Dict()
            .put(chapter.title(), "title")
            .put(chapter.start(), "start_parsed")
            .put(chapter.link(), "href")
            .put(chapter.image(), "image"))
        .toList();
  }

  static List<Dict> enclosures(List<Enclosure> enclosures) {
    return enclosures.stream()
        .map(file -> new Dict()
            .put(file.url(), "href", "url")
            .put(file.type(), "type")
            .put(file.length() == null ? null : file.length().toString(), "length"))
        .toList();
  }

  static void putDates(Dict dict, @Nullable Instant published, @Nullable Instant updated) {
    When issued = When.of(published);
    When changed = When.of(updated == null ? published : updated);
    dict.put(issued, "published", "published_parsed", "created", "created_parsed")
        .put(changed, "updated", "updated_parsed");
  }

  static void putTags(Dict dict, List<String> categories) {
    List<Dict> tags = categories.stream()
        .map(category -> new Dict().put(category, "term").without(TAGS, "scheme", "label"))
        .toList();
    dict.put(tags.isEmpty() ? null : tags, "tags")
        .put(categories.isEmpty() ? null : categories.getFirst(), "category");
  }

  static void putPersons(Dict dict, String role, List<Author> persons) {
    dict.put(persons(persons), role + "s")
        .put(persons.isEmpty() ? null : person(persons.getFirst()), role + "_detail")
        .put(persons.isEmpty() ? null : name(persons.getFirst()), role);
  }

  static List<Dict> persons(List<Author> persons) {
    return persons.stream().map(FeedparserParts::person).toList();
  }

  static Dict person(Author person) {
    return new Dict()
        .put(person.name(), "name")
        .put(person.email(), "email")
        .put(person.uri(), "href", "url");
  }

  static @Nullable String name(Author person) {
    if (person.name() == null || person.email() == null) {
      return person.name() == null ? person.email() : person.name();
    }
    return person.name() + " (" + person.email() + ")";
  }

  static List<Dict> links(List<Link> links, List<Enclosure> enclosures) {
    List<Dict> dicts = new ArrayList<>();
    for (Link link : links) {
      String missing = link.rel().equals("self") ? "application/atom+xml" : "text/html";
      dicts.add(new Dict()
          .put(link.rel(), "rel")
          .put(link.type() == null ? missing : link.type(), "type")
          .put(link.href(), "href")
          .put(link.title(), "title")
          .put(link.language(), "hreflang")
          .put(link.length() == null ? null : link.length().toString(), "length"));
    }
    for (Enclosure file : enclosures) {
      dicts.add(new Dict()
          .put("enclosure", "rel")
          .put(file.type(), "type")
          .put(file.url(), "href")
          .put(file.title(), "title")
          .put(file.length() == null ? null : file.length().toString(), "length"));
    }
    return dicts;
  }

  static @Nullable Dict image(@Nullable Image image) {
    return image == null
        ? null
        : new Dict()
            .put(image.url(), "href", "url")
            .put(image.title(), "title")
            .put(image.link(), "link")
            .put(image.width() == null ? null : (Object) image.width().longValue(), "width")
            .put(image.height() == null ? null : (Object) image.height().longValue(), "height");
  }

  /// Coordinates are in the order of GeoJSON: east before north.
  static Dict where(Place place) {
    List<Object> positions = place.positions().stream()
        .map(position -> (Object) new Spot(position.longitude(), position.latitude()))
        .toList();
    Dict dict = new Dict();
    return switch (place.shape()) {
      case POINT -> dict.put("Point", "type").put(positions.getFirst(), "coordinates");
      case LINE -> dict.put("LineString", "type").put(positions, "coordinates");
      case POLYGON -> dict.put("Polygon", "type").put(List.of(positions), "coordinates");
      case BOX -> dict.put("Box", "type").put(positions, "coordinates");
    };
  }

  static List<String> categories(Feed feed) {
    Podcast podcast = feed.podcast();
    return podcast == null
        ? feed.categories()
        : Stream.of(feed.categories(), podcast.categories(), podcast.keywords())
            .flatMap(List::stream)
            .distinct()
            .toList();
  }

  static List<String> categories(Entry entry) {
    return entry.episode() == null
        ? entry.categories()
        : Stream.of(entry.categories(), entry.episode().keywords())
            .flatMap(List::stream)
            .distinct()
            .toList();
  }
}
