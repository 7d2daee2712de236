package dev.meanwhile.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// The entities that a document declares for itself, as far as they are harmless.
final class DeclaredEntities {
  /*
   * DTDs are not processed. But some feeds declare abbreviations in their DOCTYPE and use them,
   * even in their ids. Those are read: internal, general, with a value of plain text. A value
   * that refers to another entity is ignored, so there is no nesting and no exponential growth; a
   * budget for the whole document bounds the linear one. External entities do not match, nothing
   * is ever fetched.
   */
  private static final Pattern DECLARATION = Pattern.compile(
      "<!ENTITY\\s+([\\w:.-]{1,40})\\s+(?:\"([^\"<%]{0,1000})\"|'([^'<%]{0,1000})')\\s*>");

  private static final Pattern REFERENCE = Pattern.compile("&(?!#)");

  private final Map<String, String> values = new HashMap<>();
  private int budget = Limits.MAX_EXPANSION;

  /// Reads what stands between the brackets of a DOCTYPE.
  void read(String internalSubset) {
    Matcher matcher = DECLARATION.matcher(internalSubset);
    while (matcher.find() && values.size() < Limits.MAX_ENTITIES) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      if (!REFERENCE.matcher(value).find()) {
        values.putIfAbsent(matcher.group(1), Parser.unescapeEntities(value, true));
      }
    }
  }

  /// The declared value, or null if there is none or the budget of the document is used up.
  @Nullable
  String expand(String name) {
    String value = values.get(name);
    if (value == null || value.length() > budget) {
      return null;
    }
    budget -= value.length();
    return value;
  }
}
