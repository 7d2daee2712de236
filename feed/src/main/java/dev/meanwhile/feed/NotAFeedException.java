package dev.meanwhile.feed;

/// There is no feed in the bytes. The message says what they look like instead.
public final class NotAFeedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What bytes look like that are no feed.
  public enum Looks {
    /// Nothing, or white space only.
    EMPTY("empty"),
    /// A web page: often an error page, or the page that would name the feed.
    HTML("an HTML page"),
    /// XML of some other kind, such as a sitemap or OPML.
    XML("XML that is no feed"),
    /// JSON of some other kind.
    JSON("JSON that is no feed"),
    /// Plain text.
    TEXT("plain text"),
    /// No text at all, such as an image or something compressed.
    BINARY("binary data");

    private final String words;

    Looks(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final Looks looks;

  private NotAFeedException(Looks looks, String message) {
    super(message);
    this.looks = looks;
  }

  static NotAFeedException of(Looks looks, String detail) {
    return new NotAFeedException(looks, "not a feed but " + looks + ": " + detail);
  }

  /// What the bytes look like.
  public Looks looks() {
    return looks;
  }
}
