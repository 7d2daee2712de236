package dev.meanwhile.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Results as a picture: a panel for each figure, a bar for each contender, shorter is better.
/// Readable on light and dark pages.
final class Chart {
  private static final int WIDTH = 760;
  private static final int LABELS = 300;
  private static final int NUMBERS = 90;
  private static final int ROW = 20;
  private static final int TITLE = 34;

  // The colours are those of the text and of a plain page; ours stand out.
  private static final String STYLE = """
      text { font: 13px sans-serif; fill: #24292f; }
      .title { font-weight: bold; }
      .ours { fill: #0969da; }
      .peer { fill: #8c959f; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .ours { fill: #58a6ff; }
        .peer { fill: #6e7681; }
      }
      """;

  private Chart() {}

  static String draw(Results results, List<Figure> figures) {
    StringBuilder body = new StringBuilder();
    int y = 0;
    for (Figure figure : figures) {
      if (results.has(figure)) {
        y = panel(body, results, figure, y);
      }
    }
    String head = String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
            + "aria-label=\"Meanwhile and its peers; shorter is better\">%n",
        WIDTH,
        y + ROW / 2);
    return head + "<style>\n" + STYLE + "</style>\n" + body + "</svg>\n";
  }

  private static int panel(StringBuilder body, Results results, Figure figure, int top) {
    double longest = 0;
    for (Contender contender : Contender.values()) {
      longest = Math.max(longest, results.median(contender, figure).orElse(0));
    }
    int y = top + TITLE;
    text(body, 0, y - 10, "title", figure.label + " (" + figure.unit + ", shorter is better)");
    for (Contender contender : Contender.values()) {
      OptionalDouble value = results.median(contender, figure);
      if (value.isPresent()) {
        double width = (WIDTH - LABELS - NUMBERS) * value.getAsDouble() / longest;
        text(body, 0, y + 14, "label", contender.label);
        body.append(String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
            contender.isOurs() ? "ours" : "peer",
            LABELS,
            y + 2,
            Math.max(1, width),
            ROW - 4));
        text(body, LABELS + (int) width + 6, y + 14, "value", figure.show(value.getAsDouble()));
        y += ROW;
      }
    }
    return y;
  }

  private static void text(StringBuilder body, int x, int y, String kind, String text) {
    body.append(String.format(
        Locale.ROOT,
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n",
        kind,
        x,
        y,
        text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
