package dev.meanwhile.cli;

import dev.meanwhile.feed.SafeHtml;
import dev.meanwhile.news.PlainText;
import dev.meanwhile.news.store.Article;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An article as JSON.
final class ArticleJson {
  private ArticleJson() {}

  /// What a list shows of it.
  static ObjectNode head(Article article) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("id", article.id());
    json.put("title", article.text().title());
    json.put("link", article.text().link());
    json.put("source", article.sourceName());
    json.put("author", article.text().author());
    json.put("published", text(article.text().published()));
    json.put("updated", text(article.text().updated()));
    json.put("seen", article.seen().toString());
    json.put("read", article.isRead());
    json.put("starred", article.isStarred());
    if (article.story() != null) {
      json.put("story", article.story());
      json.put("story_why", article.storyWhy());
      json.put("same_as", article.sameAs());
    }
    String snippet = article.snippet();
    if (snippet != null) {
      json.put("snippet", snippet.replace("\u0002", "").replace("\u0003", ""));
    }
    return json;
  }

  /// All of it, its HTML cleaned.
  static ObjectNode whole(Article article) {
    ObjectNode json = head(article);
    SafeHtml html = article.text().safeBody();
    json.put("html", html.html());
    json.put("text", String.join("\n\n", PlainText.of(html).paragraphs()));
    return json;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
