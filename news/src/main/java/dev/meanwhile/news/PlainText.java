package dev.meanwhile.news;

import dev.meanwhile.feed.SafeHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// HTML as paragraphs of text, for a place where nothing but text can be shown.
///
/// @param paragraphs in order; a list's have a bullet or a number, a quotation's a bar
/// @param links where the text leads: the number in brackets behind its words is the place here,
///     from 1
public record PlainText(List<String> paragraphs, List<String> links) {
  private static final Set<String> BLOCKS = Set.of(
      "p",
      "div",
      "section",
      "article",
      "header",
      "footer",
      "main",
      "aside",
      "figure",
      "figcaption",
      "ul",
      "ol",
      "li",
      "dl",
      "dt",
      "dd",
      "blockquote",
      "pre",
      "table",
      "tr",
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "hr",
      "details",
      "summary",
      "address",
      "center");
  private static final int MAX_DEPTH = 200;

  /// Copies the lists.
  public PlainText {
    paragraphs = List.copyOf(paragraphs);
    links = List.copyOf(links);
  }

  /// The text of HTML that was cleaned.
  public static PlainText of(SafeHtml html) {
    Builder builder = new Builder();
    builder.children(Jsoup.parseBodyFragment(html.html()).body(), 0);
    builder.endParagraph();
    return new PlainText(builder.paragraphs, builder.links);
  }

  private static final class Builder {
    private final List<String> paragraphs = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private String prefix = "";

    void children(Node parent, int depth) {
      if (depth < MAX_DEPTH) {
        for (Node node : parent.childNodes()) {
          if (node instanceof TextNode text) {
            open.append(text.getWholeText());
          } else if (node instanceof Element element) {
            element(element, depth + 1);
          }
        }
      }
    }

    private void element(Element element, int depth) {
      String name = element.normalName();
      if (BLOCKS.contains(name)) {
        endParagraph();
        String outer = prefix;
        prefix = name.equals("li") ? bullet(element) : name.equals("blockquote") ? "│ " : prefix;
        children(element, depth);
        endParagraph();
        prefix = outer;
        return;
      }
      switch (name) {
        case "br" -> endParagraph();
        case "img" -> image(element);
        case "a" -> {
          children(element, depth);
          String address = element.attr("href");
          if (!address.isEmpty()) {
            links.add(address);
            open.append(" [").append(links.size()).append(']');
          }
        }
        case "td", "th" -> {
          children(element, depth);
          open.append("  ");
        }
        default -> children(element, depth);
      }
    }

    private static String bullet(Element item) {
      Element list = item.parent();
      boolean isNumbered = list != null && list.normalName().equals("ol");
      return isNumbered ? item.elementSiblingIndex() + 1 + ". " : "• ";
    }

    private void image(Element element) {
      String description = element.attr("alt").strip();
      if (!description.isEmpty()) {
        open.append("[picture: ").append(description).append(']');
      }
    }

    void endParagraph() {
      String text = open.toString().replaceAll("[\\s\u00a0]+", " ").strip();
      open.setLength(0);
      if (!text.isEmpty()) {
        paragraphs.add(prefix + text);
        prefix = prefix.startsWith("│") ? prefix : " ".repeat(prefix.length());
      }
    }
  }
}
