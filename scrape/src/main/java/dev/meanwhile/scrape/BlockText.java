package dev.meanwhile.scrape;

import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// Prints blocks as plain text: paragraphs apart, white space within them made one blank.
final class BlockText {
  private final Trimmings trimmings;
  private final StringBuilder text = new StringBuilder();
  private int breaks = 2;
  private boolean isBlankDue;
  private boolean isPre;

  private BlockText(Trimmings trimmings) {
    this.trimmings = trimmings;
  }

  static String of(List<Element> blocks, Trimmings trimmings) {
    BlockText printer = new BlockText(trimmings);
    for (Element block : blocks) {
      printer.element(block);
    }
    return printer.text.toString().strip();
  }

  private void element(Element element) {
    String name = element.normalName();
    if (name.equals("br")) {
      need(1);
      return;
    }
    int apart = Blocks.isInline(element) ? 0 : switch (name) {
      case "li", "tr", "dt", "dd", "caption" -> 1;
      case "td", "th" -> 0;
      default -> 2;
    };
    boolean wasPre = isPre;
    isPre |= name.equals("pre");
    need(apart);
    for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
      if (child instanceof TextNode words) {
        print(words.getWholeText());
      } else if (child instanceof Element inner && !trimmings.isDropped(inner)) {
        element(inner);
      }
    }
    need(apart);
    isPre = wasPre;
    if (name.equals("td") || name.equals("th")) {
      isBlankDue = true;
    }
  }

  /// At least that many line breaks before what comes next.
  private void need(int apart) {
    if (apart > 0) {
      isBlankDue = false;
    }
    while (breaks < apart && !text.isEmpty()) {
      text.append('\n');
      breaks++;
    }
  }

  private void print(String words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (isPre && c == '\n') {
        text.append('\n');
        breaks++;
        isBlankDue = false;
      } else if (Character.isWhitespace(c) || c == '\u00a0') {
        isBlankDue = true;
      } else {
        if (isBlankDue && breaks == 0 && !text.isEmpty()) {
          text.append(' ');
        }
        text.append(c);
        isBlankDue = false;
        breaks = 0;
      }
    }
  }
}
