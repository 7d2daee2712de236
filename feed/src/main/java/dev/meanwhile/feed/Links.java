package dev.meanwhile.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Resolves addresses as RFC 3986 says, on text: `java.net.URI` refuses too much of what feeds
/// contain.
final class Links {
  private Links() {}

  /// The address seen from a base, or as it is if there is no base. White space at its ends and
  /// line breaks inside are dropped, other spaces escaped.
  static String resolve(@Nullable String base, String written) {
    String address = cleaned(written);
    if (base == null || isAbsolute(address)) {
      return address;
    }
    int scheme = schemeEnd(base);
    if (scheme > 0 && base.startsWith("///", scheme + 1)) {
      // A slip that browsers forgive.
      return resolve(base.substring(0, scheme + 2) + base.substring(scheme + 3), written);
    }
    if (scheme < 0 || !base.startsWith("//", scheme + 1)) {
      return address;
    }
    if (address.startsWith("//")) {
      return base.substring(0, scheme + 1) + address;
    }
    int pathStart = indexOfAny(base, "/?#", scheme + 3);
    String origin = base.substring(0, pathStart);
    int pathEnd = indexOfAny(base, "?#", pathStart);
    if (address.isEmpty()) {
      return base.substring(0, indexOfAny(base, "#", pathStart));
    }
    return switch (address.charAt(0)) {
      case '/' -> origin + withoutDots(address);
      case '?' -> base.substring(0, pathEnd) + address;
      case '#' -> base.substring(0, indexOfAny(base, "#", pathStart)) + address;
      default -> {
        int slash = base.lastIndexOf('/', pathEnd - 1);
        String folder = slash < pathStart ? "/" : base.substring(pathStart, slash + 1);
        yield origin + withoutDots(folder + address);
      }
    };
  }

  /// The address seen from a base, if a reader may be sent to it; null if not, or if none was
  /// written.
  static @Nullable String safe(@Nullable String base, @Nullable String written) {
    String address = written == null ? "" : resolve(base, written);
    return isSafe(address) ? address : null;
  }

  /// The same for what can be fetched: `mailto` cannot.
  static @Nullable String web(@Nullable String base, @Nullable String written) {
    String address = written == null ? "" : resolve(base, written);
    return isWeb(address) ? address : null;
  }

  /// Whether this is an absolute address that a reader may be sent to.
  static boolean isSafe(String address) {
    return hasScheme(address, "http://")
        || hasScheme(address, "https://")
        || hasScheme(address, "mailto:");
  }

  /// Whether this is such an address, or a relative one that may become one.
  static boolean mayBeSafe(String address) {
    return isSafe(address) || !isAbsolute(address);
  }

  static boolean isAbsolute(String address) {
    return address.startsWith("https://")
        || address.startsWith("http://")
        || schemeEnd(address) > 0;
  }

  static boolean isWeb(String address) {
    return hasScheme(address, "http://") || hasScheme(address, "https://");
  }

  private static boolean hasScheme(String address, String scheme) {
    return address.length() > scheme.length()
        && address.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String cleaned(String written) {
    String address = written.strip();
    for (int i = 0; i < address.length(); i++) {
      if (address.charAt(i) <= ' ') {
        return address.replaceAll("[\\r\\n\\t\\x00-\\x1f]+", "").replace(" ", "%20");
      }
    }
    return address;
  }

  /// Index of the colon after the scheme, or -1.
  private static int schemeEnd(String address) {
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':') {
        return i == 0 ? -1 : i;
      }
      if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
        return -1;
      }
    }
    return -1;
  }

  private static int indexOfAny(String text, String any, int from) {
    int at = from;
    while (at < text.length() && any.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return Math.min(at, text.length());
  }

  /// A path with `.` and `..` followed; what comes after it is left alone.
  private static String withoutDots(String address) {
    if (!address.contains("/.")) {
      return address;
    }
    int end = indexOfAny(address, "?#", 0);
    List<String> kept = new ArrayList<>();
    String[] parts = address.substring(1, end).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      boolean up = parts[i].equals("..");
      if (up && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!up && !parts[i].equals(".")) {
        kept.add(parts[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept) + address.substring(end);
  }

  /// The part before the colon in lower case, for a message.
  static String scheme(String address) {
    return address.substring(0, Math.max(schemeEnd(address), 0)).toLowerCase(Locale.ROOT);
  }
}
