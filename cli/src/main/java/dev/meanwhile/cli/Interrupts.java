package dev.meanwhile.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C: ends the run early and gives it time to print what is done.
///
/// The JVM runs this as a shutdown hook and ends with exit code 130 afterwards.
final class Interrupts implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(Runnable stop) {
    this.hook = new Thread(() -> stopAndWait(stop), "meanwhile-interrupt");
  }

  /// From now on Ctrl-C calls `stop`, on a thread of its own, and waits for [#close].
  static Interrupts stopping(Runnable stop) {
    Interrupts interrupts = new Interrupts(stop);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  /// Says that everything is printed: Ctrl-C has its ordinary meaning again.
  @Override
  public void close() {
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook is running, and has just been told to go on.
    }
  }

  private void stopAndWait(Runnable stop) {
    try {
      stop.run();
      printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | IllegalStateException _) {
      // The loop is closed already, or the JVM is in a hurry: there is nothing left to save.
    }
  }
}
