import org.jspecify.annotations.NullMarked;

/// The news engine: many sources read at once, by a deadline, with an account of every one.
///
/// Start at [dev.meanwhile.news.NewsAggregator].
@NullMarked
module dev.meanwhile.news {
  requires transitive dev.meanwhile.async;
  requires transitive dev.meanwhile.feed;
  requires transitive dev.meanwhile.http;
  requires org.jdbi.v3.core;
  requires org.jsoup;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.databind;
  requires java.sql;
  requires static org.jspecify;

  exports dev.meanwhile.news;
  exports dev.meanwhile.news.store;

  // Kept as JSON.
  opens dev.meanwhile.news.plan to
      tools.jackson.databind;
}
