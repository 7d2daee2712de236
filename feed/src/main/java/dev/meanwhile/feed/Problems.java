package dev.meanwhile.feed;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one document, up to a limit. Confined to the parsing thread.
final class Problems {
  private final List<FeedProblem> found = new ArrayList<>();

  void add(FeedProblem.Kind kind, String message) {
    add(kind, message, 0, 0);
  }

  void add(FeedProblem.Kind kind, String message, int line, int column) {
    if (found.size() < Limits.MAX_PROBLEMS) {
      found.add(new FeedProblem(kind, message, Math.max(line, 0), Math.max(column, 0)));
    }
  }

  /// A place to return to with [#rewind] when a first attempt has to be thrown away.
  int mark() {
    return found.size();
  }

  void rewind(int mark) {
    found.subList(mark, found.size()).clear();
  }

  List<FeedProblem> toList() {
    return found;
  }

  /// A piece of a document for a message: one line, not long.
  static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return '“' + (line.length() <= 60 ? line : line.substring(0, 57) + "…") + '”';
  }
}
