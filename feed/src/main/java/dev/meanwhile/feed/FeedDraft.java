package dev.meanwhile.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A feed while it is read.
final class FeedDraft extends Draft {
  FeedFormat format = new FeedFormat(FeedFormat.Family.RSS, "");

  /// Where the feed says that it is itself.
  @Nullable
  String self;

  @Nullable
  String descriptionHtml;

  @Nullable
  Author publisher;

  @Nullable
  Generator generator;

  @Nullable
  Duration ttl;

  @Nullable
  Duration updatePeriod;

  int updateFrequency = 1;

  @Nullable
  String hub;

  @Nullable
  String icon;

  @Nullable
  String fallbackDescription;

  @Nullable
  String fallbackLanguage;

  final Set<Integer> skipHours = new TreeSet<>();
  final Set<DayOfWeek> skipDays = EnumSet.noneOf(DayOfWeek.class);

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

  @Nullable
  String language() {
    return blankToNull(language == null ? fallbackLanguage : language);
  }

  /// The feed as far as it was read, with these entries; changes nothing.
  Feed toFeed(List<Entry> entries) {
    PodcastDraft podcast = podcastOrNull();
    String title = titleHtml == null ? fallbackTitle : titleHtml;
    String about = descriptionHtml == null ? fallbackDescription : descriptionHtml;
    return new Feed(
        format,
        blankToNull(id),
        plain(title),
        title,
        link,
        Links.web(null, self),
        plain(about),
        about,
        language(),
        direction,
        updated == null ? published : updated,
        published,
        ttl,
        schedule(),
        Links.web(null, hub),
        authors.isEmpty() && fallbackAuthor != null ? List.of(fallbackAuthor) : authors,
        contributors,
        publisher,
        List.copyOf(categories),
        links,
        picture(site()),
        Links.web(null, icon),
        rights,
        licenseAddress(),
        generator,
        Links.web(null, base == null ? site() : base),
        podcast == null ? null : podcast.toPodcast(),
        entries);
  }

  /// Resolves the link of the site, or drops it.
  void completeLink(Problems problems) {
    if (link != null) {
      link = Links.resolve(self, link);
    }
    if (link != null && !Links.isSafe(link)) {
      problems.add(
          FeedProblem.Kind.ADDRESS, "the feed's link is no address: " + Problems.quote(link));
      link = null;
    }
    completeAddresses(site());
    for (Link known : links) {
      if (known.rel().equals("payment")) {
        PodcastDraft.add(known, podcast().funding);
      }
    }
  }

  private @Nullable Schedule schedule() {
    if (updatePeriod == null && skipHours.isEmpty() && skipDays.isEmpty()) {
      return null;
    }
    Duration period = updatePeriod == null ? null : updatePeriod.dividedBy(updateFrequency);
    return new Schedule(period, skipHours, skipDays);
  }
}
