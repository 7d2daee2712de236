package dev.meanwhile.news;

import dev.meanwhile.http.Request;

/// What is known of a source before it is read, and who keeps what comes of it.
interface Keeper {
  /// The request for the source, with what is known of it.
  Request prepared(Request request);

  /// How its connections are made.
  ///
  /// @throws IllegalArgumentException if what is kept of that makes no sense
  default Route route() {
    return Route.USUAL;
  }

  /// Whether its certificates are taken though they cannot be verified.
  default boolean isUnverified() {
    return false;
  }

  /// Whether that is the content of last time, of which nothing has to be read again.
  boolean isKnown(String bodyHash);

  /// Keeps what the reading brought, and says what became of the source. Waits; what it has
  /// begun it ends, also when it is cancelled meanwhile.
  SourceReport keep(Source source, Attempt attempt);
}
