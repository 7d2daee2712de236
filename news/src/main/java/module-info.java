import org.jspecify.annotations.NullMarked;

/// The news engine: many sources read at once, by a deadline, with an account of every one.
///
/// Start at [dev.meanwhile.news.NewsAggregator].
@NullMarked
module dev.meanwhile.news {
  requires transitive dev.meanwhile.async;
  requires transitive dev.meanwhile.feed;
  requires transitive dev.meanwhile.http;
  requires org.jsoup;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.meanwhile.news;
}
