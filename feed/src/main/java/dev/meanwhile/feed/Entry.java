package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a feed. What it does not say is null; no text is ever empty.
///
/// The three HTML texts are **as the site wrote them: hostile until cleaned**. Where a format
/// says that a text is plain, it was escaped, so that they are HTML in every case.
///
/// @param id the same on every fetch and in no other entry of the feed: the entry's own claim
///     where that is usable, else its link, else a fingerprint of what it says
/// @param title plain text: no markup, entities decoded, white space collapsed
/// @param titleHtml the title as written, HTML
/// @param link resolved; http, https or mailto
/// @param summary HTML
/// @param content HTML: the full text, if the feed has it
/// @param published when it says that it was first published
/// @param updated when it says that it last changed
/// @param authors those of the entry, else those of the feed
/// @param categories tags, each once, plain text
/// @param enclosures files that belong to it
public record Entry(
    String id,
    @Nullable String title,
    @Nullable String titleHtml,
    @Nullable String link,
    @Nullable String summary,
    @Nullable String content,
    @Nullable Instant published,
    @Nullable Instant updated,
    List<Author> authors,
    List<String> categories,
    List<Enclosure> enclosures) {
  /// Copies the lists.
  public Entry {
    requireNonNull(id, "id");
    authors = List.copyOf(authors);
    categories = List.copyOf(categories);
    enclosures = List.copyOf(enclosures);
  }
}
