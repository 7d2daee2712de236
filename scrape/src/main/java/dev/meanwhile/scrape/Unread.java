package dev.meanwhile.scrape;

import java.net.URI;
import java.time.Instant;

/// An address without a page.
///
/// @param url the address that was asked for, without credentials
/// @param error what went wrong, for people
/// @param fetchedAt when that was known
public record Unread(URI url, String error, Instant fetchedAt) implements Scraped {}
