package dev.meanwhile.feed;

import static dev.meanwhile.feed.ElementReader.first;

import org.jspecify.annotations.Nullable;

/// Maps the vocabulary of Media RSS. Groups and contents are left open: what stands inside them
/// describes the entry.
final class MediaElements {
  private final ElementReader in;

  MediaElements(ElementReader in) {
    this.in = in;
  }

  void readEntry(String name, EntryDraft entry) {
    switch (name) {
      case "group" -> {}
      case "content" -> readContent(entry);
      case "title" -> entry.fallbackTitle = first(entry.fallbackTitle, html());
      case "description" -> entry.fallbackSummary = first(entry.fallbackSummary, html());
      case "category" -> entry.addCategory(in.plain());
      default -> readShared(name, entry);
    }
  }

  void readFeed(String name, FeedDraft feed) {
    switch (name) {
      case "group" -> in.texts.skip(); // what stands inside is said of the files
      case "content" -> {
        readPicture(feed);
        in.texts.skip();
      }
      default -> readShared(name, feed);
    }
  }

  private void readShared(String name, Draft draft) {
    switch (name) {
      case "thumbnail" -> {
        draft.fallbackImage = first(draft.fallbackImage, thumbnail(draft.base));
        in.texts.skip();
      }
      case "copyright" -> draft.rights = first(draft.rights, in.words());
      case "license" -> {
        String href = in.attribute("href");
        draft.license = first(draft.license, href == null ? null : Links.resolve(draft.base, href));
        in.texts.skip();
      }
      default -> in.texts.skip();
    }
  }

  private void readContent(EntryDraft entry) {
    entry.addEnclosure(
        in.attribute("url"),
        in.attribute("type"),
        in.attribute("filesize"),
        in.attribute("medium"),
        null,
        Numbers.duration(in.attribute("duration")),
        Numbers.positive(in.attribute("width")),
        Numbers.positive(in.attribute("height")));
    readPicture(entry);
  }

  private void readPicture(Draft draft) {
    String type = in.attribute("type");
    if ("image".equals(in.attribute("medium")) || (type != null && type.startsWith("image/"))) {
      draft.fallbackImage = first(draft.fallbackImage, thumbnail(draft.base));
    }
  }

  private @Nullable Image thumbnail(@Nullable String base) {
    String url = in.attribute("url");
    return url == null
        ? null
        : ElementReader.image(
            Links.resolve(base, url), null, null, in.attribute("width"), in.attribute("height"));
  }

  private @Nullable String html() {
    return in.texts.html(TextKind.ofMedia(in.events));
  }
}
