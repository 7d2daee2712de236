package dev.meanwhile.async.process;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that block on the pipes of processes.
///
/// Platform threads, since reading a pipe holds its thread in native code. Without a limit of
/// their own: a process uses four at most, and a call that had to wait for another process's
/// silent pipe might wait for ever.
final class ProcessThreads {
  private static final Executor SHARED = new ThreadPoolExecutor(
      0,
      Integer.MAX_VALUE,
      10,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      Thread.ofPlatform().daemon().name("meanwhile-process-", 1).factory());

  private ProcessThreads() {}

  static Executor shared() {
    return SHARED;
  }
}
