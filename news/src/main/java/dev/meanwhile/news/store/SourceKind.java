package dev.meanwhile.news.store;

import java.util.Locale;

/// What stands at the address of a source.
public enum SourceKind {
  /// A feed, in any format.
  FEED,
  /// A page whose links are the articles, by a CSS selector.
  PAGE,
  /// A sitemap, best one for news.
  SITEMAP;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SourceKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
