package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.util.Map;

/// What a session has done so far.
///
/// @param requests requests that were begun, each counted once however often it was redirected
///     or sent again
/// @param redirects redirects followed
/// @param retries times that a request was sent again
/// @param timeouts requests and readings of bodies that their time limit ended
/// @param failures requests and readings of bodies that failed, by how far they had come
/// @param encodedBytes bytes of bodies as they came
/// @param decodedBytes bytes of bodies with their content codings undone
/// @param connectionsOpened connections that were opened for a request; 0 where the transport
///     does not tell
/// @param connectionsReused times that a request went over a connection that was open already;
///     0 where the transport does not tell
public record SessionStatistics(
    long requests,
    long redirects,
    long retries,
    long timeouts,
    Map<Stage, Long> failures,
    long encodedBytes,
    long decodedBytes,
    long connectionsOpened,
    long connectionsReused) {
  /// Copies the failures.
  public SessionStatistics {
    failures = Map.copyOf(failures);
  }
}
