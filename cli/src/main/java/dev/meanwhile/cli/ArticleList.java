package dev.meanwhile.cli;

import dev.meanwhile.news.StoryGroup;
import dev.meanwhile.news.store.Article;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Articles, a line each: the number that other commands want, age, title and source; where one
/// was searched for, the words around what was found below it.
final class ArticleList {
  private static final int AGE_WIDTH = 8;

  private final Terminal terminal;
  private final Instant now;

  ArticleList(Terminal terminal, Instant now) {
    this.terminal = terminal;
    this.now = now;
  }

  List<String> lines(String title, List<Article> articles) {
    return stories(
        title,
        articles.stream().map(article -> new StoryGroup(List.of(article))).toList());
  }

  /// The same with the articles of a story below its newest, and why they are there.
  List<String> stories(String title, List<StoryGroup> stories) {
    List<String> lines = new ArrayList<>();
    lines.add(terminal.bold(title));
    if (stories.isEmpty()) {
      lines.add("  nothing");
    }
    int idWidth = stories.stream()
        .flatMap(story -> story.articles().stream())
        .mapToInt(article -> Long.toString(article.id()).length())
        .max()
        .orElse(1);
    for (StoryGroup story : stories) {
      String indent = "";
      for (Article article : story.articles()) {
        lines.add(indent + line(article, idWidth));
        snippet(article.snippet(), idWidth, lines);
        if (article.storyWhy() != null) {
          remark("with the others: " + article.storyWhy(), idWidth, lines);
        }
        indent = "  ";
      }
    }
    lines.add("");
    return lines;
  }

  private String line(Article article, int idWidth) {
    int sourceWidth = Math.min(24, terminal.columns() / 4);
    int titleWidth = Math.max(10, terminal.columns() - AGE_WIDTH - sourceWidth - idWidth - 9);
    String id = Long.toString(article.id());
    String mark = article.isStarred() ? terminal.yellow("★") : article.isRead() ? " " : "•";
    String written = article.text().title();
    String title = Terminal.pad(written == null ? "(without a title)" : written, titleWidth);
    return " " + mark + terminal.dim(" ".repeat(idWidth - id.length()) + id) + "  "
        + terminal.dim(Terminal.pad(Ages.of(article.date(), now), AGE_WIDTH)) + "  "
        + terminal.linked(title, article.text().link()) + "  "
        + terminal.dim(Terminal.fit(article.sourceName(), sourceWidth));
  }

  private void snippet(@Nullable String snippet, int idWidth, List<String> lines) {
    if (snippet == null || snippet.isBlank()) {
      return;
    }
    remark(snippet.replace("\u0002", "").replace("\u0003", ""), idWidth, lines);
  }

  private void remark(String text, int idWidth, List<String> lines) {
    String indent = " ".repeat(idWidth + AGE_WIDTH + 6);
    lines.add(indent + terminal.dim(Terminal.fit(text, terminal.columns() - indent.length())));
  }
}
