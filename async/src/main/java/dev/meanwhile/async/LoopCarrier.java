package dev.meanwhile.async;

/// Where the virtual threads of a loop run: on the JDK's scheduler, or on a thread of the loop's own.
interface LoopCarrier {
  /// A virtual thread for `body`, not started yet. Called by whoever holds the baton.
  Thread newThread(Runnable body);

  /// Blocks the calling thread, which may carry the loop meanwhile, until [#release] was called or
  /// [System#nanoTime] has passed `deadlineNanos`.
  ///
  /// @return whether it was released
  /// @throws InterruptedException if the calling thread is interrupted; the loop goes on by itself only
  ///     if it needs no carrying, so call this again
  boolean drive(long deadlineNanos) throws InterruptedException;

  /// Lets [#drive] return. Called by the thread of the loop that gives the baton back.
  void release();

  /// Its name in options and reports.
  String name();
}
