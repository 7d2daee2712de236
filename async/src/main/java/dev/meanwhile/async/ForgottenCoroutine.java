package dev.meanwhile.async;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/// Watches, in debug mode, whether a coroutine is ever used, and reports it when it is collected
/// without having been.
final class ForgottenCoroutine implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final @Nullable Loop loop;
  private final String name;
  private final Created place = new Created();
  private volatile boolean isUsed;

  private ForgottenCoroutine(@Nullable Loop loop, String name) {
    this.loop = loop;
    this.name = name;
  }

  /// Watches `coroutine`, if the loop that the calling thread runs is in debug mode; where none
  /// runs, if that is every loop's default.
  static @Nullable ForgottenCoroutine watch(Coroutine<?> coroutine) {
    LoopThread thread = LoopThread.currentOrNull();
    Loop loop = thread == null ? null : thread.loop;
    if (!(loop == null ? RunnerOptions.DEBUG_DEFAULT : loop.isDebug())) {
      return null;
    }
    ForgottenCoroutine watch = new ForgottenCoroutine(loop, coroutine.name());
    CLEANER.register(coroutine, watch);
    return watch;
  }

  void used() {
    isUsed = true;
  }

  /// Called by the cleaner's thread.
  @Override
  public void run() {
    if (isUsed) {
      return;
    }
    LoopReport report = new LoopReport(
        LoopReport.Kind.FORGOTTEN_COROUTINE,
        "the coroutine " + name
            + " was dropped and never ran: await(...) it, or createTask(...) it",
        place);
    if (loop == null) {
      LoopLog.log(report);
    } else {
      loop.report(report);
    }
  }

  /// The place where the coroutine was made; shown, never thrown.
  private static final class Created extends Throwable {
    private static final long serialVersionUID = 1L;

    Created() {
      super("this is where it was made");
    }
  }
}
