package dev.meanwhile.news;

import dev.meanwhile.feed.ParsedFeed;
import dev.meanwhile.http.Request;

/// For sources that are read once: nothing is known of them, and nothing kept.
enum Unkept implements Keeper {
  INSTANCE;

  @Override
  public Request prepared(Request request) {
    return request;
  }

  @Override
  public boolean isKnown(String bodyHash) {
    return false;
  }

  @Override
  public SourceReport keep(Source source, Attempt attempt) {
    ParsedFeed parsed = attempt.parsed();
    int articles = parsed == null ? 0 : parsed.feed().entries().size();
    return SourceReport.of(source, attempt, articles, articles);
  }
}
