package dev.meanwhile.scrape;

import java.util.List;

/// What sitemaps name, and what was wrong with them.
///
/// @param entries each page once
/// @param problems in words
public record SitemapReading(List<SitemapEntry> entries, List<String> problems) {
  /// Copies the lists.
  public SitemapReading {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
