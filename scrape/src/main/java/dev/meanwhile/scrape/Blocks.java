package dev.meanwhile.scrape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/// The blocks of a page, measured, and which of them are the article.
final class Blocks {
  private static final Set<String> INLINE = Set.of(
      "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
      "em", "font", "i", "img", "ins", "kbd", "mark", "math", "nobr", "picture", "q", "rp", "rt",
      "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
      "var", "wbr", "center");

  private static final int SHORTEST = 25;
  private static final int LEVELS = 5;
  private static final int CANDIDATES = 5;

  private final Trimmings trimmings;
  private final Element body;
  private final IdentityHashMap<Element, Measure> measures = new IdentityHashMap<>();
  private final IdentityHashMap<Element, Double> scores = new IdentityHashMap<>();

  /// How much text is in an element.
  ///
  /// @param length characters, white space counted once
  /// @param linked how many of them are links
  /// @param commas how many commas
  record Measure(int length, int linked, int commas) {
    static final Measure NOTHING = new Measure(0, 0, 0);

    double linkDensity() {
      return length == 0 ? 0 : (double) linked / length;
    }

    Measure plus(Measure other) {
      return new Measure(length + other.length, linked + other.linked, commas + other.commas);
    }
  }

  private Blocks(Element body, Trimmings trimmings) {
    this.body = body;
    this.trimmings = trimmings;
  }

  static Blocks of(Element body, Trimmings trimmings) {
    Blocks blocks = new Blocks(body, trimmings);
    blocks.visit(body, false);
    return blocks;
  }

  Measure measure(Element element) {
    return measures.getOrDefault(element, Measure.NOTHING);
  }

  static boolean isInline(Node node) {
    return !(node instanceof Element element) || INLINE.contains(element.normalName());
  }

  /// Measures an element and scores the runs of text in it.
  private Measure visit(Element element, boolean inLink) {
    boolean isLink = inLink || (element.normalName().equals("a") && element.hasAttr("href"));
    Measure total = Measure.NOTHING;
    Measure run = Measure.NOTHING;
    boolean hasBlocks = false;
    for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
      Measure part = switch (child) {
        case TextNode text -> measured(text.getWholeText(), isLink);
        case Element inner when !trimmings.isDropped(inner) -> visit(inner, isLink);
        default -> Measure.NOTHING;
      };
      if (child instanceof Element inner && !isInline(inner)) {
        hasBlocks = true;
        score(run, element, true);
        run = Measure.NOTHING;
      } else if (child instanceof Element inner && inner.normalName().equals("br")) {
        score(run, element, hasBlocks);
        run = Measure.NOTHING;
      } else {
        run = run.plus(part);
      }
      total = total.plus(part);
    }
    if (!isInline(element)) {
      score(run, element, hasBlocks);
    }
    measures.put(element, total);
    return total;
  }

  private static Measure measured(String text, boolean isLink) {
    int length = 0;
    int commas = 0;
    boolean afterBlank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isBlank = Character.isWhitespace(c) || c == '\u00a0';
      if (!isBlank || !afterBlank) {
        length++;
      }
      afterBlank = isBlank;
      switch (c) {
        case ',',
            '\u060c',
            '\ufe50',
            '\ufe10',
            '\ufe11',
            '\u2e41',
            '\u2e34',
            '\u2e32',
            '\uff0c',
            '\u3001',
            '\u3002' -> commas++;
        default -> {}
      }
    }
    return new Measure(length, isLink ? length : 0, commas);
  }

  /// Gives a run of text's score to the blocks around it: to `element` too if that holds more
  /// than the run.
  private void score(Measure run, Element element, boolean hasMore) {
    if (run.length < SHORTEST || isInline(element)) {
      return;
    }
    double score = 1 + run.commas + Math.min(run.length / 100.0, 3);
    @Nullable Element around = hasMore ? element : element.parent();
    for (int level = 0; around != null && level < LEVELS; level++) {
      double share = level == 0 ? 1 : level == 1 ? 0.5 : 1.0 / (level * 3);
      scores.merge(around, score * share, Double::sum);
      if (around == body) {
        break;
      }
      around = around.parent();
    }
  }

  private double rating(Element element) {
    Double score = scores.get(element);
    if (score == null) {
      return 0;
    }
    double whole = score + ofItsKind(element) + trimmings.promise(element);
    return whole * (1 - measure(element).linkDensity());
  }

  private static int ofItsKind(Element element) {
    return switch (element.normalName()) {
      case "article", "main" -> 10;
      case "div" -> 5;
      case "pre", "td", "blockquote" -> 3;
      case "address", "ol", "ul", "dl", "dd", "dt", "li", "form" -> -3;
      case "h1", "h2", "h3", "h4", "h5", "h6", "th" -> -5;
      default -> 0;
    };
  }

  /// The blocks that are the article, in their order; empty when there is none.
  List<Element> article() {
    List<Element> best = scores.keySet().stream()
        .sorted(Comparator.comparingDouble(this::rating).reversed())
        .limit(CANDIDATES)
        .toList();
    if (best.isEmpty()) {
      return List.of();
    }
    Element top = climb(common(best));
    return withNeighbours(top);
  }

  /// The block in which several about equally good ones are, if there is one.
  private Element common(List<Element> best) {
    Element top = best.getFirst();
    List<Element> good =
        best.stream().filter(other -> rating(other) >= 0.75 * rating(top)).toList();
    if (good.size() < 4) {
      return top;
    }
    for (@Nullable Element around = top.parent();
        around != null && around != body;
        around = around.parent()) {
      Element candidate = around;
      long inside =
          good.stream().filter(other -> other.parents().contains(candidate)).count();
      if (inside >= 3) {
        return candidate;
      }
    }
    return top;
  }

  private Element climb(Element start) {
    Element top = start;
    double last = rating(top);
    double least = last / 3;
    for (@Nullable Element around = top.parent();
        around != null && around != body;
        around = around.parent()) {
      double rating = rating(around);
      if (rating < least) {
        break;
      }
      if (rating > last) {
        top = around;
        break;
      }
      last = rating;
    }
    while (top != body
        && top.parent() != null
        && top.parent() != body
        && top.parent().childrenSize() == 1) {
      top = top.parent();
    }
    return top;
  }

  private List<Element> withNeighbours(Element top) {
    @Nullable Element parent = top.parent();
    if (top == body || parent == null) {
      return List.of(top);
    }
    double topRating = rating(top);
    double enough = Math.max(10, topRating * 0.2);
    List<Element> article = new ArrayList<>();
    for (Element sibling : parent.children()) {
      if (sibling == top) {
        article.add(sibling);
      } else if (!trimmings.isDropped(sibling) && belongs(sibling, top, topRating, enough)) {
        article.add(sibling);
      }
    }
    return article;
  }

  private boolean belongs(Element sibling, Element top, double topRating, double enough) {
    boolean isAlike = !top.className().isEmpty() && sibling.className().equals(top.className());
    double rating = rating(sibling) + (isAlike ? topRating * 0.2 : 0);
    if (scores.containsKey(sibling) && rating >= enough) {
      return true;
    }
    if (!sibling.normalName().equals("p")) {
      return false;
    }
    Measure measure = measure(sibling);
    return measure.length > 80
        ? measure.linkDensity() < 0.25
        : measure.length > 0 && measure.linked == 0 && measure.commas > 0;
  }
}
