package dev.meanwhile.news;

import dev.meanwhile.news.store.Article;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Articles as an Atom feed.
public final class AtomExport {
  private AtomExport() {}

  /// A feed (RFC 4287) with these articles, their HTML cleaned.
  public static String write(List<Article> articles, Instant now) {
    StringBuilder out = new StringBuilder("""
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <title>News</title>
          <id>urn:meanwhile:export</id>
          <updated>%s</updated>
        """.formatted(now));
    for (Article article : articles) {
      entry(article, out);
    }
    return out.append("</feed>\n").toString();
  }

  private static void entry(Article article, StringBuilder out) {
    out.append("  <entry>\n");
    element("title", Objects.requireNonNullElse(article.text().title(), "(without a title)"), out);
    element("id", "urn:uuid:" + uuid(article), out);
    Instant updated = article.text().updated();
    element("updated", (updated == null ? article.date() : updated).toString(), out);
    element("published", article.date().toString(), out);
    String link = article.text().link();
    if (link != null) {
      out.append("    <link href=\"").append(Markup.escaped(link)).append("\"/>\n");
    }
    String author = article.text().author();
    out.append("    <author><name>")
        .append(Markup.escaped(author == null ? article.sourceName() : author))
        .append("</name></author>\n");
    out.append("    <content type=\"html\">")
        .append(Markup.escaped(article.text().safeBody().html()))
        .append("</content>\n  </entry>\n");
  }

  private static void element(String name, String text, StringBuilder out) {
    out.append("    <").append(name).append('>');
    out.append(Markup.escaped(text)).append("</").append(name).append(">\n");
  }

  /// The same for the same article at every export.
  private static UUID uuid(Article article) {
    String id = article.source() + " " + article.text().entryId();
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }
}
