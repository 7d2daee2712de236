package dev.meanwhile.scrape;

import java.net.URI;

/// Hears what happens while a [Scraper] works. Called in tasks of its loop; what it throws ends
/// the scraping.
public interface ScrapeListener {
  /// So many more pages are to be read.
  default void planned(int more) {}

  /// A request for a page begins, after what had to be waited for.
  default void started(URI url) {}

  /// A page has been read, or could not be. Called once for each, as they finish.
  void finished(Scraped result);
}
