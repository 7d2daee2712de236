package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What is known about a document from outside of it. Immutable.
///
/// @param contentType the HTTP content type, of which only the charset is used
/// @param base the address that the document came from; relative addresses are resolved against
///     it
public record FeedHints(
    @Nullable String contentType, @Nullable URI base) {
  private static final FeedHints NONE = new FeedHints(null, null);

  /// Nothing is known: just bytes.
  public static FeedHints none() {
    return NONE;
  }

  /// These hints with the value of the `Content-Type` header, such as `text/xml;
  /// charset=koi8-r`.
  public FeedHints withContentType(String contentType) {
    return new FeedHints(requireNonNull(contentType, "contentType"), base);
  }

  /// These hints with the address that the document came from, after all redirects.
  public FeedHints withBase(URI base) {
    return new FeedHints(contentType, requireNonNull(base, "base"));
  }
}
