package dev.meanwhile.scrape;

import dev.meanwhile.scrape.ArticleText.Strictness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// What of a page is no content, by what it is called and by what it looks like.
final class Trimmings {
  private static final Set<String> NEVER = Set.of(
      "script",
      "style",
      "noscript",
      "template",
      "iframe",
      "object",
      "embed",
      "applet",
      "svg",
      "canvas",
      "audio",
      "video",
      "source",
      "track",
      "map",
      "head",
      "title",
      "meta",
      "link",
      "nav",
      "dialog",
      "menu",
      "button",
      "input",
      "select",
      "option",
      "textarea",
      "label",
      "fieldset",
      "legend",
      "frame",
      "frameset",
      "noframes",
      "datalist",
      "progress",
      "meter",
      "figcaption",
      "output");

  private static final Set<String> ROLES = Set.of(
      "navigation",
      "menu",
      "menubar",
      "complementary",
      "alert",
      "alertdialog",
      "dialog",
      "contentinfo",
      "banner",
      "search",
      "toolbar",
      "tablist");

  /// Blocks that are not content, unless the page's text is in them.
  private static final Set<String> SELDOM = Set.of("aside", "footer");

  /// Parts of class names and ids of blocks that hardly ever are content ...
  private static final List<String> UNLIKELY = List.of(
      "-ad-",
      "ai2html",
      "banner",
      "breadcrumb",
      "combx",
      "comment",
      "community",
      "cover-wrap",
      "disqus",
      "extra",
      "footer",
      "gdpr",
      "header",
      "legends",
      "menu",
      "related",
      "remark",
      "replies",
      "rss",
      "shoutbox",
      "sidebar",
      "skyscraper",
      "sponsor",
      "supplemental",
      "ad-break",
      "agegate",
      "pagination",
      "pager",
      "popup",
      "yom-remote",
      "newsletter",
      "signup",
      "subscribe",
      "promo",
      "toolbar",
      "cookie",
      "modal",
      "byline",
      "recommend",
      "outbrain",
      "taboola",
      "widget",
      "masthead",
      "navigation",
      "navbar",
      "most-read",
      "mostread",
      "most-popular",
      "mostpopular");

  /// Names of small things within an article: large ones are called so for another reason.
  private static final List<String> SMALL = List.of("share", "sharing", "social", "print-");

  private static final int SMALL_TEXT = 500;

  /// ... unless one of these is there too.
  private static final List<String> LIKELY =
      List.of("and", "article", "body", "column", "content", "main", "shadow", "story", "entry");

  private static final List<String> POSITIVE = List.of(
      "article",
      "body",
      "content",
      "entry",
      "hentry",
      "h-entry",
      "main",
      "page",
      "pagination",
      "post",
      "text",
      "blog",
      "story");
  private static final List<String> NEGATIVE = List.of(
      "-ad-",
      "hidden",
      "banner",
      "combx",
      "comment",
      "com-",
      "contact",
      "footer",
      "gdpr",
      "masthead",
      "media",
      "meta",
      "outbrain",
      "promo",
      "related",
      "scroll",
      "share",
      "shoutbox",
      "sidebar",
      "skyscraper",
      "sponsor",
      "shopping",
      "tags",
      "tool",
      "widget",
      "footnote");

  private final Set<Element> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Element, Integer> plain = new IdentityHashMap<>();
  private final Set<String> title;
  private final Strictness strictness;
  private int half;

  Trimmings(String title, Strictness strictness) {
    this.title = new HashSet<>(words(title));
    this.strictness = strictness;
  }

  boolean isDropped(Element element) {
    return dropped.contains(element);
  }

  /// Drops what is no content wherever it stands.
  void dropByKind(Element body) {
    half = (int) (count(body) * 0.45);
    dropWithin(body);
  }

