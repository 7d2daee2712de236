package dev.meanwhile.news;

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
        if (uri.getHost() == null) {
          yield "is no address: it names no host";
        }
        yield uri.getPort() > 65_535 ? "has a port above 65535" : null;
      }
      case "file" -> uri.getPath() == null || uri.getPath().isEmpty() ? "names no file" : null;
      default -> "cannot be read: only http, https and file addresses can, not " + scheme;
    };
  }

  private static IllegalArgumentException refused(String address, String problem) {
    String shown = shorten(address.replaceFirst("//[^/@]*@", "//"));
    return new IllegalArgumentException("\"" + shown + "\" " + problem);
  }

  /// The address without credentials, for people and logs.
  static String display(URI uri) {
    String userInfo = uri.getRawUserInfo();
    return userInfo == null ? uri.toString() : uri.toString().replace(userInfo + "@", "");
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
    return escaped.toString();
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
