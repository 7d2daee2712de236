package dev.meanwhile.news.story;

/// Where an item belongs. The texts of why are English, for people; they quote words of the
/// articles, so that a page has to escape them as it does titles.
public sealed interface Placement {
  /// Nothing like it is known: it is the first of a story of its own.
  record Alone() implements Placement {}

  /// It is an article that came before.
  ///
  /// @param id the item that came first with this article
  /// @param because such as `same address` or `nearly equal text, 97 %`
  record SameArticle(long id, String because) implements Placement {}

  /// It is another article on the event of a story.
  ///
  /// @param id the item that the story began with, which the story is named by
  /// @param similarity of 0 to 1
  /// @param because the words that tell, as in `both speak of blackfish, tilikum, seaworld`
  record PartOfStory(long id, double similarity, String because) implements Placement {}
}
