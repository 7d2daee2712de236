package dev.meanwhile.scrape;

import java.net.URI;
import java.time.Instant;

/// What became of an address: a [Page], or why there is none.
public sealed interface Scraped permits Page, Unread {
  /// The address that was asked for, without credentials.
  URI url();

  /// When that was known.
  Instant fetchedAt();
}
