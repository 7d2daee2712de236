package dev.meanwhile.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A feed while it is read; like [EntryDraft], but for the whole.
final class FeedDraft {
  FeedFormat format = new FeedFormat(FeedFormat.Family.RSS, "");

  @Nullable
  String titleHtml;

  @Nullable
  String link;

  boolean linkIsPage;

  /// Where the feed says that it is itself.
  @Nullable
  String self;

  @Nullable
  String descriptionHtml;

  @Nullable
  String fallbackDescription;

  @Nullable
  String language;

  @Nullable
  String fallbackLanguage;

  @Nullable
  Instant updated;

  @Nullable
  Instant fallbackUpdated;

  @Nullable
  Duration ttl;

  @Nullable
  String hub;

  @Nullable
  String base;

  private final List<Author> authors = new ArrayList<>(2);
  private final List<EntryDraft> entries = new ArrayList<>();
  private boolean full;

  void addAuthor(@Nullable Author author) {
    if (author != null && authors.size() < Limits.MAX_LIST) {
      authors.add(author);
    }
  }

  void addEntry(EntryDraft entry, Problems problems) {
    if (entries.size() < Limits.MAX_ENTRIES) {
      entries.add(entry);
    } else if (!full) {
      full = true;
      problems.add(
          FeedProblem.Kind.LIMIT,
          "more than " + Limits.MAX_ENTRIES + " entries, the rest is left out");
    }
  }

  /// Atom and JSON Feed say that the feed's authors wrote what has no author of its own. In RSS
  /// the corresponding elements name an editor or a company.
  List<Author> inheritedAuthors() {
    return format.family() == FeedFormat.Family.RSS ? List.of() : authors;
  }

  /// What relative addresses are probably meant relative to, if nothing better is known.
  @Nullable
  String site() {
    return link != null ? link : self;
  }

  Feed toFeed(Problems problems) {
    if (link != null) {
      link = Links.resolve(self, link);
    }
    if (link != null && !Links.isSafe(link)) {
      problems.add(
          FeedProblem.Kind.ADDRESS, "the feed's link is no address: " + Problems.quote(link));
      link = null;
    }
    entries.forEach(entry -> entry.complete(this, problems));
    EntryIds.assign(entries, problems);
    return new Feed(
        format,
        plain(titleHtml),
        link,
        plain(descriptionHtml == null ? fallbackDescription : descriptionHtml),
        EntryDraft.blankToNull(language == null ? fallbackLanguage : language),
        updated == null ? fallbackUpdated : updated,
        ttl,
        hub != null && Links.isWeb(hub) ? hub : null,
        entries.stream().map(EntryDraft::toEntry).toList());
  }

  private static @Nullable String plain(@Nullable String html) {
    return html == null ? null : EntryDraft.blankToNull(HtmlText.plain(html));
  }
}
