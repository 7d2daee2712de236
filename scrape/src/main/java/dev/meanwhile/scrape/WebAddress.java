package dev.meanwhile.scrape;

import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Tag;

/// Addresses as pages write them.
final class WebAddress {
  private WebAddress() {}

  /// What `written` means on a page at `base`: complete, of http or https, without fragment and
  /// credentials. Empty if it is no such address.
  static Optional<URI> resolve(URI base, String written) {
    String trimmed = written.strip();
    if (trimmed.isEmpty() || trimmed.length() > Limits.ADDRESS) {
      return Optional.empty();
    }
    // As browsers resolve it, which java.net.URI does not.
    Element link = new Element(Tag.valueOf("a"), base.toString()).attr("href", trimmed);
    return parse(link.absUrl("href"));
  }

  /// An address that is complete already; empty if it is none of http or https.
  static Optional<URI> parse(String written) {
    String trimmed = written.strip();
    if (trimmed.length() > Limits.ADDRESS || !trimmed.regionMatches(true, 0, "http", 0, 4)) {
      return Optional.empty();
    }
    int fragment = trimmed.indexOf('#');
    try {
      URI uri =
          Request.get(fragment < 0 ? trimmed : trimmed.substring(0, fragment)).uri();
      boolean hasPath = uri.getRawPath() != null && !uri.getRawPath().isEmpty();
      return Optional.of(hasPath ? uri : uri.resolve("/" + query(uri)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String query(URI uri) {
    return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
  }

  static Origin origin(URI uri) {
    return Origin.of(uri);
  }

  /// Another place at the host of an address.
  ///
  /// @param path begins with a slash
  static URI at(URI uri, String path) {
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
  }
}
