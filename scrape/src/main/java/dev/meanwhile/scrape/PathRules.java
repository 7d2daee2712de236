package dev.meanwhile.scrape;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRule;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

/// What one `robots.txt` says of paths, for the product that is ours.
///
/// The file is read by crawler-commons, whose matching goes wrong where a pattern with `*` ends
/// with `$`: of a path it tries the first place only. So we match ourselves, and never go back:
/// each part between stars is taken at the first place where it fits, the last one at the end.
final class PathRules {
  /// More rules take more time than the others of a loop should wait.
  private static final int FEW = 500;

  private static final boolean[] OF_PATTERNS = ofPatterns();

  // The longest first, and what allows before what does not: the first that matches holds.
  private final List<RobotRule> rules;

  PathRules(SimpleRobotRules rules) {
    this.rules = rules.getRobotRules().stream()
        .sorted(Comparator.comparingInt((RobotRule rule) -> -rule.getPrefix().length())
            .thenComparing(rule -> !rule.isAllow()))
        .toList();
  }

  private static boolean[] ofPatterns() {
    boolean[] special = new boolean[128];
    special['*'] = true;
    special['$'] = true;
    return special;
  }

  boolean areMany() {
    return rules.size() > FEW;
  }

  boolean allow(URI uri) {
    String path = path(uri);
    if (path.equals("/robots.txt")) {
      return true;
    }
    for (RobotRule rule : rules) {
      if (matches(rule.getPrefix(), path)) {
        return rule.isAllow();
      }
    }
    return true;
  }

  /// Path and query, encoded as those of the rules are; a star in it is none of a pattern.
  private static String path(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty()
        ? "/"
        : WebAddress.withoutDots(uri.getRawPath());
    String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return SimpleRobotRules.escapePath(whole, OF_PATTERNS);
  }

  static boolean matches(String pattern, String path) {
    boolean isWhole = pattern.endsWith("$");
    int length = pattern.length() - (isWhole ? 1 : 0);
    int star = pattern.indexOf('*');
    int first = star < 0 || star >= length ? length : star;
    if (!path.startsWith(pattern.substring(0, first))) {
      return false;
    }
    if (first == length) {
      return !isWhole || path.length() == length;
    }
    int last = pattern.lastIndexOf('*', length - 1);
    int at = first;
    for (int begin = first + 1; begin <= last; ) {
      int end = pattern.indexOf('*', begin);
      int found = path.indexOf(pattern.substring(begin, end), at);
      if (found < 0) {
        return false;
      }
      at = found + end - begin;
      begin = end + 1;
    }
    String rest = pattern.substring(last + 1, length);
    return isWhole
        ? path.length() - at >= rest.length() && path.endsWith(rest)
        : path.indexOf(rest, at) >= 0;
  }
}
