package dev.meanwhile.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the elements of feeds and of entries have in common: texts, dates, persons and
/// addresses.
final class ElementReader {
  final XmlEvents events;
  final Texts texts;
  final Problems problems;

  /// Apart from the buffer of the texts, which the elements inside a person use.
  private final TextBuffer personText = new TextBuffer();

  ElementReader(XmlEvents events, Problems problems) {
    this.events = events;
    this.problems = problems;
    this.texts = new Texts(events, problems);
  }

  /// The text of a construct that is HTML in RSS and what its attributes say in Atom.
  @Nullable
  String html(boolean atom) {
    return texts.html(atom ? TextKind.ofAtom(events) : TextKind.HTML);
  }

  @Nullable
  String plain() {
    return texts.plain();
  }

  /// Plain text with entities decoded and white space collapsed.
  @Nullable
  String words() {
    String text = texts.plain();
    return text == null ? null : EntryDraft.blankToNull(HtmlText.plain(text));
  }

  @Nullable
  Instant date() {
    int line = events.line();
    int column = events.column();
    String text = texts.plain();
    if (text == null) {
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
    String own = events.base();
    return own == null ? outer : Links.resolve(outer, own);
  }

  /// A person as Atom writes it, with elements for name, email and address, or as RSS does, in
  /// one text.
  @Nullable
  Author person(@Nullable String base) {
    int depth = events.depth();
    String name = null;
    String email = null;
    String uri = null;
    personText.clear();
    while (true) {
      switch (events.next()) {
        case START -> {
          switch (events.name()) {
            case "name" -> name = first(name, words());
            case "email" -> email = first(email, plain());
            case "uri", "url", "homepage" -> uri = first(uri, plain());
            default -> {
              if (!texts.stopsHere()) {
                texts.skip();
              }
            }
          }
          if (texts.isHeld()) {
            return Persons.of(name, email, address(base, uri));
          }
        }
        case TEXT -> events.text(personText);
        case END -> {
          if (events.depth() < depth) {
            Author author = Persons.of(name, email, address(base, uri));
            return author == null ? Persons.parse(personText.stripped()) : author;
          }
        }
        case DONE -> {
          return null;
        }
      }
    }
  }

  static <T> @Nullable T first(@Nullable T known, @Nullable T next) {
    return known == null ? next : known;
  }

  private static @Nullable String address(@Nullable String base, @Nullable String uri) {
    if (uri == null) {
      return null;
    }
    String address = Links.resolve(base, uri);
    return Links.isSafe(address) ? address : null;
  }
}
