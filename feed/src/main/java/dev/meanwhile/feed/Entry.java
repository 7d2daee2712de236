package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a feed. What it does not say is null; no text is ever empty.
///
/// The three HTML texts are **as the site wrote them: hostile until [cleaned][SafeHtml]**. Where
/// a format says that a text is plain, it was escaped, so that they are HTML in every case.
///
/// @param id the same on every fetch and in no other entry of the feed: the entry's own claim
///     where that is usable, else its link, its first file or a fingerprint of what it says
/// @param title plain text: no markup, entities decoded, white space collapsed
/// @param titleHtml the title as written, HTML
/// @param link resolved; http, https or mailto
/// @param summary HTML
/// @param content HTML: the full text, if the feed has it
/// @param published when it says that it was first published
/// @param updated when it says that it last changed
/// @param authors those of the entry, else those of the feed
/// @param contributors others who had a part in it
/// @param categories tags, each once, plain text
/// @param enclosures files that belong to it
/// @param links all its addresses but the enclosures, in order, `link` among them
/// @param language tag of its text as written, such as `en-us`; of the feed if it has none
/// @param direction of its text, if it says so
/// @param base what relative addresses inside the HTML texts are meant relative to
/// @param rights plain text: who owns it
/// @param license address of its licence, resolved
/// @param image a picture that stands for it
/// @param comments where it is talked about
/// @param source the feed that it was taken from, without entries, if it was
/// @param place where on earth it belongs
/// @param episode what makes it an episode of a podcast
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
    List<Author> contributors,
    List<String> categories,
    List<Enclosure> enclosures,
    List<Link> links,
    @Nullable String language,
    @Nullable Direction direction,
    @Nullable String base,
    @Nullable String rights,
    @Nullable String license,
    @Nullable Image image,
    @Nullable Comments comments,
    @Nullable Feed source,
    @Nullable Place place,
    @Nullable Episode episode) {
  /// Copies the lists.
  public Entry {
    requireNonNull(id, "id");
    authors = List.copyOf(authors);
    contributors = List.copyOf(contributors);
    categories = List.copyOf(categories);
    enclosures = List.copyOf(enclosures);
    links = List.copyOf(links);
  }
}
