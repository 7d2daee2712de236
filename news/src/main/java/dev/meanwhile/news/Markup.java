package dev.meanwhile.news;

/// Text for XML and HTML.
final class Markup {
  private Markup() {}

  /// The text as it stands in an element or an attribute; what no document may hold becomes
  /// spaces.
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.appendCodePoint(isLegal(c) ? c : ' ');
      }
    });
    return out.toString();
  }

  private static boolean isLegal(int c) {
    return (c >= ' ' && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) || c > 0xffff || c == '\n';
  }
}
