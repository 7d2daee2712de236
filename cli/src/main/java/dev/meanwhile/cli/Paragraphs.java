package dev.meanwhile.cli;

import java.util.ArrayList;
import java.util.List;

/// Text broken into lines.
final class Paragraphs {
  private Paragraphs() {}

  /// Lines of at most so many columns, unless a word is longer.
  static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int width = 0;
    for (String word : Terminal.clean(text).split(" ", -1)) {
      int wide = Terminal.width(word);
      if (width > 0 && width + 1 + wide > columns) {
        lines.add(line.toString());
        line.setLength(0);
        width = 0;
      }
      if (!line.isEmpty()) {
        line.append(' ');
        width++;
      }
      line.append(word);
      width += wide;
    }
    lines.add(line.toString());
    return lines;
  }
}
