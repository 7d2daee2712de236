package dev.meanwhile.news;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the connections to a source are made, where that is not as for the others.
///
/// @param proxy whom its requests go through, with user and password; null for nobody
/// @param insecureHost whose certificates are taken though they cannot be verified; null for
///     nobody's
public record Route(@Nullable URI proxy, @Nullable String insecureHost) {
  /// As to most sources.
  public static final Route USUAL = new Route(null, null);

  /// The host in lower case.
  public Route {
    insecureHost = insecureHost == null ? null : insecureHost.toLowerCase(Locale.ROOT);
  }

  /// Without user and password.
  @Override
  public String toString() {
    return "Route["
        + (proxy == null ? "direct" : "through " + Addresses.display(proxy))
        + (insecureHost == null ? "" : ", certificates NOT VERIFIED of " + insecureHost)
        + "]";
  }
}
