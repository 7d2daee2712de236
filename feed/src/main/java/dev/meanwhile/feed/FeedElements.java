package dev.meanwhile.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Maps the elements that describe the feed as a whole.
final class FeedElements {
  private static final int MAX_TTL_MINUTES = 60 * 24 * 366;

  private final ElementReader in;

  FeedElements(ElementReader in) {
    this.in = in;
  }

  /// Maps the element that starts here. Containers and unknown elements are left open.
  void read(Space space, String name, FeedDraft feed) {
    switch (space) {
      case CORE -> readMain(name, feed, false);
      case ATOM -> readMain(name, feed, true);
      case DC -> readDublinCore(name, feed);
      case DC_TERMS -> readTerms(name, feed);
      case ITUNES -> readItunes(name, feed);
      case MEDIA, CONTENT, FEEDBURNER, XHTML, OTHER -> in.texts.skip();
      case RDF -> {}
    }
  }

  private void readMain(String name, FeedDraft feed, boolean atom) {
    switch (name) {
      case "channel", "feed", "rss" -> enter(feed);
      case "title" -> feed.titleHtml = ElementReader.first(feed.titleHtml, in.html(atom));
      case "link" -> readLink(feed);
      case "description", "subtitle", "tagline" ->
        feed.descriptionHtml = ElementReader.first(feed.descriptionHtml, in.html(atom));
      case "language" -> feed.language = ElementReader.first(feed.language, in.plain());
      case "lastbuilddate", "updated", "modified" ->
        feed.updated = ElementReader.first(feed.updated, in.date());
      case "pubdate", "published" -> readPublished(feed);
      case "ttl" -> feed.ttl = ElementReader.first(feed.ttl, minutes(in.plain()));
      case "author" -> feed.addAuthor(in.person(feed.base));
      case "image", "textinput", "contributor", "skiphours", "skipdays" -> in.texts.skip();
      default -> {}
    }
  }

  /// Takes over what a container says about everything inside it.
  void enter(FeedDraft feed) {
    feed.base = in.base(feed.base);
    feed.fallbackLanguage = ElementReader.first(feed.fallbackLanguage, in.events.attribute("lang"));
  }

  private void readLink(FeedDraft feed) {
    String base = in.base(feed.base);
    String href = in.events.attribute("href");
    if (href == null) {
      boolean alternate = EntryElements.relation(in.events).equals("alternate");
      String text = in.plain();
      if (text != null && alternate && !feed.linkIsPage) {
        feed.link = Links.resolve(base, text);
        feed.linkIsPage = true;
      }
      return;
    }
    switch (EntryElements.relation(in.events)) {
      case "hub" -> feed.hub = ElementReader.first(feed.hub, Links.resolve(base, href));
      case "self" -> feed.self = ElementReader.first(feed.self, Links.resolve(base, href));
      case "alternate" -> {
        boolean page = EntryElements.isPage(in.events.attribute("type"));
        if (!href.isBlank() && !feed.linkIsPage && (page || feed.link == null)) {
          feed.link = Links.resolve(base, href);
          feed.linkIsPage = page;
        }
      }
      default -> {}
    }
    in.texts.skip();
  }

  private void readDublinCore(String name, FeedDraft feed) {
    switch (name) {
      case "title" -> feed.titleHtml = ElementReader.first(feed.titleHtml, in.html(false));
      case "description" ->
        feed.descriptionHtml = ElementReader.first(feed.descriptionHtml, in.html(false));
      case "language" -> feed.language = ElementReader.first(feed.language, in.plain());
      case "date" -> readPublished(feed);
      default -> in.texts.skip();
    }
  }

  private void readTerms(String name, FeedDraft feed) {
    switch (name) {
      case "modified" -> feed.updated = ElementReader.first(feed.updated, in.date());
      case "issued", "created", "date" -> readPublished(feed);
      default -> in.texts.skip();
    }
  }

  private void readItunes(String name, FeedDraft feed) {
    switch (name) {
      case "summary", "subtitle" ->
        feed.fallbackDescription = ElementReader.first(feed.fallbackDescription, in.html(false));
      default -> in.texts.skip();
    }
  }

  private void readPublished(FeedDraft feed) {
    Instant date = in.date();
    feed.fallbackUpdated = ElementReader.first(feed.fallbackUpdated, date);
  }

  private static @Nullable Duration minutes(@Nullable String text) {
    if (text == null || text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int minutes = Integer.parseInt(text);
    return minutes == 0 ? null : Duration.ofMinutes(Math.min(minutes, MAX_TTL_MINUTES));
  }
}
