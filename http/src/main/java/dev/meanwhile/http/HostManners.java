package dev.meanwhile.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// What a host has taught a [HostGovernor], in a form that can be kept between runs: times are
/// times of day.
///
/// @param scope whom it concerns, as the governor names it: `https://example.org`, `example.org`
/// @param spacing how much further apart its requests start than usual
/// @param pausedUntil before this no request starts
/// @param refusals how many answers in a row asked for fewer requests
/// @param learned when it was last learned from
public record HostManners(
    String scope, Duration spacing, Instant pausedUntil, int refusals, Instant learned) {
  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the spacing or the number is negative
  public HostManners {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(pausedUntil, "pausedUntil");
    Objects.requireNonNull(learned, "learned");
    if (spacing.isNegative()) {
      throw new IllegalArgumentException("a spacing must not be negative, but was " + spacing);
    }
    Limits.notNegative(refusals, "refusals");
  }
}
