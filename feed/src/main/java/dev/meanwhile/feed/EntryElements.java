package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;
import static dev.meanwhile.feed.ElementReader.longer;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Maps the elements inside an entry.
final class EntryElements {
  private final ElementReader in;
  private final SharedElements shared;
  private final PodcastElements podcast;
  private final MediaElements media;
  private final PlaceElements places;
  private final FeedElements sources;

  EntryElements(ElementReader in, FeedElements sources) {
    this.in = in;
    this.shared = new SharedElements(in);
    this.podcast = new PodcastElements(in);
    this.media = new MediaElements(in);
    this.places = new PlaceElements(in);
    this.sources = sources;
  }

  /// Maps the element that starts here. Unknown elements of the main vocabulary are left open,
  /// so that what is inside them is seen; those of others are skipped.
  void read(Space space, String name, EntryDraft entry) {
    switch (space) {
      case CORE -> readMain(name, entry, false);
      case ATOM -> readMain(name, entry, true);
      case DC -> readDublinCore(name, entry);
      case DC_TERMS -> readTerms(name, entry);
      case CONTENT -> readContent(name, entry);
      case MEDIA -> media.readEntry(name, entry);
      case ITUNES -> podcast.readItunes(name, entry);
      case PODCAST -> podcast.readPodcast(name, entry);
      case CHAPTERS -> podcast.readChapters(name, entry);
      case GEO -> places.readGeo(name, entry);
      case GEORSS -> places.readGeoRss(name, entry);
      case GML -> places.readGml(name, entry);
      case LICENSE -> shared.readLicense(name, entry);
      case XHTML -> readXhtml(name, entry);
      case FEEDBURNER -> readFeedburner(name, entry);
      case COMMENTS -> readComments(name, entry);
      case RDF, SYNDICATION, ADMIN, OTHER -> in.texts.skip();
    }
  }

  /// Takes over what the tag of an entry says.
  void enter(EntryDraft entry, @Nullable String feedBase) {
    entry.base = in.base(feedBase);
    entry.language = Draft.blankToNull(in.attribute("lang"));
    entry.direction = in.direction();
    entry.fallbackId = in.attribute("about");
    enterCdf(entry);
  }

  /// In CDF, link and date are attributes; elsewhere there are none of these names.
  private void enterCdf(EntryDraft entry) {
    String href = in.attribute("href");
    entry.fallbackLink = href == null ? null : Links.resolve(entry.base, href);
    entry.updated = in.date(in.attribute("lastmod"));
  }

  private void readMain(String name, EntryDraft entry, boolean atom) {
    switch (name) {
      case "description", "summary", "abstract" ->
        entry.summary = first(entry.summary, text(entry, atom));
      case "content", "body", "fullitem" -> readMainContent(entry, atom);
      case "guid" -> readGuid(entry);
      case "pubdate", "published", "issued", "created", "date" -> readDate(name, entry);
      case "updated", "modified", "lastbuilddate" -> readDate(name, entry);
      case "enclosure" -> readEnclosure(entry);
      case "comments" -> entry.commentsLink = first(entry.commentsLink, in.address(entry.base));
      case "source" -> readSource(entry);
      default -> shared.readMain(name, entry, atom);
    }
  }

  /// A text of the entry, whose language and direction hold for the entry if it has none.
  private @Nullable String text(EntryDraft entry, boolean atom) {
    inherit(entry);
    return in.html(entry, atom);
  }

  private void inherit(EntryDraft entry) {
    entry.fallbackLanguage = first(entry.fallbackLanguage, in.attribute("lang"));
    entry.direction = first(entry.direction, in.direction());
  }

  private void readMainContent(EntryDraft entry, boolean atom) {
    addFile(in.attribute("src"), entry);
    inherit(entry);
    String base = in.base(entry.base);
    String html = in.rawHtml(atom);
    String inside = in.texts.base();
    if (html != null && longer(entry.content, html) == html) {
      entry.content = html;
      entry.contentBase = inside == null ? base : Links.resolve(base, inside);
    }
  }

  /// What Atom says is the content, but stands elsewhere.
  private void addFile(@Nullable String src, EntryDraft entry) {
    if (src != null) {
      entry.addEnclosure(Links.resolve(in.base(entry.base), src), in.attribute("type"), null);
    }
  }

  private void readGuid(EntryDraft entry) {
    String permanent = in.attribute("ispermalink");
    String guid = in.plain();
    if (guid == null) {
      return;
    }
    entry.id = first(entry.id, guid);
    String claim = permanent == null ? "" : permanent.strip().toLowerCase(Locale.ROOT);
    String address = claim.equals("true") ? Links.resolve(entry.base, guid) : guid;
    if (!claim.equals("false") && Links.isWeb(address)) {
      entry.fallbackLink = address;
    }
  }

  private void readDate(String name, EntryDraft entry) {
    Instant date = in.date();
    switch (name) {
      case "pubdate", "published", "issued" -> entry.published = first(entry.published, date);
      case "updated", "modified", "lastbuilddate" -> entry.updated = first(entry.updated, date);
      default -> entry.fallbackPublished = first(entry.fallbackPublished, date);
    }
  }

  private void readEnclosure(EntryDraft entry) {
    entry.addEnclosure(
        first(in.attribute("url"), in.attribute("href")),
        in.attribute("type"),
        in.attribute("length"));
    in.texts.skip();
  }

  /// In RSS a title with an address, in Atom all that a feed can say of itself.
  private void readSource(EntryDraft entry) {
    FeedDraft source = new FeedDraft();
    source.format = in.format;
    source.base = in.base(entry.base);
    String url = in.attribute("url");
    boolean known = true;
    if (url == null) {
      known = sources.readAll(source);
    } else {
      source.self = Links.resolve(source.base, url);
      source.titleHtml = in.html(source, false);
    }
    source.completeLink(in.problems);
    if (known) {
      entry.source = first(entry.source, source);
    }
  }

  private void readDublinCore(String name, EntryDraft entry) {
    switch (name) {
      case "date" -> readDate(name, entry);
      case "description" ->
        entry.fallbackSummary = first(entry.fallbackSummary, in.html(entry, false));
      default -> shared.readDublinCore(name, entry);
    }
  }

  private void readTerms(String name, EntryDraft entry) {
    switch (name) {
      case "issued", "modified" -> readDate(name, entry);
      case "created", "date" -> readDate("date", entry);
      default -> in.texts.skip();
    }
  }

  private void readContent(String name, EntryDraft entry) {
    if (name.equals("encoded")) {
      entry.content = longer(entry.content, text(entry, false));
    } else {
      in.texts.skip();
    }
  }

  private void readXhtml(String name, EntryDraft entry) {
    switch (name) {
      case "body", "div" -> {
        inherit(entry);
        entry.content = longer(entry.content, in.texts.html(TextKind.XHTML));
      }
      default -> in.texts.skip();
    }
  }

  private void readFeedburner(String name, EntryDraft entry) {
    if (name.equals("origlink")) {
      entry.fallbackLink = first(in.plain(), entry.fallbackLink);
    } else {
      in.texts.skip();
    }
  }

  private void readComments(String name, EntryDraft entry) {
    switch (name) {
      case "commentrss" -> entry.commentsFeed = first(entry.commentsFeed, in.address(entry.base));
      case "comments", "total" ->
        entry.commentsCount = first(entry.commentsCount, Numbers.whole(in.plain()));
      default -> in.texts.skip();
    }
  }
}
