package dev.meanwhile.news;

import dev.meanwhile.http.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Addresses as people type them and as files list them.
final class Addresses {
  private static final int MAX_LENGTH = 4_096;

  private Addresses() {}

  /// The address in `text`, in which `https://` may be left out.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static URI parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "an address of " + trimmed.length() + " characters is too long");
    }
    String full = hasScheme(trimmed) ? trimmed : "https://" + trimmed;
    URI uri;
    try {
      uri = new URI(escape(full));
    } catch (URISyntaxException e) {
      throw refused(trimmed, "is no address: " + e.getReason());
    }
    String problem = problemOf(uri);
    if (problem != null) {
      throw refused(trimmed, problem);
    }
    return uri;
  }

  /// Checks an address.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static void check(URI uri) {
    String problem = problemOf(uri);
    if (problem != null) {
      throw refused(display(uri), problem);
    }
  }

  private static @Nullable String problemOf(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https" -> {
        // The host alone: underscores and letters outside of ASCII stand in real ones.
        String authority = uri.getRawAuthority();
        String host = authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
        if (host.isEmpty() || host.startsWith(":") || host.contains("%")) {
          yield "is no address: it names no host";
        }
        yield problemForHttp(uri);
      }
      case "file" -> uri.getPath() == null || uri.getPath().isEmpty() ? "names no file" : null;
      default -> "cannot be read: only http, https and file addresses can, not " + scheme;
    };
  }

  /// What keeps a request from being made of the address, as the session would say later.
  private static @Nullable String problemForHttp(URI uri) {
    try {
      Request.get(uri);
      return null;
    } catch (IllegalArgumentException e) {
      return "is no address: " + e.getMessage();
    }
  }

  private static IllegalArgumentException refused(String address, String problem) {
    return new IllegalArgumentException(
        "\"" + shorten(withoutCredentials(address)) + "\" " + problem);
  }

  /// The address without credentials, for people and logs.
  static String display(URI uri) {
    String address = uri.toString();
    String authority = uri.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    if (at < 0) {
      return address;
    }
    int start = address.indexOf("//") + 2;
    return address.substring(0, start) + address.substring(start + at + 1);
  }

  /// What somebody typed without all that may be credentials in it, also where it is no address:
  /// up to the last `@` before query and fragment, at the price of a path that has one.
  static String withoutCredentials(String typed) {
    int end = 0;
    while (end < typed.length() && typed.charAt(end) != '?' && typed.charAt(end) != '#') {
      end++;
    }
    int at = typed.lastIndexOf('@', end - 1);
    if (at < 0) {
      return typed;
    }
    int scheme = typed.indexOf("://");
    String kept = scheme < 0 || scheme > at ? "" : typed.substring(0, scheme + 3);
    return kept + typed.substring(at + 1);
  }

  private static boolean hasScheme(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      return false;
    }
    // "example.org:8080/feed" has a port and no scheme.
    boolean isPort = colon + 1 < text.length() && Character.isDigit(text.charAt(colon + 1));
    return !isPort && text.substring(0, colon).chars().allMatch(Addresses::isSchemeCharacter);
  }

  private static boolean isSchemeCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '-';
  }

  /// Escapes what browsers accept in an address and the standard does not.
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}' ->
          escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
        default -> escaped.append(c);
      }
    }
    return escaped.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
