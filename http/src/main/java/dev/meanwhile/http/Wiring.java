package dev.meanwhile.http;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the real transport connects.
///
/// @param perHost how many connections to one host there may be
/// @param total how many in all
/// @param insecureHosts whose certificates are not verified, in lower case
record Wiring(
    Duration connectTimeout,
    int perHost,
    int total,
    @Nullable Proxy proxy,
    Set<String> insecureHosts) {
  Wiring {
    insecureHosts = Set.copyOf(insecureHosts);
  }
}