  /// Counts the letters that are no links, everywhere.
  private int count(Element element) {
    int letters = 0;
    for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
      if (child instanceof TextNode text) {
        letters += text.isBlank() ? 0 : text.text().length();
      } else if (child instanceof Element inner
          && !NEVER.contains(inner.normalName())
          && !inner.normalName().equals("a")) {
        letters += count(inner);
      }
    }
    plain.put(element, letters);
    return letters;
  }

  /// Whether the page would lose half of its text with the element.
  private boolean holdsThePage(Element element) {
    return plain.getOrDefault(element, 0) > half;
  }

  private void dropWithin(Element element) {
    for (Element child : element.children()) {
      if (isNoContent(child)) {
        dropped.add(child);
      } else {
        dropWithin(child);
      }
    }
  }

  private boolean isNoContent(Element element) {
    String name = element.normalName();
    if (NEVER.contains(name) || isHidden(element)) {
      return true;
    }
    if (ROLES.contains(element.attr("role").toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (SELDOM.contains(name)) {
      return !holdsThePage(element);
    }
    return strictness == Strictness.FULL && isUnlikely(element, name);
  }

  private static boolean isHidden(Element element) {
    if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
      return true;
    }
    if (!element.hasAttr("style")) {
      return false;
    }
    String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    return style.contains("display:none") || style.contains("visibility:hidden");
  }

  private boolean isUnlikely(Element element, String name) {
    if (name.equals("body") || name.equals("article") || name.equals("main") || name.equals("a")) {
      return false;
    }
    String called = called(element);
    if (called.isEmpty()) {
      return false;
    }
    if (hasAny(called, SMALL) && plain.getOrDefault(element, 0) < SMALL_TEXT) {
      return true;
    }
    return hasAny(called, UNLIKELY) && !hasAny(called, LIKELY) && !holdsThePage(element);
  }

  static String called(Element element) {
    String id = element.id();
    // A long one is made of a heading, and says nothing of the kind of the block.
    boolean isHeading = id.chars().filter(c -> c == '-' || c == '_').count() > 2;
    String called = element.className() + " " + (isHeading ? "" : id);
    return called.length() == 1 ? "" : called.toLowerCase(Locale.ROOT);
  }

  private static boolean hasAny(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /// What an element's name says of its content: positive where it promises an article.
  int promise(Element element) {
    if (strictness == Strictness.LEAST) {
      return 0;
    }
    return promise(element.className()) + promise(element.id());
  }

  private static int promise(String name) {
    if (name.isEmpty()) {
      return 0;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return (hasAny(lower, POSITIVE) ? 25 : 0) - (hasAny(lower, NEGATIVE) ? 25 : 0);
  }

  /// Drops what looks like trimmings within an article.
  void dropByLooks(Element element, Blocks blocks) {
    for (Element child : element.children()) {
      if (dropped.contains(child)) {
        continue;
      }
      if (looksLikeTrimmings(child, blocks)) {
        dropped.add(child);
      } else {
        dropByLooks(child, blocks);
      }
    }
  }

  private boolean looksLikeTrimmings(Element element, Blocks blocks) {
    return switch (element.normalName()) {
      case "h1", "h2" -> isTitle(element);
      case "div", "section", "ul", "ol", "table", "form", "header", "dl", "p" ->
        strictness != Strictness.LEAST && isClutter(element, blocks);
      default -> false;
    };
  }

  private boolean isTitle(Element heading) {
    List<String> words = words(heading.text());
    long known = words.stream().filter(title::contains).count();
    return !words.isEmpty() && known >= 0.75 * words.size();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    (text.toLowerCase(Locale.ROOT) + " ").codePoints().forEach(c -> {
      if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    });
    return words;
  }

  private boolean isClutter(Element element, Blocks blocks) {
    Blocks.Measure measure = blocks.measure(element);
    int promise = promise(element);
    if (promise < 0) {
      return true;
    }
    if (measure.commas() >= 10) {
      return false;
    }
    double linked = measure.linkDensity();
    boolean isList = element.normalName().equals("ul") || element.normalName().equals("ol");
    if (element.normalName().equals("p")) {
      return linked > 0.9 && measure.length() > 0 && measure.length() < 80;
    }
    if (isList && linked < 0.3) {
      return false;
    }
    return linked > (promise > 0 ? 0.5 : 0.25);
  }
}
