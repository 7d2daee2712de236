package dev.meanwhile.feed;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the elements of feeds and of entries have in common: texts, dates, persons and
/// addresses.
final class ElementReader {
  final XmlEvents events;
  final Texts texts;
  final Problems problems;

  /// What the document says it is, once that is known.
  FeedFormat format = new FeedFormat(FeedFormat.Family.RSS, "");

  /// The namespace of the root is the main vocabulary, whatever it is called.
  @Nullable
  Space home;

  /// Apart from the buffer of the texts, which the elements inside use.
  private final TextBuffer ownText = new TextBuffer();

  private final Map<String, String> fields = new HashMap<>();

  ElementReader(XmlEvents events, Problems problems) {
    this.events = events;
    this.problems = problems;
    this.texts = new Texts(events, problems);
  }

  /// Vocabulary of the element that starts here, seen from the root of the document.
  Space space() {
    Space space = events.space();
    if (space == home || space == Space.CORE) {
      return format.family() == FeedFormat.Family.ATOM ? Space.ATOM : Space.CORE;
    }
    return space;
  }

  @Nullable
  String attribute(String name) {
    return events.attribute(name);
  }

  /// The text of a construct that is HTML in RSS and what its attributes say in Atom. If it has a
  /// base of its own, the addresses in it are made absolute.
  @Nullable
  String html(Draft draft, boolean atom) {
    String own = base(draft.base);
    String html = rawHtml(atom);
    String inside = texts.base();
    String base = inside == null ? own : Links.resolve(own, inside);
    return html == null || base == null || base.equals(draft.base)
        ? html
        : HtmlText.absolute(html, base);
  }

  /// The same with its addresses as they are.
  @Nullable
  String rawHtml(boolean atom) {
    return texts.html(atom ? TextKind.ofAtom(events) : TextKind.HTML);
  }

  @Nullable
  String plain() {
    return texts.plain();
  }

  /// Plain text with entities decoded and white space collapsed.
  @Nullable
  String words() {
    return Draft.plain(texts.plain());
  }

  @Nullable
  Instant date() {
    int line = events.line();
    int column = events.column();
    return date(texts.plain(), line, column);
  }

  /// The date in an attribute of the element that starts here.
  @Nullable
  Instant date(@Nullable String attribute) {
    return date(attribute, events.line(), events.column());
  }

  private @Nullable Instant date(@Nullable String text, int line, int column) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Instant date = FeedDates.parse(text);
    if (date == null) {
      problems.add(
          FeedProblem.Kind.DATE,
          "not a date that can be read: " + Problems.quote(text),
          line,
          column);
    }
    return date;
  }

  /// The base inside of the element that starts here.
  @Nullable
  String base(@Nullable String outer) {
    String own = Draft.blankToNull(events.base());
    return own == null ? outer : Links.resolve(outer, own);
  }

  /// The address that stands in the element that starts here.
  @Nullable
  String address(@Nullable String outer) {
    String base = base(outer);
    String text = plain();
    return text == null ? null : Links.resolve(base, text);
  }

  /// What is behind a link: `alternate` unless it says otherwise.
  String relation() {
    String relation = events.attribute("rel");
    if (relation == null || relation.isBlank() || relation.equals("alternate")) {
      return "alternate";
    }
    String lower = relation.strip().toLowerCase(Locale.ROOT);
    return lower.contains("iana.org/assignments/relation/")
        ? lower.substring(lower.lastIndexOf('/') + 1)
        : lower;
  }

  /// The direction that the element that starts here claims for its text.
  @Nullable
  Direction direction() {
    String direction = events.attribute("dir");
    if (direction == null) {
      return null;
    }
    return switch (direction.strip().toLowerCase(Locale.ROOT)) {
      case "rtl" -> Direction.RIGHT_TO_LEFT;
      case "ltr" -> Direction.LEFT_TO_RIGHT;
      default -> null;
    };
  }

  /// A person as Atom writes it, with elements for name, email and address, or as RSS does, in
  /// one text.
  @Nullable
  Author person(@Nullable String base) {
    String inner = base(base);
    Map<String, String> found = fields();
    String uri = found.get("uri");
    uri = uri == null ? found.get("url") : uri;
    uri = uri == null ? found.get("homepage") : uri;
    Author author =
        Persons.of(Draft.plain(found.get("name")), found.get("email"), Links.safe(inner, uri));
    if (author != null) {
      return author;
    }
    String own = found.get("");
    if (own == null && found.size() == 1) {
      own = found.values().iterator().next(); // markup where there should be a name
    }
    return own == null ? null : Persons.parse(own);
  }

  /// A picture: as RSS writes it, with elements for its parts, or one address.
  @Nullable
  Image image(@Nullable String outer) {
    String base = base(outer);
    String href = first(attribute("href"), attribute("url"));
    Map<String, String> found = fields();
    String url = href == null ? first(found.get("url"), found.get("")) : href;
    if (url == null) {
      return null;
    }
    return image(
        Links.resolve(base, url),
        Draft.plain(found.get("title")),
        Links.safe(base, found.get("link")),
        found.get("width"),
        found.get("height"));
  }

  /// A picture of its parts; null if it has no address that can be shown.
  static @Nullable Image image(
      String url,
      @Nullable String title,
      @Nullable String link,
      @Nullable String width,
      @Nullable String height) {
    return Links.isWeb(url) || !Links.isAbsolute(url)
        ? new Image(url, title, link, Numbers.positive(width), Numbers.positive(height))
        : null;
  }

  /// Reads through the element that starts here: the texts of the elements inside it by their
  /// names, of each the first, and its own text under the empty name. The map is used again for
  /// the next element.
  Map<String, String> fields() {
    int depth = events.depth();
    fields.clear();
    ownText.clear();
    while (true) {
      switch (events.next()) {
        case START -> {
          if (texts.stopsHere()) {
            return withOwnText();
          }
          String name = events.name();
          String text = plain();
          if (text != null) {
            fields.putIfAbsent(name, text);
          }
          if (texts.isHeld()) {
            return withOwnText();
          }
        }
        case TEXT -> {
          if (ownText.length() < Limits.MAX_SHORT_TEXT) {
            events.text(ownText);
          }
        }
        case END -> {
          if (events.depth() < depth) {
            return withOwnText();
          }
        }
        case DONE -> {
          return withOwnText();
        }
      }
    }
  }

  private Map<String, String> withOwnText() {
    String text = ownText.stripped();
    if (!text.isEmpty()) {
      fields.put("", text);
    }
    return fields;
  }

  static <T> @Nullable T first(@Nullable T known, @Nullable T next) {
    return known == null ? next : known;
  }

  static @Nullable String longer(@Nullable String known, @Nullable String next) {
    return known == null || (next != null && next.length() > known.length()) ? next : known;
  }
}
