package dev.meanwhile.scrape;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// The text of the article on a page, without menus, teasers, comments and other trimmings.
///
/// It is a guess, and a good one on pages that have an article: [the guide](../docs/scrape.md)
/// has figures. On a page without one it is what stands there in sentences, and empty when
/// nothing does. Paragraphs are separated by an empty line.
///
/// Takes time in proportion to the page, waits for nothing, and never fails; for any thread.
public final class ArticleText {
  /*
   * In the manner of Readability: each run of text gives its block and, less and less, the blocks
   * around it a score; the block with the highest is the article, unless several good ones have a
   * parent in common, and neighbours that are like it belong to it. What is in it then must pass
   * as content once more (Trimmings), and is printed (BlockText).
   *
   * The document is not changed: what is left out is remembered in a set. So a second, more
   * generous try costs no second parse. Each try passes over the page a fixed number of times.
   */

  /// An article that is shorter was perhaps left out with the trimmings.
  private static final int ENOUGH = 500;

  private ArticleText() {}

  /// The article's text on a page.
  ///
  /// @param html the page, of which at most 4 MiB and 100,000 tags are looked at
  public static String of(String html) {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    return of(HtmlReader.parse(bytes, "text/html; charset=utf-8", URI.create("http://localhost/")));
  }

  /// The article's text in a document, which is not changed.
  static String of(Document document) {
    Objects.requireNonNull(document, "document");
    String whole = whole(document.body());
    if (whole.length() < ENOUGH) {
      return whole;
    }
    String best = "";
    for (Strictness strictness : Strictness.values()) {
      String text = extract(document, strictness);
      if (text.length() >= ENOUGH) {
        return text;
      }
      if (text.length() > best.length()) {
        best = text;
      }
    }
    return best.isEmpty() ? whole : best;
  }

  /// Everything that a reader sees of an element but menus.
  static String whole(Element element) {
    Trimmings trimmings = new Trimmings("", Strictness.LEAST);
    trimmings.dropByKind(element);
    return BlockText.of(List.of(element), trimmings);
  }

  /// How much is taken for trimmings.
  enum Strictness {
    /// By what a block is called and by what it looks like.
    FULL,
    /// By what it looks like alone.
    LOOKS,
    /// Only what is certainly none.
    LEAST
  }

  private static String extract(Document document, Strictness strictness) {
    Element body = document.body();
    Trimmings trimmings = new Trimmings(document.title(), strictness);
    trimmings.dropByKind(body);
    Blocks blocks = Blocks.of(body, trimmings);
    List<Element> article = new ArrayList<>(blocks.article());
    article.forEach(part -> trimmings.dropByLooks(part, blocks));
    return BlockText.of(article, trimmings);
  }
}
