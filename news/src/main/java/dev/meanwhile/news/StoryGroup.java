package dev.meanwhile.news;

import dev.meanwhile.news.store.Article;
import dev.meanwhile.news.story.CanonicalAddress;
import dev.meanwhile.news.story.Item;
import dev.meanwhile.news.story.Placement;
import dev.meanwhile.news.story.Stories;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Articles on one event, from whichever sources.
///
/// How well they are recognised is measured: `docs/stories.md`.
///
/// @param articles newest first; each but the one that the story began with says in
///     [Article#storyWhy] why it belongs to it, and a copy of another one in [Article#sameAs] of
///     which
public record StoryGroup(List<Article> articles) {
  /// Copies the list.
  public StoryGroup {
    articles = List.copyOf(articles);
  }

  /// Groups articles; those that stand alone are groups of one. Computes for a while, a
  /// millisecond or less for each.
  ///
  /// @param articles with their HTML
  /// @return the group with the newest article first
  public static List<StoryGroup> of(List<Article> articles) {
    Stories stories = Stories.newStories();
    Map<Long, List<Article>> groups = new LinkedHashMap<>();
    Map<Long, Long> storyOf = new LinkedHashMap<>();
    List<Article> byDate = articles.stream()
        .sorted(Comparator.comparing(Article::date).thenComparingLong(Article::id))
        .toList();
    for (Article article : byDate) {
      Article placed = switch (stories.place(item(article))) {
        case Placement.Alone() -> article;
        case Placement.SameArticle(long id, String because) ->
          placed(article, id, storyOf.getOrDefault(id, id), because);
        case Placement.PartOfStory(long id, double _, String because) ->
          placed(article, null, storyOf.getOrDefault(id, id), because);
      };
      long story = Objects.requireNonNullElse(placed.story(), placed.id());
      storyOf.put(placed.id(), story);
      groups.computeIfAbsent(story, _ -> new ArrayList<>()).addFirst(placed);
    }
    return groups.values().stream()
        .map(StoryGroup::new)
        .sorted(
            Comparator.comparing((StoryGroup group) -> group.articles.getFirst().date())
                .reversed())
        .toList();
  }

  private static Item item(Article article) {
    return new Item(
        article.id(),
        article.source(),
        article.text().entryId(),
        CanonicalAddress.of(article.text().link()),
        Objects.requireNonNullElse(article.text().title(), ""),
        article.text().safeBody().text(),
        article.date());
  }

  private static Article placed(
      Article article, @Nullable Long sameAs, long story, String because) {
    return new Article(
        article.id(),
        article.source(),
        article.sourceName(),
        article.text(),
        article.seen(),
        article.isRead(),
        article.isStarred(),
        sameAs,
        story,
        because,
        article.snippet());
  }
}
