package dev.meanwhile.scrape;

import dev.meanwhile.http.Origin;
import dev.meanwhile.http.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
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
      return Optional.of(plain(uri));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The one way to write an address: with a path that has no dots, and without a port where
  /// that is the scheme's own.
  private static URI plain(URI uri) {
    String authority = uri.getRawAuthority();
    Origin origin = Origin.of(uri);
    String ownPort = origin.isSecure() ? ":443" : ":80";
    String plainAuthority = authority.endsWith(ownPort) && uri.getPort() >= 0
        ? authority.substring(0, authority.length() - ownPort.length())
        : authority;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String plainPath = path.isEmpty() ? "/" : withoutDots(path);
    if (plainAuthority.equals(authority) && plainPath.equals(path)) {
      return uri;
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + plainAuthority + plainPath + query);
  }

  /// A path without `.` and `..`, as servers understand it: RFC 3986, 5.2.4. Empty segments
  /// stay, unlike with [URI#normalize].
  static String withoutDots(String path) {
    if (!path.contains("/.") && !path.contains("/%2")) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      String segment = segments[i].replace("%2e", ".").replace("%2E", ".");
      boolean isUp = segment.equals("..");
      if (isUp && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!isUp && !segment.equals(".")) {
        kept.add(segments[i]);
      } else if (i == segments.length - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
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
