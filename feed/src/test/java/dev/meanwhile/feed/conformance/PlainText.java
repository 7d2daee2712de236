package dev.meanwhile.feed.conformance;

import dev.meanwhile.feed.ParserParts;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/// A text of which the model keeps no markup, compared with text or HTML of another parser.
record PlainText(String text) implements OwnEquality {
  static final String WITHOUT_MARKUP =
      "copyright notices are plain text here: their words are the same, markup and links in them "
          + "are not carried";

  static @Nullable PlainText of(@Nullable String text) {
    return text == null ? null : new PlainText(text);
  }

  @Override
  public boolean says(Object expected) {
    if (!(expected instanceof String written)) {
      return false;
    }
    if (written.strip().equals(text)) {
      return true;
    }
    if (!ParserParts.plain(written).equals(text)) {
      return false;
    }
    if (Jsoup.parseBodyFragment(written).body().childrenSize() > 0) {
      throw new NoCounterpart(WITHOUT_MARKUP);
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
