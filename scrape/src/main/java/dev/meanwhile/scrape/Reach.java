package dev.meanwhile.scrape;

import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.Origin;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How far a fetch may go: the host that somebody gave may be anywhere, but not what it leads to.
///
/// @param found what may be connected to of other hosts
/// @param given the host that was given; null when there is none
record Reach(AddressGuard found, @Nullable String given) {
  /// For an address that was given.
  static Reach of(AddressGuard found, URI given) {
    return new Reach(found, Origin.of(given).host());
  }

  /// Whether the address is at the host that was given.
  boolean isGiven(URI uri) {
    return Origin.of(uri).host().equals(given);
  }

  AddressGuard guard() {
    return given == null ? found : found.trusting(given);
  }
}
