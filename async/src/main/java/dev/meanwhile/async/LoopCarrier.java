package dev.meanwhile.async;

/// Where the virtual threads of a loop run: on the JDK's scheduler, or on a thread of the loop's
/// own.
interface LoopCarrier {
  /// A virtual thread for `body`, not started yet. Called by whoever holds the baton.
  Thread newThread(Runnable body);

  /// Called before a run begins.
  void open();

  /// Called when a run is over; threads of the loop may still have something to do until they
  /// park.
  void release();

  /// Its name in options and reports.
  String name();
}
