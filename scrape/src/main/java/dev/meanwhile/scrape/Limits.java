package dev.meanwhile.scrape;

import java.time.Duration;

/// What is read of anything that comes from outside, at most.
final class Limits {
  /// A page, decoded; a larger one is an error.
  static final long BODY = 10 * 1024 * 1024;

  /// How much of a page is parsed.
  static final int HTML = 4 * 1024 * 1024;

  /// And how many tags of it: more are not read, whatever is between them.
  static final int TAGS = 100_000;

  /// How deep its elements may be nested; what is deeper is hung up there.
  static final int DEPTH = 128;

  static final int LINKS = 10_000;
  static final int ADDRESS = 4_096;

  /// What a selector matches, in characters: elements within each other have the same text.
  static final int SELECTED = 4 * 1024 * 1024;

  /// Titles and descriptions.
  static final int LINE = 1_000;

  static final int REDIRECTS = 10;

  /// As RFC 9309 has it: that much of robots.txt is read, and so many redirects are followed.
  static final int ROBOTS = 500 * 1024;

  static final int ROBOTS_REDIRECTS = 5;
  static final Duration ROBOTS_TIMEOUT = Duration.ofSeconds(10);

  /// How many hosts' rules are kept.
  static final int ORIGINS = 10_000;

  /// A longer Crawl-delay counts as this.
  static final Duration CRAWL_DELAY = Duration.ofSeconds(30);

  /// Feeds that are looked at to find those of one page.
  static final int FEED_CANDIDATES = 40;

  /// A sitemap, decoded and unpacked: the protocol's own limits are these.
  static final int SITEMAP = 50 * 1024 * 1024;

  /// And tags of it, of which there are ten or so for an entry.
  static final int SITEMAP_TAGS = 2_000_000;

  /// How deep they may be nested; news take five.
  static final int SITEMAP_NESTING = 16;

  static final int SITEMAP_ENTRIES = 50_000;

  /// Sitemaps read from one index, and how deep indexes may be nested.
  static final int SITEMAPS = 100;

  static final int SITEMAP_DEPTH = 3;

  private Limits() {}
}
