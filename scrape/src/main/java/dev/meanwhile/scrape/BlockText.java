package dev.meanwhile.scrape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// Prints blocks as plain text: paragraphs apart, white space within them made one blank.
final class BlockText {
  /// A paragraph of that length that comes again at another depth is a second edition of the
  /// article, for a narrower window say. At the same depth its author has repeated it.
  private static final int LONG = 60;

  private static final int LABEL = 60;
  private static final int ENOUGH = 500;

  private final Trimmings trimmings;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Integer> printed = new HashMap<>();
  private int depth;
  private int paragraph;
  private int breaks = 2;
  private boolean isBlankDue;
  private boolean isPre;

  private BlockText(Trimmings trimmings) {
    this.trimmings = trimmings;
  }

  static String of(List<Element> blocks, Trimmings trimmings) {
    BlockText printer = new BlockText(trimmings);
    for (Element block : blocks) {
      printer.depth = block.parents().size();
      printer.element(block);
    }
    printer.endParagraph();
    return withoutEdges(printer.text.toString().strip());
  }

  /// Without dates, names and labels before the first and after the last sentence.
  private static String withoutEdges(String text) {
    if (text.length() < ENOUGH) {
      return text;
    }
    List<String> paragraphs = List.of(text.split("\n\n"));
    int first = 0;
    int last = paragraphs.size();
    while (first < last && isLabel(paragraphs.get(first))) {
      first++;
    }
    while (last > first && isLabel(paragraphs.get(last - 1))) {
      last--;
    }
    return String.join("\n\n", paragraphs.subList(first, last));
  }

  private static boolean isLabel(String paragraph) {
    if (paragraph.isEmpty()) {
      return true; // several empty lines of a listing
    }
    if (paragraph.length() > LABEL) {
      return false;
    }
    int end = paragraph.codePointBefore(paragraph.length());
    return ".!?…:;\"'”’»)。！？」".indexOf(end) < 0;
  }

  private void element(Element element) {
    String name = element.normalName();
    if (name.equals("br")) {
      need(1);
      return;
    }
    int apart = Blocks.isInline(element)
        ? 0
        : switch (name) {
          case "li", "tr", "dt", "dd", "caption" -> 1;
          case "td", "th" -> 0;
          default -> 2;
        };
    depth++;
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
    depth--;
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
    if (apart > 1 && breaks < apart) {
      endParagraph();
    }
    while (breaks < apart && !text.isEmpty()) {
      text.append('\n');
      breaks++;
    }
  }

  /// Takes back what has been printed before.
  private void endParagraph() {
    if (text.length() - paragraph >= LONG) {
      Integer before = printed.putIfAbsent(text.substring(paragraph).strip(), depth);
      if (before != null && before != depth) {
        text.setLength(paragraph);
        breaks = 0;
      }
    }
    paragraph = text.length();
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
