package dev.meanwhile.async;

/// Carries the context of another library along: a logger's MDC, a trace, whatever lives in
/// thread-locals. Set it with [Runner.Builder#foreignContext].
///
/// It is captured where a task is made, a callback registered, or a `blocking` or `offload` body
/// handed over, and put in place where that runs. Within a task nothing is needed: it stays on
/// its own thread over all its waits.
///
/// {@snippet :
/// ForeignContext mdc = () -> {
///   Map<String, String> values = MDC.getCopyOfContextMap();
///   return () -> {
///     Map<String, String> before = MDC.getCopyOfContextMap();
///     MDC.setContextMap(values);
///     return () -> MDC.setContextMap(before);
///   };
/// };
/// }
///
/// **Failure.** What [#capture] throws is thrown to who made the task; what [Snapshot#apply] or
/// the undoing throws is reported as a [LoopReport.Kind#CALLBACK_FAILURE], and what was to run
/// runs without. **Threads.** Called on any thread; must not wait.
@FunctionalInterface
public interface ForeignContext {
  /// Reads the context of the calling thread.
  Snapshot capture();

  /// A context that was captured.
  @FunctionalInterface
  interface Snapshot {
    /// Puts the context in place on the calling thread.
    ///
    /// @return what puts back the one that was there before
    Runnable apply();
  }
}
