package dev.meanwhile.async;

/// Where reports go when nobody else takes them.
final class LoopLog {
  private static final System.Logger LOGGER = System.getLogger("dev.meanwhile.async");

  private LoopLog() {}

  static void log(LoopReport report) {
    System.Logger.Level level = switch (report.kind()) {
      case UNSEEN_FAILURE, CALLBACK_FAILURE -> System.Logger.Level.ERROR;
      case STALL, SWALLOWED_CANCEL, LEFT_BEHIND, FORGOTTEN_COROUTINE -> System.Logger.Level.WARNING;
      // A server without a client looks the same.
      case IDLE -> System.Logger.Level.DEBUG;
    };
    if (report.error() == null) {
      LOGGER.log(level, report.message());
    } else {
      LOGGER.log(level, report.message(), report.error());
    }
  }

  static void handlerFailed(LoopReport report, Throwable failure) {
    log(report);
    LOGGER.log(System.Logger.Level.ERROR, "the exception handler failed: " + failure, failure);
  }
}
