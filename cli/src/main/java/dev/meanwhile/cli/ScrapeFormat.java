package dev.meanwhile.cli;

import dev.meanwhile.scrape.Scraped;
import java.util.List;

/// How results of `meanwhile scrape` are written.
interface ScrapeFormat {
  /// What stands before the first result.
  default List<String> head() {
    return List.of();
  }

  /// One result.
  List<String> lines(Scraped result);

  /// Whether it is for people, who want a summary too.
  default boolean isForPeople() {
    return false;
  }
}
