package dev.meanwhile.feed;

import static java.util.Objects.requireNonNull;

/// What a feed says it is; prints as `RSS 2.0`, `Atom 1.0`, `JSON Feed 1.1`.
///
/// The version is the site's claim: one says `RSS 4.20`. Reading never depends on it.
///
/// @param family the format without its version
/// @param version digits and points as claimed, empty when there is no usable claim
public record FeedFormat(Family family, String version) {
  private static final int MAX_VERSION_LENGTH = 8;

  /// The formats.
  public enum Family {
    /// RSS in all its lines of descent, RDF among them.
    RSS("RSS"),
    /// Atom, before and after its RFC.
    ATOM("Atom"),
    /// Channel Definition Format, an ancestor of RSS.
    CDF("CDF"),
    /// JSON Feed.
    JSON_FEED("JSON Feed");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /// Checks the version: at most eight digits and points.
  public FeedFormat {
    requireNonNull(family, "family");
    if (!isVersion(version)) {
      throw new IllegalArgumentException("no version: " + version);
    }
  }

  /// The format with this version, or without one if what is claimed is none.
  public static FeedFormat of(Family family, String claimed) {
    String version = claimed.strip();
    return new FeedFormat(family, isVersion(version) ? version : "");
  }

  private static boolean isVersion(String text) {
    return text.length() <= MAX_VERSION_LENGTH
        && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  @Override
  public String toString() {
    return version.isEmpty() ? family.toString() : family + " " + version;
  }
}
