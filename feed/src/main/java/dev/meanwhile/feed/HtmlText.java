package dev.meanwhile.feed;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jspecify.annotations.Nullable;

/// Small conversions between HTML and plain text. Nothing here makes hostile HTML safe.
final class HtmlText {
  private static final Set<String> VOID = Set.of(
      "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
      "track", "wbr");

  private static final List<String> ADDRESSES = List.of("href", "src", "cite", "poster");

  private HtmlText() {}

  /// What one of HTML's named entities stands for.
  static @Nullable String entity(String name) {
    String value = Entities.getByName(name);
    return value.isEmpty() ? null : value;
  }

  /// Plain text of HTML: no markup, entities decoded, white space collapsed. jsoup is asked only
  /// if there is markup.
  static String plain(String html) {
    String bounded =
        html.length() > Limits.MAX_SHORT_TEXT ? html.substring(0, Limits.MAX_SHORT_TEXT) : html;
    if (bounded.indexOf('<') >= 0 && hasTag(bounded)) {
      return collapsed(TextBuffer.legal(Jsoup.parseBodyFragment(bounded).text()));
    }
    return collapsed(bounded.indexOf('&') >= 0 ? unescaped(bounded) : bounded);
  }

  /// The text with HTML's entities decoded. The ones that are met every day are decoded here; as
  /// soon as there is another, or one without its semicolon, jsoup decodes all of the text.
  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
      int end = text.indexOf(';', at);
      int known = end < 0 || end - at > 7 ? 0 : character(text, at + 1, end);
      if (known == 0) {
        return TextBuffer.legal(Parser.unescapeEntities(text, false));
      }
      out.append(text, from, at).append((char) known);
      from = end + 1;
    }
    return out.append(text, from, text.length()).toString();
  }

  /// The character that stands between `&` and `;`, or 0 if that is not one of the usual ones.
  private static int character(String text, int from, int to) {
    if (text.charAt(from) == '#') {
      int value = 0;
      for (int i = from + 1; i < to; i++) {
        int digit = text.charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          return 0;
        }
        value = value * 10 + digit;
      }
      // From 128 to 159 browsers read numbers as windows-1252; jsoup knows how.
      return (value >= ' ' && value < 127) || (value >= 160 && value < 0xd800) ? value : 0;
    }
    return switch (text.substring(from, to)) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      case "nbsp" -> '\u00a0';
      default -> 0;
    };
  }

  /// The text with every run of white space made one space, and none at the ends.
  static String collapsed(String text) {
    if (isCollapsed(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        pending = true;
      } else {
        if (pending && !out.isEmpty()) {
          out.append(' ');
        }
        pending = false;
        out.append(c);
      }
    }
    return out.toString();
  }

  /// The same HTML with its addresses resolved; slow, for the few texts with a base of their own.
  static String absolute(String html, String base) {
    if (!hasRelative(html)) {
      return html;
    }
    Document document = Jsoup.parseBodyFragment(html, base);
    document.outputSettings().prettyPrint(false);
    for (String attribute : ADDRESSES) {
      for (Element element : document.select("[" + attribute + "]")) {
        element.attr(attribute, Links.resolve(base, element.attr(attribute)));
      }
    }
    return TextBuffer.legal(document.body().html());
  }

  /// Whether there may be an address in this HTML that is not absolute.
  private static boolean hasRelative(String html) {
    for (int at = html.indexOf('='); at >= 0; at = html.indexOf('=', at + 1)) {
      if (endsWithAddressName(html, at) && !isAbsolute(html, at + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithAddressName(String html, int end) {
    int last = end;
    while (last > 0 && html.charAt(last - 1) <= ' ') {
      last--;
    }
    for (String name : ADDRESSES) {
      if (html.regionMatches(true, last - name.length(), name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbsolute(String html, int from) {
    int at = from;
    while (at < html.length() && (html.charAt(at) <= ' ' || "\"'".indexOf(html.charAt(at)) >= 0)) {
      at++;
    }
    return html.startsWith("http://", at)
        || html.startsWith("https://", at)
        || html.startsWith("mailto:", at);
  }

  /// HTML that reads as this plain text.
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static void startTag(String name, TextBuffer into) {
    into.append('<');
    into.append(name);
  }

  static void attribute(String name, String value, TextBuffer into) {
    into.append(' ');
    into.append(name);
    into.append("=\"");
    into.appendEscaped(value);
    into.append('"');
  }

  static void endTag(String name, TextBuffer into) {
    if (!VOID.contains(name.toLowerCase(Locale.ROOT))) {
      into.append("</");
      into.append(name);
      into.append('>');
    }
  }

  /// Whether HTML knows this name; said of the first element of something that is no feed.
  static boolean isHtmlElement(String name) {
    return Tag.isKnownTag(name);
  }

  private static boolean hasTag(String text) {
    for (int i = text.indexOf('<'); i >= 0 && i + 1 < text.length(); i = text.indexOf('<', i + 1)) {
      char c = text.charAt(i + 1);
      if (c == '/' || c == '!' || c == '?' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCollapsed(String text) {
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        if (space || c != ' ') {
          return false;
        }
        space = true;
      } else {
        space = false;
      }
    }
    return !space || text.isEmpty();
  }

  /// White space as readers see it, and the control characters that broken feeds contain.
  private static boolean isSpace(char c) {
    return c <= ' '
        || c == '\u00a0'
        || (c >= '\u007f' && c <= '\u009f')
        || c == '\u2028'
        || c == '\u2029';
  }
}
