package dev.meanwhile.news;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Set;

/// Something that news are read from: the address of a feed, on the web or in a file.
///
/// @param name what people call it; its address when nobody gave it a name
/// @param uri `http`, `https` or `file`
/// @param isFound whether it stood in content, as in an OPML file that is passed around, and was
///     not typed: such a source must be at a public address, see [NewsAggregator.Builder#guard]
/// @param tags what it is filed under, such as the folders of an OPML file
public record Source(String name, URI uri, boolean isFound, Set<String> tags) {
  /// Checks the address.
  ///
  /// @throws IllegalArgumentException if its scheme is none of the three, or it names no host or
  ///     file
  public Source {
    requireNonNull(name, "name");
    requireNonNull(uri, "uri");
    Addresses.check(uri);
    tags = Set.copyOf(tags);
  }

  /// A source that is filed under nothing.
  ///
  /// @throws IllegalArgumentException as for all sources
  public Source(String name, URI uri, boolean isFound) {
    this(name, uri, isFound, Set.of());
  }

  /// A source that somebody typed, or wrote into a list of their own.
  ///
  /// @throws IllegalArgumentException as for all sources
  public Source(String name, URI uri) {
    this(name, uri, false);
  }

  /// A source that goes by its address, without the credentials in it.
  public static Source of(URI uri) {
    return new Source(Addresses.display(uri), uri);
  }

  /// Its address without the credentials in it, for people and for JSON.
  public String address() {
    return Addresses.display(uri);
  }
}
