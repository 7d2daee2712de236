package dev.meanwhile.cli;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What the launcher found out about the terminal, and how text fits into it.
///
/// Text that comes from outside is made harmless here: no control character of a feed's title
/// reaches the terminal.
///
/// @param columns how wide it is
/// @param rows how high it is
/// @param isOutputTerminal whether standard output goes to a terminal
/// @param isErrorTerminal whether standard error goes to a terminal
record Terminal(int columns, int rows, boolean isOutputTerminal, boolean isErrorTerminal) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;

  /// As long as links in a terminal may be; a feed may also send a book.
  private static final int MAX_LINK = 2_083;

  /// Characters without a width can be heaped up for ever.
  private static final int CHARACTERS_PER_COLUMN = 8;

  /// As the launcher says in system properties; plain and 80 columns wide without it.
  static Terminal fromProperties() {
    int columns = Integer.getInteger("meanwhile.terminal.columns", DEFAULT_COLUMNS);
    int rows = Integer.getInteger("meanwhile.terminal.rows", DEFAULT_ROWS);
    boolean isDumb = "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        columns < 20 ? DEFAULT_COLUMNS : Math.min(columns, 500),
        rows < 4 ? DEFAULT_ROWS : rows,
        Boolean.getBoolean("meanwhile.terminal.out") && !isDumb,
        Boolean.getBoolean("meanwhile.terminal.err") && !isDumb);
  }

  /// Whether standard output may be coloured: on a terminal, unless the user asked for none.
  boolean hasColours() {
    String noColor = System.getenv("NO_COLOR");
    return isOutputTerminal && (noColor == null || noColor.isEmpty());
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String yellow(String text) {
    return styled("33", text);
  }

  /// `text` that leads to `link` when it is clicked, where terminals can do that.
  String linked(String text, @Nullable String link) {
    // What else could end the address early and begin a command.
    boolean isSafe = link != null
        && link.length() <= MAX_LINK
        && link.matches("(?i)https?://.*")
        && link.chars().allMatch(c -> c > ' ' && c < 127);
    return hasColours() && isSafe ? "\033]8;;" + link + "\033\\" + text + "\033]8;;\033\\" : text;
  }

  private String styled(String code, String text) {
    return hasColours() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /// One line without anything that could steer a terminal: control characters, and those that
  /// turn the direction of text around.
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      boolean isBreak = c == '\n' || c == '\r' || c == '\t';
      if (isBreak) {
        clean.append(' ');
      } else if (!isHarmful(c)) {
        clean.appendCodePoint(c);
      }
    });
    return clean.toString();
  }

  /// JSON in which such characters, which stand in strings only, are escapes.
  static String escaped(String json) {
    if (json.codePoints().noneMatch(Terminal::isHarmful)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 64);
    json.codePoints().forEach(c -> {
      if (isHarmful(c)) {
        for (char unit : Character.toChars(c)) {
          escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
      } else {
        escaped.appendCodePoint(c);
      }
    });
    return escaped.toString();
  }

  private static boolean isHarmful(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || (type == Character.FORMAT && c != 0x200D)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /// `text`, cleaned and cut to `width` columns, with an ellipsis where something is missing.
  static String fit(String text, int width) {
    String clean = clean(text);
    int longest = CHARACTERS_PER_COLUMN * width;
    if (clean.length() <= longest && width(clean) <= width) {
      return clean;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int c : clean.codePoints().toArray()) {
      int next = width(c);
      if (used + next > width - 1 || cut.length() >= longest) {
        break;
      }
      cut.appendCodePoint(c);
      used += next;
    }
    return cut.append('…').toString();
  }

  /// `text`, cleaned, cut or filled with spaces to exactly `width` columns.
  static String pad(String text, int width) {
    String fitted = fit(text, width);
    return fitted + " ".repeat(Math.max(0, width - width(fitted)));
  }

  static int width(String text) {
    return text.codePoints().map(Terminal::width).sum();
  }

  /// How many columns a character takes: two for East Asian wide ones and emoji, none for marks.
  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200D) {
      return 0;
    }
    boolean isWide = (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
  }
}
