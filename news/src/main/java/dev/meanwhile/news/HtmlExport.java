package dev.meanwhile.news;

import dev.meanwhile.news.store.Article;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Articles as a page that needs nothing else.
public final class HtmlExport {
  private HtmlExport() {}

  /// A page of HTML with these articles, their HTML cleaned. It runs no script, whatever comes;
  /// pictures are loaded from their sites when it is opened.
  public static String write(List<Article> articles, Instant now) {
    StringBuilder out = new StringBuilder("""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src http: https:; media-src http: https:; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>News</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
        article { border-top: 1px solid #8886; padding: 1rem 0; }
        h2 { font-size: 1.2rem; line-height: 1.3; margin: 0; }
        .about { opacity: .7; font-size: .9rem; margin: .2rem 0 1rem; }
        img, video { max-width: 100%; height: auto; }
        pre, table { overflow-x: auto; display: block; }
        </style>
        </head>
        <body>
        <h1>News</h1>
        """);
    out.append("<p class=\"about\">")
        .append(articles.size())
        .append(articles.size() == 1 ? " article, " : " articles, ")
        .append(now)
        .append("</p>\n");
    for (Article article : articles) {
      article(article, out);
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static void article(Article article, StringBuilder out) {
    String title = Objects.requireNonNullElse(article.text().title(), "(without a title)");
    String link = article.text().link();
    out.append("<article>\n<h2>");
    if (link == null) {
      out.append(Markup.escaped(title));
    } else {
      out.append("<a rel=\"noopener noreferrer nofollow\" href=\"")
          .append(Markup.escaped(link))
          .append("\">")
          .append(Markup.escaped(title))
          .append("</a>");
    }
    out.append("</h2>\n<p class=\"about\">").append(Markup.escaped(article.sourceName()));
    String author = article.text().author();
    if (author != null) {
      out.append(" · ").append(Markup.escaped(author));
    }
    out.append(" · <time>").append(article.date()).append("</time></p>\n");
    out.append(article.text().safeBody().html()).append("\n</article>\n");
  }
}
