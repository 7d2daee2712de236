package dev.meanwhile.scrape;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jspecify.annotations.Nullable;

/// What is on a page.
///
/// @param links without fragments, each once
record PageContent(
    @Nullable String title,
    @Nullable String description,
    @Nullable String language,
    @Nullable URI canonical,
    List<URI> links,
    String text,
    List<String> selected) {

  /// Reads a body of any kind: a page, some other text as it is, or nothing that can be read.
  static PageContent of(
      byte[] body, @Nullable String contentType, URI uri, @Nullable Evaluator selector) {
    Kind kind = Kind.of(contentType, body);
    return switch (kind) {
      case PAGE -> ofPage(HtmlReader.parse(body, contentType, uri), uri, selector);
      case TEXT -> ofText(HtmlReader.text(body, contentType));
      case OTHER -> ofText("");
    };
  }

  /// Whether a body of that type is worth reading: pictures and films are not.
  static boolean isText(@Nullable String contentType) {
    return Kind.of(contentType, new byte[0]) != Kind.OTHER;
  }

  Page page(URI url, URI finalUrl, int status, Instant fetchedAt) {
    return new Page(
        url,
        finalUrl,
        status,
        title,
        description,
        language,
        canonical,
        links,
        text,
        selected,
        fetchedAt);
  }

  private static PageContent ofText(String text) {
    return new PageContent(null, null, null, null, List.of(), text, List.of());
  }

  private static PageContent ofPage(Document page, URI uri, @Nullable Evaluator selector) {
    URI base = base(page, uri);
    List<String> selected = selector == null ? List.of() : selected(page, selector);
    return new PageContent(
        title(page),
        firstOf(meta(page, "description"), property(page, "og:description")),
        language(page),
        canonical(page, base),
        links(page, base),
        selector == null ? ArticleText.of(page) : String.join("\n\n", selected),
        selected);
  }

  private static List<String> selected(Document page, Evaluator selector) {
    List<String> texts = new ArrayList<>();
    int left = Limits.SELECTED;
    for (Element element : page.select(selector)) {
      String text = ArticleText.whole(element);
      left -= text.length();
      if (left < 0) {
        break;
      }
      texts.add(text);
    }
    return texts;
  }

  /// What relative addresses on a page refer to.
  static URI base(Document page, URI uri) {
    Element base = page.selectFirst("base[href]");
    return base == null ? uri : WebAddress.resolve(uri, base.attr("href")).orElse(uri);
  }

  static @Nullable URI canonical(Document page, URI base) {
    for (Element link : page.select("link[rel][href]")) {
      if (hasWord(link.attr("rel"), "canonical")) {
        return WebAddress.resolve(base, link.attr("href")).orElse(null);
      }
    }
    return null;
  }

  static boolean hasWord(String list, String word) {
    return List.of(list.strip().toLowerCase(Locale.ROOT).split("\\s+")).contains(word);
  }

  private static List<URI> links(Document page, URI base) {
    Set<URI> links = new LinkedHashSet<>();
    for (Element link : page.select("a[href], area[href]")) {
      if (links.size() == Limits.LINKS) {
        break;
      }
      String written = link.attr("href").strip();
      if (!written.startsWith("#")) {
        WebAddress.resolve(base, written).ifPresent(links::add);
      }
    }
    return List.copyOf(links);
  }

  private static @Nullable String title(Document page) {
    Element heading = page.selectFirst("h1");
    return firstOf(
        line(page.title()),
        property(page, "og:title"),
        heading == null ? null : line(heading.text()));
  }

  private static @Nullable String language(Document page) {
    Element html = page.selectFirst("html");
    String said = html == null ? "" : html.attr("lang") + " " + html.attr("xml:lang");
    Element meta = page.selectFirst("meta[http-equiv=content-language]");
    String locale = property(page, "og:locale");
    return firstOf(
        word(said),
        meta == null ? null : word(meta.attr("content")),
        locale == null ? null : word(locale.replace('_', '-')));
  }

  /// The first word, which could be the name of a language.
  private static @Nullable String word(String text) {
    String stripped = text.strip();
    int end = 0;
    while (end < stripped.length()
        && end < 35
        && (Character.isLetterOrDigit(stripped.charAt(end)) || stripped.charAt(end) == '-')) {
      end++;
    }
    return end == 0 ? null : stripped.substring(0, end);
  }

  private static @Nullable String meta(Document page, String name) {
    for (Element meta : page.select("meta[name][content]")) {
      if (meta.attr("name").strip().equalsIgnoreCase(name)) {
        return line(meta.attr("content"));
      }
    }
    return null;
  }

  private static @Nullable String property(Document page, String name) {
    Element meta = page.selectFirst("meta[property=" + name + "][content]");
    return meta == null ? null : line(meta.attr("content"));
  }

  /// One line of moderate length; null if there is nothing in it.
  private static @Nullable String line(String text) {
    String line = String.join(" ", text.strip().split("\\s+"));
    if (line.isEmpty()) {
      return null;
    }
    if (line.length() <= Limits.LINE) {
      return line;
    }
    int end = Limits.LINE - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  @SafeVarargs
  private static <T> @Nullable T firstOf(@Nullable T... values) {
    for (T value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /// What a body is.
  private enum Kind {
    PAGE,
    TEXT,
    OTHER;

    static Kind of(@Nullable String contentType, byte[] body) {
      if (contentType == null || contentType.isBlank()) {
        return looksLikePage(body) ? PAGE : hasText(body) ? TEXT : OTHER;
      }
      String type = contentType.strip().toLowerCase(Locale.ROOT);
      if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
        return PAGE;
      }
      int parameters = type.indexOf(';');
      String bare = parameters < 0 ? type : type.substring(0, parameters).strip();
      boolean isText = type.startsWith("text/")
          || type.contains("json")
          || bare.endsWith("xml") // and not those that only mention it: offices' documents
          || type.contains("javascript");
      return isText ? TEXT : OTHER;
    }

    private static boolean looksLikePage(byte[] body) {
      String start = new String(
              body, 0, Math.min(body.length, 1_024), java.nio.charset.StandardCharsets.ISO_8859_1)
          .toLowerCase(Locale.ROOT);
      String first = start.replace("\u00ef\u00bb\u00bf", "").stripLeading();
      boolean isMarkup = first.startsWith("<") && !first.startsWith("<?xml");
      return isMarkup || start.contains("<html") || start.contains("<body");
    }

    private static boolean hasText(byte[] body) {
      for (int i = 0; i < Math.min(body.length, 1_024); i++) {
        if (body[i] >= 0 && body[i] < 9) {
          return false;
        }
      }
      return true;
    }
  }
}
