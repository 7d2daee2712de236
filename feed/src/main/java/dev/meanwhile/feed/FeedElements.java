package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Maps the elements that describe the feed as a whole.
final class FeedElements {
  private static final int MAX_TTL_MINUTES = 60 * 24 * 366;
  private static final int MAX_FREQUENCY = 10_000;

  private final ElementReader in;
  private final SharedElements shared;
  private final PodcastElements podcast;
  private final MediaElements media;

  FeedElements(ElementReader in) {
    this.in = in;
    this.shared = new SharedElements(in);
    this.podcast = new PodcastElements(in);
    this.media = new MediaElements(in);
  }

  /// Maps the element that starts here. Containers and unknown elements are left open.
  void read(Space space, String name, FeedDraft feed) {
    switch (space) {
      case CORE -> readMain(name, feed, false);
      case ATOM -> readMain(name, feed, true);
      case DC -> readDublinCore(name, feed);
      case DC_TERMS -> readTerms(name, feed);
      case ITUNES -> podcast.readItunes(name, feed);
      case PODCAST -> podcast.readPodcast(name, feed);
      case MEDIA -> media.readFeed(name, feed);
      case LICENSE -> shared.readLicense(name, feed);
      case SYNDICATION -> readSyndication(name, feed);
      case ADMIN -> readAdmin(name, feed);
      case CONTENT, FEEDBURNER, XHTML, CHAPTERS, GEO, GEORSS, GML, COMMENTS, OTHER ->
        in.texts.skip();
      case RDF -> {}
    }
  }

  /// Maps everything inside the element that starts here, through its END, and says whether there
  /// was anything.
  boolean readAll(FeedDraft feed) {
    int depth = in.events.depth();
    boolean found = false;
    while (true) {
      switch (in.events.next()) {
        case START -> {
          if (in.texts.stopsHere()) {
            return found;
          }
          found = true;
          read(in.space(), in.events.name(), feed);
          if (in.texts.isHeld()) {
            return found;
          }
        }
        case END -> {
          if (in.events.depth() < depth) {
            return found;
          }
        }
        case DONE -> {
          return found;
        }
        case TEXT -> {}
      }
    }
  }

  /// Takes over what a container says about everything inside it.
  void enter(FeedDraft feed) {
    feed.base = in.base(feed.base);
    feed.fallbackLanguage = first(feed.fallbackLanguage, in.attribute("lang"));
    feed.direction = first(feed.direction, in.direction());
    if (in.format.family() == FeedFormat.Family.CDF) {
      enterCdf(feed);
    }
  }

  private void enterCdf(FeedDraft feed) {
    String base = in.attribute("base");
    feed.base = base == null ? feed.base : Links.resolve(feed.base, base);
    String href = in.attribute("href");
    feed.link = href == null ? null : Links.resolve(feed.base, href);
    feed.updated = in.date(in.attribute("lastmod"));
  }

  private void readMain(String name, FeedDraft feed, boolean atom) {
    switch (name) {
      case "channel", "feed", "rss" -> enter(feed);
      case "description", "subtitle", "tagline", "abstract" ->
        feed.descriptionHtml = first(feed.descriptionHtml, in.html(feed, atom));
      case "lastbuilddate", "updated", "modified" -> feed.updated = first(feed.updated, in.date());
      case "pubdate", "published" -> readPublished(feed);
      case "ttl" -> feed.ttl = first(feed.ttl, minutes(in.plain()));
      case "managingeditor" -> feed.addAuthor(in.person(feed.base));
      case "webmaster" -> feed.publisher = first(feed.publisher, in.person(feed.base));
      case "generator" -> readGenerator(feed);
      case "icon" -> feed.icon = first(feed.icon, in.address(feed.base));
      case "hour" -> readHour(feed);
      case "day" -> readDay(feed);
      default -> shared.readMain(name, feed, atom);
    }
  }

  private void readGenerator(FeedDraft feed) {
    String uri = first(in.attribute("uri"), in.attribute("url"));
    String version = Draft.blankToNull(in.attribute("version"));
    String base = in.base(feed.base);
    addGenerator(in.words(), uri, version, base, feed);
  }

  private void readAdmin(String name, FeedDraft feed) {
    if (name.equals("generatoragent")) {
      addGenerator(null, in.attribute("resource"), null, feed.base, feed);
    } else if (name.equals("errorreportsto") && feed.publisher == null) {
      String resource = in.attribute("resource");
      feed.publisher = resource != null && resource.startsWith("mailto:")
          ? Persons.parse(resource.substring("mailto:".length()))
          : null;
    }
    in.texts.skip();
  }

  private static void addGenerator(
      @Nullable String name,
      @Nullable String uri,
      @Nullable String version,
      @Nullable String base,
      FeedDraft feed) {
    String address = Links.safe(base, Draft.blankToNull(uri));
    if (feed.generator == null && (name != null || address != null || version != null)) {
      feed.generator = new Generator(name, address, version);
    }
  }

  /// Some count the hours from 1 to 24, some from 0 to 23.
  private void readHour(FeedDraft feed) {
    Integer hour = Numbers.whole(in.plain());
    if (hour != null && hour <= 24) {
      feed.skipHours.add(hour % 24);
    }
  }

  private void readDay(FeedDraft feed) {
    String name = in.plain();
    if (name != null) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (day.name().startsWith(name.toUpperCase(Locale.ROOT)) && name.length() >= 3) {
          feed.skipDays.add(day);
        }
      }
    }
  }

  private void readSyndication(String name, FeedDraft feed) {
    switch (name) {
      case "updateperiod" -> feed.updatePeriod = first(feed.updatePeriod, period(in.plain()));
      case "updatefrequency" -> {
        Integer frequency = Numbers.positive(in.plain());
        feed.updateFrequency =
            frequency == null ? feed.updateFrequency : Math.min(frequency, MAX_FREQUENCY);
      }
      default -> in.texts.skip();
    }
  }

  private static @Nullable Duration period(@Nullable String text) {
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "hourly" -> Duration.ofHours(1);
      case "daily" -> Duration.ofDays(1);
      case "weekly" -> Duration.ofDays(7);
      case "monthly" -> Duration.ofDays(30);
      case "yearly" -> Duration.ofDays(365);
      default -> null;
    };
  }

  private void readDublinCore(String name, FeedDraft feed) {
    switch (name) {
      case "description" ->
        feed.descriptionHtml = first(feed.descriptionHtml, in.html(feed, false));
      case "date" -> readPublished(feed);
      case "publisher" -> feed.publisher = first(feed.publisher, in.person(feed.base));
      default -> shared.readDublinCore(name, feed);
    }
  }

  private void readTerms(String name, FeedDraft feed) {
    switch (name) {
      case "modified" -> feed.updated = first(feed.updated, in.date());
      case "issued", "created", "date" -> readPublished(feed);
      default -> in.texts.skip();
    }
  }

  private void readPublished(FeedDraft feed) {
    feed.published = first(feed.published, in.date());
  }

  private static @Nullable Duration minutes(@Nullable String text) {
    Integer minutes = Numbers.positive(text);
    return minutes == null ? null : Duration.ofMinutes(Math.min(minutes, MAX_TTL_MINUTES));
  }
}
