package dev.meanwhile.feed;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jspecify.annotations.Nullable;

/// Small conversions between HTML and plain text. Nothing here makes hostile HTML safe.
final class HtmlText {
  private static final Set<String> VOID = Set.of(
      "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
      "track", "wbr");

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
      return collapsed(Jsoup.parseBodyFragment(bounded).text());
    }
    return collapsed(bounded.indexOf('&') >= 0 ? Parser.unescapeEntities(bounded, false) : bounded);
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
