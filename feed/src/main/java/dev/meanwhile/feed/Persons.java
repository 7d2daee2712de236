package dev.meanwhile.feed;

import org.jspecify.annotations.Nullable;

/// Makes authors of what feeds say about them.
final class Persons {
  private Persons() {}

  /// The author, or null if nothing is known.
  static @Nullable Author of(@Nullable String name, @Nullable String email, @Nullable String uri) {
    return name == null && email == null && uri == null ? null : new Author(name, email, uri);
  }

  /// Reads `ada@example.org (Ada)`, `Ada <ada@example.org>`, an address or a name.
  static @Nullable Author parse(String written) {
    String text = HtmlText.collapsed(written).replace("mailto:", "");
    Author author = split(text, '(', ')');
    if (author == null) {
      author = split(text, '<', '>');
    }
    if (author != null) {
      return author;
    }
    return isEmail(text) ? of(null, text, null) : of(name(text), null, null);
  }

  private static @Nullable Author split(String text, char open, char close) {
    int start = text.indexOf(open);
    int end = text.indexOf(close, start + 1);
    if (start < 0 || end < 0) {
      return null;
    }
    String outside = (text.substring(0, start) + text.substring(end + 1)).strip();
    String inside = text.substring(start + 1, end).strip();
    if (isEmail(outside)) {
      return of(name(inside), outside, null);
    }
    return isEmail(inside) ? of(name(outside), inside, null) : null;
  }

  private static @Nullable String name(String text) {
    String plain = HtmlText.plain(text);
    if (plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"")) {
      plain = plain.substring(1, plain.length() - 1);
    }
    return Draft.blankToNull(plain);
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return at > 0 && at < text.length() - 1 && text.indexOf(' ') < 0 && text.indexOf('/') < 0;
  }
}
