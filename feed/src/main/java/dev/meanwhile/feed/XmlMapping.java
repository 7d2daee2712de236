package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// Makes a feed of the events of a document, whichever parser they come from.
final class XmlMapping implements EntrySource {
  /*
   * One flat loop, no recursion: nesting is only counted. The state is which of three places the
   * cursor is in: outside any feed, in a feed, in an entry.
   *
   *   outside --rss, rdf, feed, channel--> feed --item, entry--> entry --its END--> feed
   *                                                              entry --item, entry--> next entry
   *
   * An entry inside an entry is one that was never closed. Elements that only hold others
   * (channel, and all unknown ones of the main vocabulary) are not entered or left: what is
   * inside is seen as if they were not there.
   */
  private final XmlEvents events;
  private final Problems problems;
  private final ElementReader in;
  private final FeedElements feedElements;
  private final EntryElements entryElements;
  private final FeedDraft feed = new FeedDraft();

  private boolean inFeed;
  private boolean versioned;
  private boolean held;
  private boolean done;
  private @Nullable String firstElement;

  private @Nullable EntryDraft entry;
  private int entryDepth;
  private long firstEntryAt = -1;

  /// The entry that was read last, until it is taken.
  private @Nullable EntryDraft ended;

  XmlMapping(XmlEvents events, FeedHints hints, Problems problems) {
    this.events = events;
    this.problems = problems;
    this.in = new ElementReader(events, problems);
    this.feedElements = new FeedElements(in);
    this.entryElements = new EntryElements(in, feedElements);
    this.feed.base = hints.base() == null ? null : hints.base().toString();
  }

  /// The next entry, null after the last one.
  @Override
  public @Nullable EntryDraft next() {
    while (ended == null && !done) {
      advance();
    }
    EntryDraft next = ended;
    ended = null;
    return next;
  }

  /// The feed without its entries, as far as it was read: at least what stands before the first.
  ///
  /// @throws NotAFeedException if there is none in the document
  @Override
  public FeedDraft feed() {
    while (firstEntryAt < 0 && !done) {
      advance();
    }
    if (!inFeed) {
      throw notAFeed(firstElement);
    }
    return feed;
  }

  @Override
  public boolean isLenient() {
    return events.isGuessed();
  }

  private static NotAFeedException notAFeed(@Nullable String root) {
    if (root == null) {
      return NotAFeedException.of(NotAFeedException.Looks.TEXT, "no element in it");
    }
    if (root.equals("html") || HtmlText.isHtmlElement(root)) {
      return NotAFeedException.of(NotAFeedException.Looks.HTML, "it begins with <" + root + ">");
    }
    return NotAFeedException.of(
        NotAFeedException.Looks.XML, "its root is " + Problems.quote("<" + root + ">"));
  }

  /// Bytes of the document before its first entry; -1 until that was met.
  long firstEntryAt() {
    return firstEntryAt;
  }

  /// Bytes of the document before the tag at which the last entry ended.
  long position() {
    return events.offset();
  }

  private void advance() {
    XmlEvents.Kind kind = held ? events.kind() : events.next();
    held = false;
    switch (kind) {
      case START -> {
        if (events.depth() > Limits.MAX_DEPTH && !events.isGuessed()) {
          reportDepth();
          endDocument();
        } else {
          start();
        }
      }
      case END -> {
        if (entry != null && events.depth() < entryDepth) {
          endEntry();
        }
      }
      case DONE -> endDocument();
      case TEXT -> {}
    }
  }

  /// Maps the element that starts here. The cursor may then stand on the START of an entry,
  /// which is still to be mapped.
  private void start() {
    String name = events.name();
    if (!inFeed) {
      startOutside(name);
      return;
    }
    Space space = in.space();
    if (isEntry(space, name)) {
      startEntry();
      return;
    }
    EntryDraft current = entry;
    if (current != null) {
      entryElements.read(space, name, current);
    } else {
      if (!versioned) {
        versionOfRdf(name);
      }
      feedElements.read(space, name, feed);
    }
    held = in.texts.takeHeld();
  }

  private void startOutside(String name) {
    firstElement = firstElement == null ? name : firstElement;
    Space space = events.space();
    switch (name) {
      case "rss" -> enter(FeedFormat.of(FeedFormat.Family.RSS, attribute("version")));
      case "rdf" -> {
        enter(FeedFormat.of(FeedFormat.Family.RSS, "1.0"));
        versioned = false;
        in.home = null;
      }
      case "feed" -> enter(FeedFormat.of(FeedFormat.Family.ATOM, atomVersion()));
      case "channel" -> {
        if (events.depth() == 1 && space == Space.CORE) {
          enter(FeedFormat.of(
              isCdf() ? FeedFormat.Family.CDF : FeedFormat.Family.RSS, attribute("version")));
        }
      }
      case "entry" -> {
        if (events.depth() == 1 && space == Space.ATOM) {
          enter(FeedFormat.of(FeedFormat.Family.ATOM, atomVersion()));
          startEntry();
        }
      }
      default -> {}
    }
  }

  /// RSS has no attributes like these.
  private boolean isCdf() {
    return events.attribute("href") != null
        || events.attribute("lastmod") != null
        || events.attribute("self") != null
        || events.attribute("base") != null;
  }

  private void enter(FeedFormat format) {
    inFeed = true;
    versioned = true;
    in.home = events.space();
    setFormat(format);
    feedElements.enter(feed);
  }

  private void setFormat(FeedFormat format) {
    feed.format = format;
    in.format = format;
  }

  /// RSS 0.90 and 1.0 differ in the namespace of what is in the RDF.
  private void versionOfRdf(String name) {
    if (name.equals("channel")) {
      versioned = true;
      String version = switch (events.uri()) {
        case String uri when uri.contains("simple/0.9") -> "0.90";
        case String uri when uri.contains("rss1.1") -> "1.1";
        default -> "1.0";
      };
      setFormat(FeedFormat.of(FeedFormat.Family.RSS, version));
    }
  }

  private String atomVersion() {
    String uri = events.uri();
    if (uri.contains("2005/Atom")) {
      return "1.0";
    }
    return uri.contains("purl.org/atom") ? "0.3" : attribute("version");
  }

  private String attribute(String name) {
    String value = events.attribute(name);
    return value == null ? "" : value;
  }

  private static boolean isEntry(Space space, String name) {
    return (space == Space.CORE || space == Space.ATOM)
        && (name.equals("item") || name.equals("entry"));
  }

  private void startEntry() {
    endEntry();
    EntryDraft started = new EntryDraft();
    entryElements.enter(started, feed.base);
    entry = started;
    entryDepth = events.depth();
    firstEntryAt = firstEntryAt < 0 ? events.offset() : firstEntryAt;
  }

  private void endEntry() {
    ended = entry;
    entry = null;
  }

  /// An entry that was cut off is kept if what identifies it was read, so that the next fetch,
  /// which may see all of it, knows it again.
  private void endDocument() {
    EntryDraft open = entry;
    done = true;
    if (events.isCutOff()) {
      problems.add(
          FeedProblem.Kind.TRUNCATED,
          "the document ends before its last element",
          events.line(),
          0);
    }
    if (open != null && (open.id != null || open.link != null)) {
      endEntry();
    }
  }

  private void reportDepth() {
    problems.add(
        FeedProblem.Kind.LIMIT,
        "more than " + Limits.MAX_DEPTH + " elements inside each other, the rest is not read",
        events.line(),
        events.column());
  }
}
