package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.Entry;
import dev.meanwhile.feed.Feed;
import dev.meanwhile.feed.ParserParts;
import dev.meanwhile.feed.SafeHtml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities.EscapeMode;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// HTML of the model, compared with the HTML of another parser as a reader would get it: cleaned.
///
/// Both are parsed and written again, so that entities, quotes, the case of names, the order of
/// attributes and the end of void elements do not matter, nor white space at both ends. What
/// cleaning adds (`rel` of links, `preload`) is taken away. Nothing else is evened out: a lost
/// element, a link that was not resolved or a script that was kept is a difference. One element
/// is: the `div` without attributes that holds the whole of an XHTML text is no part of it for
/// us, as RFC 4287 says; feedparser keeps it in Atom 0.3.
///
/// @param html as the model carries it
/// @param base what its addresses are relative to
/// @param plain the same as plain text, where the model has both; then that is compared too
record Markup(String html, @Nullable String base, @Nullable String plain) implements OwnEquality {
  static final String NARROWER =
      "our allow list for HTML is narrower: form elements, fonts, styles, drawings and most "
          + "attributes are dropped";

  private static final String NOTHING =
      "what is expected is nothing in HTML 5: a part of a table that is in no table";

  static @Nullable Markup of(@Nullable String html, @Nullable String base) {
    return html == null ? null : new Markup(html, base, null);
  }

  @Override
  public boolean says(Object expected) {
    if (!(expected instanceof String written)) {
      return false;
    }
    String ours = normal(cleaned());
    if (!written.isBlank() && normal(written).isEmpty()) {
      throw new NoCounterpart(NOTHING);
    }
    if (ours.equals(normal(written)) || ours.equals(normal(unwrapped(written)))) {
      return isPlain(ParserParts.plain(written));
    }
    if (isText() && text().strip().equals(written.strip())) {
      return isPlain(collapsed(written));
    }
    if (ours.equals(normal(SafeHtml.clean(written, null).html()))) {
      throw new NoCounterpart(NARROWER);
    }
    return false;
  }

  private static String unwrapped(String html) {
    Element body = Jsoup.parseBodyFragment(html).body();
    Element first = body.firstElementChild();
    boolean wrapper = first != null
        && body.childNodeSize() == 1
        && first.nameIs("div")
        && first.attributes().isEmpty();
    return first != null && wrapper ? first.html() : html;
  }

  private boolean isPlain(String expected) {
    return plain == null || plain.equals(expected);
  }

  private static String collapsed(String text) {
    return ParserParts.plain(text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  /// Whether there is no markup in it.
  private boolean isText() {
    return Jsoup.parseBodyFragment(html).body().childNodes().stream()
        .allMatch(node -> node.nodeName().equals("#text"));
  }

  /// Without the escapes that make a text HTML.
  String text() {
    return Parser.unescapeEntities(html, false);
  }

  String cleaned() {
    return SafeHtml.clean(html, base).html();
  }

  static String normal(String html) {
    Document document = Jsoup.parseBodyFragment(html);
    document.outputSettings().prettyPrint(false).escapeMode(EscapeMode.xhtml);
    for (Element element : document.body().getAllElements()) {
      if ("noopener noreferrer nofollow".equals(element.attr("rel"))) {
        element.removeAttr("rel");
      }
      if ("none".equals(element.attr("preload"))) {
        element.removeAttr("preload");
      }
      // An address that was refused: feedparser leaves an empty one, we leave none.
      if (element.attr("href").isEmpty()) {
        element.removeAttr("href");
      }
      sortAttributes(element);
    }
    return document.body().html().strip();
  }

  private static void sortAttributes(Element element) {
    List<Attribute> sorted = element.attributes().asList().stream()
        .map(Attribute::clone)
        .sorted(Comparator.comparing(Attribute::getKey))
        .toList();
    element.clearAttributes();
    sorted.forEach(attribute -> element.attributes().put(attribute));
  }

  /// What of a cleaned HTML must never be there: the first such thing, or null.
  static @Nullable String forbidden(String cleaned) {
    for (Element element : Jsoup.parseBodyFragment(cleaned).getAllElements()) {
      if (isForbidden(element.normalName())) {
        return "<" + element.normalName() + ">";
      }
      for (Attribute attribute : element.attributes()) {
        String value = attribute.getValue().replaceAll("[\\x00-\\x20]", "");
        if (attribute.getKey().regionMatches(true, 0, "on", 0, 2)
            || attribute.getKey().equalsIgnoreCase("style")
            || value.regionMatches(true, 0, "javascript:", 0, 11)
            || value.regionMatches(true, 0, "vbscript:", 0, 9)
            || value.regionMatches(true, 0, "data:", 0, 5)) {
          return attribute.toString();
        }
      }
      for (Node node : element.childNodes()) {
        if (node instanceof Comment) {
          return node.outerHtml();
        }
      }
    }
    return null;
  }

  private static boolean isForbidden(String name) {
    return switch (name) {
      case "script",
          "style",
          "iframe",
          "frame",
          "frameset",
          "object",
          "embed",
          "applet",
          "base",
          "meta",
          "link",
          "form",
          "input",
          "button",
          "svg",
          "math" ->
        // The parser's own skeleton has a head, which stays empty.
        true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return cleaned();
  }

  /// The first thing in the cleaned texts that must not be there, or null.
  static @Nullable String firstForbidden(Feed feed) {
    List<Markup> texts = new ArrayList<>();
    add(feed.titleHtml(), feed.base(), texts);
    add(feed.descriptionHtml(), feed.base(), texts);
    for (Entry entry : feed.entries()) {
      add(entry.titleHtml(), entry.base(), texts);
      add(entry.summary(), entry.base(), texts);
      add(entry.content(), entry.base(), texts);
    }
    for (Markup text : texts) {
      String forbidden = forbidden(text.cleaned());
      if (forbidden != null) {
        return forbidden;
      }
    }
    return null;
  }

  private static void add(@Nullable String html, @Nullable String base, List<Markup> texts) {
    Markup text = of(html, base);
    if (text != null) {
      texts.add(text);
    }
  }
}
