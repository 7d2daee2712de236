package dev.meanwhile.news.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// How long the texts of articles are kept that nobody has starred.
///
/// @param age when they are dropped
/// @param keep how many of each source stay all the same, the newest
public record Retention(Duration age, int keep) {
  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if the age is not longer than zero or `keep` is negative
  public Retention {
    if (!requireNonNull(age, "age").isPositive()) {
      throw new IllegalArgumentException("an age must be longer than zero, not " + age);
    }
    if (keep < 0) {
      throw new IllegalArgumentException("no fewer than 0 articles can be kept, not " + keep);
    }
  }

  String written() {
    return age.toSeconds() + " " + keep;
  }

  /// Empty if it is none, or that of another version.
  static Optional<Retention> read(String written) {
    String[] parts = written.split(" ", -1);
    try {
      return parts.length == 2
          ? Optional.of(new Retention(
              Duration.ofSeconds(Long.parseLong(parts[0])), Integer.parseInt(parts[1])))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
