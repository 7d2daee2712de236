package dev.meanwhile.async;

/// A function that the loop calls between two turns, in the context of its registration.
final class Callback implements Turn {
  final ContextVar.Bindings context;
  private final Loop loop;
  private final Runnable function;
  private boolean cancelled;
  private long number;

  Callback(Loop loop, ContextVar.Bindings context, Runnable function) {
    this.loop = loop;
    this.context = context;
    this.function = function;
  }

  /// Gives it its number; on the loop, once.
  Callback register() {
    number = loop.registered();
    return this;
  }

  @Override
  public long identity() {
    return number;
  }

  void cancel() {
    cancelled = true;
  }

  /// Calls the function. What it throws is reported and ends nothing else.
  void run() {
    if (cancelled) {
      return;
    }
    Runnable undoForeign = context.applyForeign(loop);
    try {
      function.run();
    } catch (Throwable failure) {
      loop.report(new LoopReport(
          LoopReport.Kind.CALLBACK_FAILURE, "a callback failed: " + failure, failure));
    } finally {
      undoForeign.run();
    }
  }
}
