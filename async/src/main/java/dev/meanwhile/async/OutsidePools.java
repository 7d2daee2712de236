package dev.meanwhile.async;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The platform threads on which `blocking` and `offload` bodies run, shared by all loops of a
/// process.
///
/// Platform threads on purpose: two bodies that hold their carrier, in native code or a class
/// initialiser, would stop every virtual thread of a machine with two cores.
final class OutsidePools {
  /// How many `blocking` bodies run at a time; further ones queue, first come, first served.
  static final int BLOCKING_LIMIT = 256;

  static final OutsideWork BLOCKING = OutsideWork.on(
      WaitKind.BLOCKING, "a blocking call", pool("meanwhile-blocking-", BLOCKING_LIMIT));

  static final OutsideWork COMPUTING = OutsideWork.on(
      WaitKind.COMPUTING,
      "a computation",
      pool("meanwhile-offload-", Runtime.getRuntime().availableProcessors()));

  private OutsidePools() {}

  private static ThreadPoolExecutor pool(String prefix, int size) {
    // The queue has no limit of its own: each entry is a task that waits, so the tasks are the
    // limit.
    ThreadPoolExecutor pool = new ThreadPoolExecutor(
        size,
        size,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name(prefix, 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
