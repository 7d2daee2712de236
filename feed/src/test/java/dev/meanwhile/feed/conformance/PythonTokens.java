package dev.meanwhile.feed.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Splits a Python expression.
final class PythonTokens {
  /// What a token is.
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    OPERATOR,
    END
  }

  /// A token.
  ///
  /// @param text as written, for an operator or a name
  /// @param value of a literal, else the text
  /// @param from where it begins
  /// @param to where it ends
  record Token(Kind kind, String text, Object value, int from, int to) {
    boolean is(String expected) {
      return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(expected);
    }
  }

  private static final List<String> DOUBLE_OPERATORS = List.of("==", "!=", "<=", ">=");
  private static final String OPERATORS = "=<>+-*()[]{},.:";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private PythonTokens(String text) {
    this.text = text;
  }

  static List<Token> of(String text) {
    PythonTokens scanner = new PythonTokens(text);
    scanner.scanAll();
    return scanner.tokens;
  }

  private void scanAll() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        scanString(at, false);
      } else if (Character.isLetter(c) || c == '_') {
        scanName();
      } else if (Character.isDigit(c)) {
        scanNumber();
      } else {
        scanOperator(c);
      }
    }
    tokens.add(new Token(Kind.END, "", "", at, at));
  }

  private void scanName() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(from, at);
    boolean quoted = at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0;
    if (quoted && name.toLowerCase(Locale.ROOT).matches("u|r|ur|b|br")) {
      scanString(from, name.toLowerCase(Locale.ROOT).endsWith("r"));
    } else {
      tokens.add(new Token(Kind.NAME, name, name, from, at));
    }
  }

  private void scanNumber() {
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String number = text.substring(from, at);
    Object value =
        number.contains(".") ? (Object) Double.valueOf(number) : (Object) Long.valueOf(number);
    tokens.add(new Token(Kind.NUMBER, number, value, from, at));
  }

  private void scanOperator(char c) {
    int length =
        at + 2 <= text.length() && DOUBLE_OPERATORS.contains(text.substring(at, at + 2)) ? 2 : 1;
    if (length == 1 && OPERATORS.indexOf(c) < 0) {
      throw new PythonError("no Python that is known here: " + text.substring(at));
    }
    String operator = text.substring(at, at + length);
    tokens.add(new Token(Kind.OPERATOR, operator, operator, at, at + length));
    at += length;
  }

  private void scanString(int from, boolean raw) {
    char quote = text.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    String end = text.startsWith(triple, at) ? triple : String.valueOf(quote);
    at += end.length();
    StringBuilder value = new StringBuilder();
    while (!text.startsWith(end, at)) {
      if (at >= text.length()) {
        throw new PythonError("a string without end: " + text.substring(from));
      }
      char c = text.charAt(at++);
      if (c != '\\' || at >= text.length()) {
        value.append(c);
      } else if (raw) {
        value.append(c).append(text.charAt(at++));
      } else {
        scanEscape(value);
      }
    }
    at += end.length();
    tokens.add(new Token(Kind.STRING, "", value.toString(), from, at));
  }

  /// Reads what follows a backslash.
  private void scanEscape(StringBuilder value) {
    char c = text.charAt(at++);
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> value.append(c);
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x' -> appendHex(2, value);
      case 'u' -> appendHex(4, value);
      case 'U' -> appendHex(8, value);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> appendOctal(value);
      default -> value.append('\\').append(c);
    }
  }

  private void appendHex(int digits, StringBuilder value) {
    if (at + digits > text.length()) {
      throw new PythonError("an escape without end: " + text);
    }
    try {
      value.appendCodePoint(Integer.parseInt(text.substring(at, at + digits), 16));
    } catch (IllegalArgumentException e) {
      throw new PythonError("no escape: " + text.substring(at, at + digits));
    }
    at += digits;
  }

  private void appendOctal(StringBuilder value) {
    int from = --at;
    while (at < text.length() && at < from + 3 && "01234567".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    value.append((char) Integer.parseInt(text.substring(from, at), 8));
  }
}
