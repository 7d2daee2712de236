package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A feed, whatever its format. What it does not say is null; no text is ever empty.
///
/// @param format what the document says it is
/// @param id the feed's own claim of what identifies it
/// @param title plain text
/// @param titleHtml the title as written, HTML: hostile until [cleaned][SafeHtml]
/// @param link address of the site, resolved; http, https or mailto
/// @param self where the feed says that it is itself, resolved
/// @param description plain text: what the feed says about itself
/// @param descriptionHtml the same as written, HTML: hostile until [cleaned][SafeHtml]
/// @param language tag as written, such as `en-us`
/// @param direction of its texts, if it says so
/// @param updated when the feed says that it last changed
/// @param published when it says that it was published
/// @param ttl how long the feed asks to be left alone after a fetch
/// @param schedule when else it says that it changes
/// @param hub address of its WebSub hub
/// @param authors who writes it
/// @param contributors others who have a part in it
/// @param publisher who is behind it: publisher or webmaster
/// @param categories what it is about, each once, plain text
/// @param links all its addresses, in order, `link`, `self` and `hub` among them
/// @param image a picture that stands for it
/// @param icon address of a small square picture, resolved
/// @param rights plain text: who owns it
/// @param license address of its licence, resolved
/// @param generator the program that made it
/// @param base what relative addresses inside the HTML texts are meant relative to
/// @param podcast what makes it a podcast
/// @param entries in document order, which is usually newest first
public record Feed(
    FeedFormat format,
    @Nullable String id,
    @Nullable String title,
    @Nullable String titleHtml,
    @Nullable String link,
    @Nullable String self,
    @Nullable String description,
    @Nullable String descriptionHtml,
    @Nullable String language,
    @Nullable Direction direction,
    @Nullable Instant updated,
    @Nullable Instant published,
    @Nullable Duration ttl,
    @Nullable Schedule schedule,
    @Nullable String hub,
    List<Author> authors,
    List<Author> contributors,
    @Nullable Author publisher,
    List<String> categories,
    List<Link> links,
    @Nullable Image image,
    @Nullable String icon,
    @Nullable String rights,
    @Nullable String license,
    @Nullable Generator generator,
    @Nullable String base,
    @Nullable Podcast podcast,
    List<Entry> entries) {
  /// Copies the lists.
  public Feed {
    requireNonNull(format, "format");
    authors = List.copyOf(authors);
    contributors = List.copyOf(contributors);
    categories = List.copyOf(categories);
    links = List.copyOf(links);
    entries = List.copyOf(entries);
  }
}
