package dev.meanwhile.http;

import java.time.Duration;

/// Is told what becomes of a session's requests, for logs and measurements:
/// [ClientSession.Builder#listener].
///
/// Called in the task of the request, while it holds its connection's slot but for [#onRetry];
/// whatever takes long here takes the request's time. What a listener throws is logged and
/// changes nothing for the request.
public interface RequestListener {
  /// A request is about to be sent: once for each hop, and again for each retry.
  ///
  /// @param request complete, with the session's headers and cookies
  default void beforeSend(Request request) {}

  /// The head of an answer is there, that of a redirect included.
  default void afterHead(Request request, int status, Headers headers) {}

  /// A request is to be sent again after a pause.
  ///
  /// @param reason the failure in words, or the status
  default void onRetry(Request request, Duration pause, String reason) {}
}
