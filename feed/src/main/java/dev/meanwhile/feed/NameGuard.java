package dev.meanwhile.feed;

import java.util.HashSet;
import java.util.Set;

/// Keeps hostile documents from filling Aalto's table of names, which grows slow beyond measure.
final class NameGuard {
  /*
   * Names come in two ways:
   *
   * - with events: each is counted, and only a document that has used so many that it may be
   *   hostile has them collected and told apart, so that others do not pay;
   * - in one start tag with thousands of attributes, which the parser reads in one go. Such a tag
   *   is looked for before parsing. It has no "<" inside, so it covers a whole window of the
   *   document without one; looking into every window for its first "<" reads hardly anything of
   *   a real document.
   */
  private static final int FREE = 10_000;
  private static final int WINDOW = 16 * 1024;

  private final Set<String> names = new HashSet<>();
  private int used;

  /// Whether so many names were used that each has to be [shown][#show].
  boolean isCollecting() {
    return used > FREE;
  }

  /// Counts names that were used.
  void count(int more) {
    used += more;
  }

  /// Collects a name and says whether there are too many different ones now.
  boolean show(String name) {
    return names.add(name) && names.size() > Limits.MAX_NAMES;
  }

  /// Whether there is a tag with more attributes than any real one.
  static boolean hasEndlessTag(byte[] document) {
    for (int window = 0; window + WINDOW <= document.length; window += WINDOW) {
      int at = window;
      while (at < window + WINDOW && document[at] != '<') {
        at++;
      }
      if (at == window + WINDOW && isEndless(document, lastTag(document, window))) {
        return true;
      }
    }
    return false;
  }

  /// Where the tag begins that covers a window, or -1. If it is more than a window away, it also
  /// covers the window before and was looked at there.
  private static int lastTag(byte[] document, int window) {
    int at = window;
    int end = Math.max(window - WINDOW, 0);
    while (at > end && document[at] != '<') {
      at--;
    }
    return document[at] == '<' ? at : -1;
  }

  private static boolean isEndless(byte[] document, int tag) {
    if (tag < 0) {
      return false;
    }
    AttributeCount count = new AttributeCount();
    for (int at = tag + 1; at < document.length && !count.isOver(); at++) {
      count.see(document[at]);
    }
    return count.isEndless();
  }
}
