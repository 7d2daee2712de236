package dev.meanwhile.news;

import dev.meanwhile.news.store.SourceSettings;
import java.util.Locale;
import java.util.Set;

/// What a source's settings hold that is meant for its site and for nobody else.
final class Confidences {
  /// Headers that say nothing which may not be known. Any other may be a key.
  private static final Set<String> OPEN =
      Set.of("accept", "accept-charset", "accept-language", "cache-control", "dnt", "user-agent");

  private Confidences() {}

  /// Whether there are any: a user, a cookie, a header that may be a key, or the trust in a
  /// certificate that cannot be verified.
  static boolean areIn(SourceSettings settings) {
    return settings.user() != null
        || settings.cookie() != null
        || settings.insecure()
        || settings.headers().keySet().stream().anyMatch(Confidences::maybeKey);
  }

  /// Whether a header of that name may be a key.
  static boolean maybeKey(String header) {
    return !OPEN.contains(header.toLowerCase(Locale.ROOT));
  }
}
