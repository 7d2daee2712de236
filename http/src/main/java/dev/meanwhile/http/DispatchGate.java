package dev.meanwhile.http;

/// A limit of the caller's own on what is under way at once: [Request#gate] passes it at every
/// hop of a request.
///
/// It is entered last, when the request has the session's slots and the governor's permit, and
/// left first, before a redirect queues for those of the next host. Whoever is inside waits for
/// the network alone, never for what somebody holds who waits to enter: so the limits cannot
/// block each other.
///
/// **Threads.** Called in the task that sends the request.
public interface DispatchGate {
  /// Waits until the request may be sent. The request's time does not run meanwhile; what this
  /// throws ends the request.
  void enter();

  /// A hop is over that is not the answer: it redirected, or failed, perhaps before [#enter].
  /// Does not wait. After the hop that brings the answer it is not called, so that the caller
  /// decides how long the answer counts.
  void leave();
}
