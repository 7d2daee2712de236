package dev.meanwhile.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a feed and an entry have in common while they are read. Every field takes the first
/// usable value; fallbacks wait until the end.
abstract sealed class Draft permits FeedDraft, EntryDraft {
  @Nullable
  String id;

  @Nullable
  String titleHtml;

  @Nullable
  String link;

  /// Whether the link is known to be a page, so that a later one cannot be better.
  boolean linkIsPage;

  @Nullable
  Instant published;

  @Nullable
  Instant updated;

  @Nullable
  String language;

  @Nullable
  Direction direction;

  /// What relative addresses are resolved against.
  @Nullable
  String base;

  @Nullable
  String rights;

  @Nullable
  String license;

  @Nullable
  Image image;

  /// Used where the field above stays empty.
  @Nullable
  String fallbackTitle;

  @Nullable
  Image fallbackImage;

  @Nullable
  Author fallbackAuthor;

  final List<Author> authors = new ArrayList<>(2);
  final List<Author> contributors = new ArrayList<>(0);
  final Set<String> categories = new LinkedHashSet<>();
  final List<Link> links = new ArrayList<>(2);

  /// What the elements for listeners say, made when the first of them comes.
  private @Nullable PodcastDraft podcast;

  void addAuthor(@Nullable Author author) {
    add(author, authors);
  }

  void addContributor(@Nullable Author author) {
    add(author, contributors);
  }

  void addCategory(@Nullable String category) {
    if (category != null && categories.size() < Limits.MAX_LIST) {
      String plain = HtmlText.plain(category);
      if (!plain.isEmpty()) {
        categories.add(plain);
      }
    }
  }

  /// Keeps an address if it is one that a reader may be sent to, or may yet become one.
  void addLink(Link added) {
    if (links.size() < Limits.MAX_LIST && Links.mayBeSafe(added.href())) {
      links.add(added);
    }
  }

  /// Resolves what is still relative against the site, for lack of anything better, and drops
  /// what is no address then.
  void completeAddresses(@Nullable String site) {
    for (int i = links.size() - 1; i >= 0; i--) {
      Link known = links.get(i);
      if (!Links.isAbsolute(known.href())) {
        String href = Links.resolve(site, known.href());
        if (Links.isSafe(href)) {
          links.set(
              i,
              new Link(
                  href,
                  known.rel(),
                  known.type(),
                  known.title(),
                  known.language(),
                  known.length()));
        } else {
          links.remove(i);
        }
      }
    }
    addPage();
  }

  /// Puts the link of the page before the others if it is not among them.
  private void addPage() {
    String page = link;
    if (page != null) {
      for (Link known : links) {
        if (known.rel().equals("alternate") && known.href().equals(page)) {
          return;
        }
      }
      links.addFirst(Link.of("alternate", page));
    }
  }

  /// What the elements for listeners say, to be added to.
  PodcastDraft podcast() {
    PodcastDraft known = podcast;
    if (known == null) {
      known = new PodcastDraft();
      podcast = known;
    }
    return known;
  }

  /// What the elements for listeners say, null if there were none.
  @Nullable
  PodcastDraft podcastOrNull() {
    return podcast;
  }

  /// The licence that was named: by an element of its own or as one of the links.
  @Nullable
  String licenseAddress() {
    if (license != null) {
      return Links.web(null, license);
    }
    for (Link candidate : links) {
      if (candidate.rel().equals("license")) {
        return candidate.href();
      }
    }
    return null;
  }

  /// The picture, with an address that is still relative resolved against the site.
  @Nullable
  Image picture(@Nullable String site) {
    Image known = image == null ? fallbackImage : image;
    if (known == null || Links.isAbsolute(known.url())) {
      return known;
    }
    String url = Links.web(site, known.url());
    return url == null
        ? null
        : new Image(url, known.title(), known.link(), known.width(), known.height());
  }

  private static void add(@Nullable Author author, List<Author> to) {
    if (author != null && to.size() < Limits.MAX_LIST && !to.contains(author)) {
      to.add(author);
    }
  }

  static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  static @Nullable String plain(@Nullable String html) {
    return html == null ? null : blankToNull(HtmlText.plain(html));
  }
}
