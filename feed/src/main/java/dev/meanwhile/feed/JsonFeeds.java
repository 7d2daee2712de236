package dev.meanwhile.feed;

import java.io.InputStream;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads JSON Feed 1.0 and 1.1, token by token: no tree, and what was read before an error is
/// kept.
final class JsonFeeds implements EntrySource {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(Limits.MAX_JSON_DEPTH)
          .maxStringLength(Limits.MAX_TEXT)
          .build())
      .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
      .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
      .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
      .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
      .build();

  private static final String VERSION_HOST = "jsonfeed.org/version/";

  /// What some write instead of the address of the version.
  private static final Pattern BARE_VERSION = Pattern.compile("1\\.[01]");

  private final JsonParser parser;
  private final Problems problems;
  private final FeedDraft feed = new FeedDraft();

  private @Nullable String version;
  private boolean hasItems;
  private boolean started;
  private boolean inItems;
  private boolean done;
  private boolean broken;
  private @Nullable EntryDraft open;

  private JsonFeeds(JsonParser parser, FeedHints hints, Problems problems) {
    this.parser = parser;
    this.problems = problems;
    this.feed.format = new FeedFormat(FeedFormat.Family.JSON_FEED, "");
    this.feed.base = hints.base() == null ? null : hints.base().toString();
  }

  static ParsedFeed parse(byte[] body, FeedHints hints, Problems problems) {
    Decoding document = Decoding.of(body, hints, problems);
    Decoding repaired = Decoding.repaired(document, problems);
    Decoding known = repaired == null ? document : repaired;
    byte[] bytes = known.bytes();
    try (JsonParser parser = FACTORY.createParser(
        ObjectReadContext.empty(), bytes, known.from(), bytes.length - known.from())) {
      return WholeFeed.read(new JsonFeeds(parser, hints, problems), problems);
    }
  }

  /// Reads from UTF-8 as it arrives.
  static JsonFeeds open(InputStream utf8, FeedHints hints, Problems problems) {
    return new JsonFeeds(FACTORY.createParser(ObjectReadContext.empty(), utf8), hints, problems);
  }

  /// The next entry, null after the last one.
  @Override
  public @Nullable EntryDraft next() {
    try {
      while (findItems()) {
        EntryDraft item = nextItem();
        if (item != null) {
          return item;
        }
        inItems = false;
      }
      return null;
    } catch (JacksonException e) {
      fail(e);
      EntryDraft cut = open;
      return cut != null && (cut.id != null || cut.link != null) ? cut : null;
    }
  }

  /// What was read of the feed so far, at least what stands before its items.
  ///
  /// @throws NotAFeedException if it turned out to be none
  @Override
  public FeedDraft feed() {
    try {
      findItems();
    } catch (JacksonException e) {
      fail(e);
    }
    if (done && !isFeed()) {
      throw NotAFeedException.of(
          NotAFeedException.Looks.JSON, "neither a version of JSON Feed nor items in it");
    }
    return feed;
  }

  /// Reads on to where items stand and says whether there are any.
  private boolean findItems() {
    if (!started) {
      started = true;
      done = parser.nextToken() != JsonToken.START_OBJECT;
    }
    while (!done && !inItems) {
      if (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        readProperty(parser.currentName(), parser.nextToken());
      } else {
        done = true;
        if (feed.format.version().isEmpty()) {
          problems.add(FeedProblem.Kind.STRUCTURE, "does not say which version of JSON Feed it is");
        }
      }
    }
    return inItems && !done;
  }

  private void fail(JacksonException e) {
    done = true;
    broken = true;
    report(e);
  }

  @Override
  public boolean isLenient() {
    return broken;
  }

  /// An object that does not say what it is must at least have what every feed has.
  private boolean isFeed() {
    if (version != null && version.contains(VERSION_HOST)) {
      return true;
    }
    return hasItems && (feed.titleHtml != null || feed.link != null);
  }

  private void setVersion(@Nullable String claimed) {
    version = claimed;
    String number = "";
    if (claimed != null && BARE_VERSION.matcher(claimed).matches()) {
      number = claimed;
    } else if (claimed != null && claimed.contains(VERSION_HOST)) {
      number = claimed.substring(claimed.indexOf(VERSION_HOST) + VERSION_HOST.length());
      number = number.equals("1") ? "1.0" : number;
    }
    feed.format = FeedFormat.of(FeedFormat.Family.JSON_FEED, number);
  }

  private void readProperty(String name, @Nullable JsonToken value) {
    switch (name) {
      case "version" -> setVersion(text());
      case "title" -> feed.titleHtml = escaped(text());
      case "home_page_url" -> feed.link = address(text());
      case "feed_url" -> feed.self = addLink("self", feed);
      case "next_url" -> addLink("next", feed);
      case "description" -> feed.descriptionHtml = escaped(text());
      case "language" -> feed.language = text();
      case "icon" -> feed.image = image();
      case "favicon" -> feed.icon = address(text());
      case "author", "authors" -> readAuthors(feed::addAuthor);
      case "hubs" -> readEach(this::readHub);
      case "items" -> {
        inItems = value == JsonToken.START_ARRAY;
        hasItems |= inItems;
        if (!inItems) {
          parser.skipChildren();
        }
      }
      default -> parser.skipChildren();
    }
  }

  /// The next of the items, null at their end.
  private @Nullable EntryDraft nextItem() {
    for (JsonToken token = parser.nextToken();
        isInside(token, JsonToken.END_ARRAY);
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        return readItem();
      }
      problem(FeedProblem.Kind.STRUCTURE, "expected an object, found " + token);
      parser.skipChildren();
    }
    return null;
  }

  private EntryDraft readItem() {
    EntryDraft entry = new EntryDraft();
    entry.base = feed.base;
    open = entry;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      readField(name, entry);
    }
    open = null;
    return entry;
  }

  private void readField(String name, EntryDraft entry) {
    switch (name) {
      case "id" -> entry.id = text();
      case "title" -> entry.titleHtml = escaped(text());
      case "url" -> entry.link = address(text());
      case "external_url" -> readExternalUrl(entry);
      case "language" -> entry.language = text();
      case "image" -> entry.image = image();
      case "banner_image" -> entry.fallbackImage = image();
      case "summary" -> entry.summary = escaped(text());
      case "content_html" -> entry.content = ElementReader.first(text(), entry.content);
      case "content_text" -> entry.content = ElementReader.first(entry.content, escaped(text()));
      case "date_published" -> entry.published = date();
      case "date_modified" -> entry.updated = date();
      case "author", "authors" -> readAuthors(entry::addAuthor);
      case "tags" -> readTags(entry);
      case "attachments" -> readEach(() -> readAttachment(entry));
      default -> parser.skipChildren();
    }
  }

  private void readTags(EntryDraft entry) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      entry.addCategory(escaped(text()));
      return;
    }
    while (isInside(parser.nextToken(), JsonToken.END_ARRAY)) {
      entry.addCategory(escaped(text()));
    }
  }

  private void readAttachment(EntryDraft entry) {
    String url = null;
    String type = null;
    String length = null;
    String title = null;
    String duration = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "url" -> url = text();
        case "mime_type" -> type = text();
        case "size_in_bytes" -> length = text();
        case "title" -> title = text();
        case "duration_in_seconds" -> duration = text();
        default -> parser.skipChildren();
      }
    }
    entry.addEnclosure(
        url,
        type,
        length,
        null,
        title == null ? null : HtmlText.collapsed(title),
        Numbers.duration(duration),
        null,
        null);
  }

  /// Where an entry that is about another page links to: its own address for lack of one.
  private void readExternalUrl(EntryDraft entry) {
    String address = address(text());
    if (address != null) {
      entry.fallbackLink = address;
      entry.addLink(Link.of("related", address));
    }
  }

  private @Nullable String addLink(String relation, Draft draft) {
    String address = address(text());
    if (address != null) {
      draft.addLink(Link.of(relation, address));
    }
    return address;
  }

  private @Nullable Image image() {
    String address = Links.web(null, address(text()));
    return address == null ? null : Image.of(address);
  }

  private void readHub() {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isUrl = parser.currentName().equals("url");
      parser.nextToken();
      String value = text();
      String address = isUrl ? address(value) : null;
      if (address != null) {
        feed.hub = feed.hub == null ? address : feed.hub;
        feed.addLink(Link.of("hub", address));
      }
    }
  }

  /// Version 1.0 has one author, 1.1 a list of them; both are met under both names.
  private void readAuthors(AuthorSink sink) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readAuthor(sink);
    } else {
      readEach(() -> readAuthor(sink));
    }
  }

  private void readAuthor(AuthorSink sink) {
    String name = null;
    String url = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = text();
        case "url" -> url = Links.safe(feed.base, text());
        default -> parser.skipChildren();
      }
    }
    sink.add(Persons.of(name, null, url));
  }

  /// Calls the reader on each object of the array that begins here; everything else is skipped.
  private void readEach(Runnable reader) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    for (JsonToken token = parser.nextToken();
        isInside(token, JsonToken.END_ARRAY);
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        reader.run();
      } else {
        problem(FeedProblem.Kind.STRUCTURE, "expected an object, found " + token);
        parser.skipChildren();
      }
    }
  }

  /// Whether more follows; without a token the document is over.
  private static boolean isInside(@Nullable JsonToken token, JsonToken end) {
    return token != null && token != end;
  }

  /// The value that stands here if it is a text or a number, else null; reads through it in any
  /// case.
  private @Nullable String text() {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      parser.skipChildren();
      return null;
    }
    return Draft.blankToNull(TextBuffer.legal(parser.getString()));
  }

  private static @Nullable String escaped(@Nullable String text) {
    return text == null ? null : HtmlText.escaped(text);
  }

  private @Nullable String address(@Nullable String written) {
    return written == null ? null : Links.resolve(feed.base, written);
  }

  private @Nullable Instant date() {
    String text = text();
    Instant date = text == null ? null : FeedDates.parse(text);
    if (text != null && date == null) {
      problem(FeedProblem.Kind.DATE, "not a date that can be read: " + Problems.quote(text));
    }
    return date;
  }

  private void problem(FeedProblem.Kind kind, String message) {
    TokenStreamLocation at = parser.currentTokenLocation();
    problems.add(kind, message, at.getLineNr(), at.getColumnNr());
  }

  private void report(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    problems.add(
        FeedProblem.Kind.NOT_WELL_FORMED,
        "no valid JSON: " + e.getOriginalMessage(),
        at == null ? 0 : at.getLineNr(),
        at == null ? 0 : at.getColumnNr());
  }

  /// Where authors go.
  private interface AuthorSink {
    void add(@Nullable Author author);
  }
}
