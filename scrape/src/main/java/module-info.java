import org.jspecify.annotations.NullMarked;

/// Pages of the web, fetched at once and politely: their text, links and feeds.
///
/// Start at [dev.meanwhile.scrape.Scraper].
@NullMarked
module dev.meanwhile.scrape {
  requires transitive dev.meanwhile.async;
  requires transitive dev.meanwhile.http;
  requires dev.meanwhile.feed;
  requires crawler.commons;
  requires org.jsoup;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.meanwhile.scrape;
}
