package dev.meanwhile.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Addresses as people and servers write them, made fit for a request.
final class Urls {
  private static final String NOT_ALLOWED = "\"<>\\^`{|}";

  private Urls() {}

  /// Reads an address as leniently as a browser: surrounding blanks go, and characters that may
  /// not stand in one are percent-encoded.
  ///
  /// @throws IllegalArgumentException if it still is none
  static URI parse(String text) {
    try {
      return new URI(encodeForbidden(withAsciiHost(text.strip())));
    } catch (URISyntaxException broken) {
      // Without its cause, whose message has all of the address, with user name and password.
      throw new IllegalArgumentException("not an address (" + broken.getReason() + ")");
    }
  }

  /// The address without user name and password, its host in lower case and ASCII.
  ///
  /// @throws IllegalArgumentException if it is not absolute, not of HTTP, or has no host
  static URI forHttp(URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null) {
      throw new IllegalArgumentException(
          "an address needs a scheme, as in https://" + printable(uri));
    }
    if (!isHttp(scheme)) {
      throw new IllegalArgumentException(
          "only http and https addresses can be fetched, not " + scheme);
    }
    if (uri.getPort() > 65_535) {
      throw new IllegalArgumentException("not a port: " + uri.getPort());
    }
    if (uri.getHost() != null
        && uri.getRawUserInfo() == null
        && isPlain(scheme)
        && isPlain(uri.getHost())) {
      return uri;
    }
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("an address needs a host: " + printable(uri));
    }
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    URI clean =
        URI.create(scheme.toLowerCase(Locale.ROOT) + "://" + asciiHost(hostAndPort) + rest(uri));
    if (Origin.of(clean).host().isEmpty()) {
      throw new IllegalArgumentException("an address needs a host: " + printable(uri));
    }
    return clean;
  }

  /// `user:password` of an address, decoded; null when it has none.
  static @Nullable String userInfo(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    return at < 0 ? null : decode(Objects.requireNonNull(authority).substring(0, at));
  }

  /// The address for messages: without credentials, query and fragment, which may hold secrets.
  static String printable(URI uri) {
    String authority = uri.getRawAuthority();
    String path = uri.getRawPath();
    return (uri.getScheme() == null ? "" : uri.getScheme() + ":")
        + (authority == null ? "" : "//" + authority.substring(authority.lastIndexOf('@') + 1))
        + (path == null ? "" : path);
  }

  /// The address without its fragment, which is none of the server's business.
  static URI withoutFragment(URI uri) {
    if (uri.getRawFragment() == null) {
      return uri;
    }
    String text = uri.toString();
    return URI.create(text.substring(0, text.indexOf('#')));
  }

  /// The address without the `.` and `..` of its path, some of which Java leaves in: what leads
  /// above the root stays there.
  static URI withoutDots(URI uri) {
    String path = uri.getRawPath();
    if (!path.contains("/.")) {
      return uri;
    }
    List<String> kept = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      } else if (!segment.equals("..") && !segment.equals(".")) {
        kept.add(segment);
      }
    }
    String end = path.endsWith("/.") || path.endsWith("/..") ? "/" : "";
    String clean = kept.isEmpty() ? "/" : "/" + String.join("/", kept) + end;
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + clean + behindPath(uri));
  }

  static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static String rest(URI uri) {
    return uri.getRawPath() + behindPath(uri);
  }

  private static String behindPath(URI uri) {
    return (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
        + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> c > 126 || (c >= 'A' && c <= 'Z'));
  }

  private static String withAsciiHost(String text) {
    int begin = authorityOf(text);
    if (begin < 0) {
      return text;
    }
    int end = begin;
    while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int at = text.lastIndexOf('@', end - 1);
    int host = Math.max(begin, at + 1);
    return text.substring(0, host) + asciiHost(text.substring(host, end)) + text.substring(end);
  }

  /// Where user, host and port begin; -1 if the address has none of them.
  private static int authorityOf(String text) {
    if (text.startsWith("//")) {
      return 2;
    }
    int colon = text.indexOf("://");
    boolean isScheme = colon > 0
        && text.chars()
            .limit(colon)
            .allMatch(c -> c < 127 && (Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0));
    return isScheme ? colon + 3 : -1;
  }

  private static String asciiHost(String hostAndPort) {
    if (isPlain(hostAndPort)) {
      return hostAndPort;
    }
    int colon = hostAndPort.lastIndexOf(':');
    int end = colon < 0 || hostAndPort.endsWith("]") ? hostAndPort.length() : colon;
    String host = hostAndPort.substring(0, end);
    if (host.chars().anyMatch(c -> c > 126)) {
      host = IDN.toASCII(host);
      // Some letters stand for several, as one for "a/c", which would end the host there.
      if (host.chars().anyMatch(c -> isForbidden(c) || "/?#@:%[]".indexOf(c) >= 0)) {
        throw new IllegalArgumentException("not a host name");
      }
    }
    return host.toLowerCase(Locale.ROOT) + hostAndPort.substring(end);
  }

  private static String encodeForbidden(String text) {
    if (text.chars().noneMatch(c -> isForbidden(c)) && !hasStrayPercent(text)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      if (isForbidden(c)) {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      } else {
        encoded.appendCodePoint(c);
      }
    });
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  private static boolean isForbidden(int c) {
    return c <= ' ' || c >= 127 || NOT_ALLOWED.indexOf(c) >= 0;
  }

  private static boolean hasStrayPercent(String text) {
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
      boolean isEscape = at + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(at + 1))
          && HexFormat.isHexDigit(text.charAt(at + 2));
      if (!isEscape) {
        return true;
      }
    }
    return false;
  }

  private static String decode(String text) {
    // A plus sign is no blank here, unlike in a form.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
