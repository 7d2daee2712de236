package dev.meanwhile.feed.conformance;

import java.util.List;

/// All suites, in the order of the page.
final class Suites {
  static final List<Suite> ALL = List.of(
      new FeedparserSuite(),
      new GofeedSuite(),
      new FeedRsSuite(),
      new PodcastparserSuite(),
      new FeedsmithSuite(),
      new RssParserSuite(),
      new FastFeedparserSuite());

  private Suites() {}
}
