package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;

import org.jspecify.annotations.Nullable;

/// Maps the elements that mean the same in a feed and in an entry.
final class SharedElements {
  /*
   * One vocabulary for all formats: feeds mix them, and hardly any name means different things in
   * two of them. What does differ is told apart by what stands there: a link with an href is
   * Atom's, an author with elements inside as well.
   */
  private final ElementReader in;

  SharedElements(ElementReader in) {
    this.in = in;
  }

  /// Maps an element of the main vocabulary. Unknown ones are left open, so that what is inside
  /// them is seen.
  void readMain(String name, Draft draft, boolean atom) {
    switch (name) {
      case "title" -> readTitle(draft, atom);
      case "link" -> readLink(draft);
      case "id" -> draft.id = first(draft.id, in.plain());
      case "author" -> draft.addAuthor(in.person(draft.base));
      case "contributor" -> draft.addContributor(in.person(draft.base));
      case "category" -> readCategory(draft);
      case "rights", "copyright" ->
        draft.rights = first(draft.rights, Draft.plain(in.html(draft, atom)));
      case "language" -> draft.language = first(draft.language, in.plain());
      case "image", "logo" -> draft.image = first(draft.image, in.image(draft.base));
      case "textinput", "cloud" -> in.texts.skip();
      default -> {}
    }
  }

  private void readTitle(Draft draft, boolean atom) {
    draft.direction = first(draft.direction, in.direction());
    draft.titleHtml = first(draft.titleHtml, in.html(draft, atom));
  }

  /// Maps an element of Dublin Core other than its dates and its description.
  void readDublinCore(String name, Draft draft) {
    switch (name) {
      case "title" -> draft.fallbackTitle = first(draft.fallbackTitle, in.html(draft, false));
      case "creator", "author" -> draft.addAuthor(in.person(draft.base));
      case "contributor" -> draft.addContributor(in.person(draft.base));
      case "subject" -> draft.addCategory(in.plain());
      case "language" -> draft.language = first(draft.language, in.plain());
      case "rights" -> draft.rights = first(draft.rights, in.words());
      default -> in.texts.skip();
    }
  }

  /// Maps the licence of Creative Commons' vocabularies: an address in its text or an attribute.
  void readLicense(String name, Draft draft) {
    String resource = in.attribute("resource");
    if (!name.equals("license")) {
      in.texts.skip();
      return;
    }
    String text = in.plain();
    String address = resource == null ? text : resource;
    draft.license =
        first(draft.license, address == null ? null : Links.resolve(draft.base, address));
  }

  private void readCategory(Draft draft) {
    String term = in.attribute("term");
    String label = in.attribute("label");
    String text = in.plain();
    draft.addCategory(first(first(Draft.blankToNull(term), text), label));
  }

  private void readLink(Draft draft) {
    String base = in.base(draft.base);
    String href = in.attribute("href");
    String relation = in.relation();
    if (href == null) {
      readTextLink(base, relation, draft);
      return;
    }
    if (!href.isBlank() || !relation.equals("alternate")) {
      readLink(Links.resolve(base, href), relation, draft);
    }
    in.texts.skip();
  }

  private void readTextLink(@Nullable String base, String relation, Draft draft) {
    String text = in.plain();
    if (text == null) {
      return;
    }
    String address = Links.resolve(base, text);
    if (relation.equals("enclosure") && draft instanceof EntryDraft entry) {
      entry.addEnclosure(address, null, null);
      return;
    }
    draft.addLink(Link.of(relation, address));
    if (relation.equals("alternate") && !draft.linkIsPage) {
      draft.link = address;
      draft.linkIsPage = true;
    }
  }

  private void readLink(String address, String relation, Draft draft) {
    String type = Draft.blankToNull(in.attribute("type"));
    if (relation.equals("enclosure") && draft instanceof EntryDraft entry) {
      entry.addEnclosure(
          address,
          type,
          in.attribute("length"),
          null,
          Draft.plain(in.attribute("title")),
          null,
          null,
          null);
      return;
    }
    Link link = new Link(
        address,
        relation,
        type,
        Draft.plain(in.attribute("title")),
        Draft.blankToNull(in.attribute("hreflang")),
        Numbers.size(in.attribute("length")));
    draft.addLink(link);
    if (relation.equals("alternate")) {
      readAlternate(link, draft);
    } else {
      readRelated(link, draft);
    }
  }

  private static void readAlternate(Link link, Draft draft) {
    boolean page = isPage(link.type());
    if (!draft.linkIsPage && (page || draft.link == null)) {
      draft.link = link.href();
      draft.linkIsPage = page;
    }
  }

  private void readRelated(Link link, Draft draft) {
    switch (draft) {
      case FeedDraft feed -> {
        switch (link.rel()) {
          case "hub" -> feed.hub = first(feed.hub, link.href());
          case "self" -> feed.self = first(feed.self, link.href());
          case "icon" -> feed.icon = first(feed.icon, link.href());
          default -> {}
        }
      }
      case EntryDraft entry -> {
        if (link.rel().equals("replies")) {
          readReplies(link, entry);
        }
      }
    }
  }

  private void readReplies(Link link, EntryDraft entry) {
    if (isPage(link.type())) {
      entry.commentsLink = first(entry.commentsLink, link.href());
    } else {
      entry.commentsFeed = first(entry.commentsFeed, link.href());
    }
    entry.commentsCount = first(entry.commentsCount, Numbers.whole(in.attribute("count")));
  }

  private static boolean isPage(@Nullable String type) {
    return type == null || type.contains("html");
  }
}
