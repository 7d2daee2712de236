package dev.meanwhile.feed;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Maps the elements inside an entry.
final class EntryElements {
  /*
   * One vocabulary for all formats: feeds mix them, and hardly any name means different things in
   * two of them. What does differ is told apart by what stands there: a link with an href is
   * Atom's, an author with elements inside as well.
   */
  private final ElementReader in;

  EntryElements(ElementReader in) {
    this.in = in;
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
      case MEDIA -> readMedia(name, entry);
      case ITUNES -> readItunes(name, entry);
      case XHTML -> readXhtml(name, entry);
      case FEEDBURNER -> readFeedburner(name, entry);
      case RDF, OTHER -> in.texts.skip();
    }
  }

  private void readMain(String name, EntryDraft entry, boolean atom) {
    switch (name) {
      case "title" -> entry.titleHtml = ElementReader.first(entry.titleHtml, in.html(atom));
      case "link" -> readLink(entry);
      case "description", "summary", "abstract" ->
        entry.summary = ElementReader.first(entry.summary, in.html(atom));
      case "content", "body", "fullitem" -> entry.content = longer(entry.content, in.html(atom));
      case "guid" -> readGuid(entry);
      case "id" -> entry.id = ElementReader.first(entry.id, in.plain());
      case "pubdate", "published", "issued", "created", "date" -> readDate(name, entry);
      case "updated", "modified", "lastbuilddate" -> readDate(name, entry);
      case "author" -> entry.addAuthor(in.person(entry.base));
      case "category" -> readCategory(entry);
      case "enclosure" -> readEnclosure(entry);
      case "contributor", "source", "image", "textinput", "comments" -> in.texts.skip();
      default -> {}
    }
  }

  private void readLink(EntryDraft entry) {
    String base = in.base(entry.base);
    String href = in.events.attribute("href");
    if (href == null) {
      boolean alternate = relation(in.events).equals("alternate");
      String text = in.plain();
      if (text != null && alternate && !entry.linkIsPage) {
        entry.link = Links.resolve(base, text);
        entry.linkIsPage = true;
      }
      return;
    }
    String relation = relation(in.events);
    String type = in.events.attribute("type");
    if (relation.equals("enclosure")) {
      entry.addEnclosure(Links.resolve(base, href), type, in.events.attribute("length"));
    } else if (relation.equals("alternate") && !href.isBlank() && !entry.linkIsPage) {
      boolean page = isPage(type);
      if (page || entry.link == null) {
        entry.link = Links.resolve(base, href);
        entry.linkIsPage = page;
      }
    }
    in.texts.skip();
  }

  /// The relation of a link: `alternate` unless it says otherwise.
  static String relation(XmlEvents events) {
    String relation = events.attribute("rel");
    if (relation == null || relation.isBlank() || relation.equals("alternate")) {
      return "alternate";
    }
    String lower = relation.strip().toLowerCase(Locale.ROOT);
    return lower.substring(lower.lastIndexOf('/') + 1);
  }

  static boolean isPage(@Nullable String type) {
    return type == null || type.isBlank() || type.contains("html");
  }

  private void readGuid(EntryDraft entry) {
    String permanent = in.events.attribute("ispermalink");
    String guid = in.plain();
    if (guid == null) {
      return;
    }
    entry.id = ElementReader.first(entry.id, guid);
    boolean isLink = permanent == null || !permanent.strip().equalsIgnoreCase("false");
    if (isLink && Links.isWeb(guid)) {
      entry.fallbackLink = guid;
    }
  }

  private void readDate(String name, EntryDraft entry) {
    Instant date = in.date();
    switch (name) {
      case "pubdate", "published", "issued" ->
        entry.published = ElementReader.first(entry.published, date);
      case "updated", "modified", "lastbuilddate" ->
        entry.updated = ElementReader.first(entry.updated, date);
      default -> entry.fallbackPublished = ElementReader.first(entry.fallbackPublished, date);
    }
  }

  private void readCategory(EntryDraft entry) {
    String term = in.events.attribute("term");
    String label = in.events.attribute("label");
    String text = in.plain();
    entry.addCategory(
        ElementReader.first(ElementReader.first(EntryDraft.blankToNull(term), text), label));
  }

  private void readEnclosure(EntryDraft entry) {
    String url = ElementReader.first(in.events.attribute("url"), in.events.attribute("href"));
    entry.addEnclosure(
        EntryDraft.blankToNull(url), in.events.attribute("type"), in.events.attribute("length"));
    in.texts.skip();
  }

  private void readDublinCore(String name, EntryDraft entry) {
    switch (name) {
      case "title" ->
        entry.fallbackTitle = ElementReader.first(entry.fallbackTitle, in.html(false));
      case "creator", "author" -> entry.addAuthor(in.person(entry.base));
      case "date" -> readDate(name, entry);
      case "subject" -> entry.addCategory(in.plain());
      case "description" ->
        entry.fallbackSummary = ElementReader.first(entry.fallbackSummary, in.html(false));
      default -> in.texts.skip();
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
      entry.content = longer(entry.content, in.html(false));
    } else {
      in.texts.skip();
    }
  }

  private void readXhtml(String name, EntryDraft entry) {
    switch (name) {
      case "body", "div" -> entry.content = longer(entry.content, in.texts.html(TextKind.XHTML));
      default -> in.texts.skip();
    }
  }

  /// Elements inside a group or a content describe it; they are seen because neither is skipped.
  private void readMedia(String name, EntryDraft entry) {
    switch (name) {
      case "group" -> {}
      case "content" ->
        entry.addEnclosure(
            EntryDraft.blankToNull(in.events.attribute("url")),
            in.events.attribute("type"),
            in.events.attribute("filesize"));
      case "title" ->
        entry.fallbackTitle =
            ElementReader.first(entry.fallbackTitle, in.texts.html(TextKind.ofMedia(in.events)));
      case "description" ->
        entry.fallbackSummary =
            ElementReader.first(entry.fallbackSummary, in.texts.html(TextKind.ofMedia(in.events)));
      default -> in.texts.skip();
    }
  }

  private void readItunes(String name, EntryDraft entry) {
    switch (name) {
      case "title" ->
        entry.fallbackTitle =
            ElementReader.first(entry.fallbackTitle, in.texts.html(TextKind.TEXT));
      case "author" -> {
        String author = in.plain();
        if (author != null) {
          entry.fallbackAuthor = ElementReader.first(entry.fallbackAuthor, Persons.parse(author));
        }
      }
      case "summary", "subtitle" ->
        entry.fallbackSummary = longer(entry.fallbackSummary, in.texts.html(TextKind.HTML));
      default -> in.texts.skip();
    }
  }

  private void readFeedburner(String name, EntryDraft entry) {
    if (name.equals("origlink")) {
      entry.fallbackLink = ElementReader.first(in.plain(), entry.fallbackLink);
    } else {
      in.texts.skip();
    }
  }

  private static @Nullable String longer(@Nullable String known, @Nullable String next) {
    if (known == null || next == null) {
      return known == null ? next : known;
    }
    return next.length() > known.length() ? next : known;
  }
}
