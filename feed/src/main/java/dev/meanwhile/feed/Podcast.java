package dev.meanwhile.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes a feed a podcast: the vocabularies of iTunes and of the podcast index.
///
/// @param type `episodic` or `serial`
/// @param explicit whether it is not for children; null if it does not say
/// @param blocked whether directories are asked to leave it out
/// @param complete whether no episode will follow
/// @param locked whether other platforms are asked not to import it
/// @param movedTo address of the feed from now on, resolved
/// @param guid the podcast's own id across all its addresses
/// @param subtitle plain text
/// @param owner whom directories write to
/// @param categories of the directory, plain text; one inside another follows it
/// @param keywords plain text
/// @param funding where listeners can pay
public record Podcast(
    @Nullable String type,
    @Nullable Boolean explicit,
    boolean blocked,
    boolean complete,
    boolean locked,
    @Nullable String movedTo,
    @Nullable String guid,
    @Nullable String subtitle,
    @Nullable Author owner,
    List<String> categories,
    List<String> keywords,
    List<Link> funding) {
  /// Copies the lists.
  public Podcast {
    categories = List.copyOf(categories);
    keywords = List.copyOf(keywords);
    funding = List.copyOf(funding);
  }
}
