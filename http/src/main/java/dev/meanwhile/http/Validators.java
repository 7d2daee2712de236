package dev.meanwhile.http;

import java.util.Objects;

/// By what a server knows which version of a content somebody has, kept as it was given: for
/// [Request#ifChanged].
///
/// @param etag the `ETag`, quotes included; empty if there was none
/// @param lastModified the `Last-Modified`, as written; empty if there was none
public record Validators(String etag, String lastModified) {
  /// Checks that both are there, if only empty.
  public Validators {
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(lastModified, "lastModified");
  }

  static Validators of(Headers headers) {
    return new Validators(
        headers.first("ETag").orElse(""), headers.first("Last-Modified").orElse(""));
  }
}
