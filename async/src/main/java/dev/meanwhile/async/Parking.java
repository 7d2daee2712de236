package dev.meanwhile.async;

import java.util.concurrent.locks.LockSupport;

/// How a thread goes to sleep and is woken: the JVM's way, or one that a model checker knows.
interface Parking {
  Parking REAL = new Parking() {
    @Override
    public void park(Object blocker, long nanos) {
      if (nanos == Long.MAX_VALUE) {
        LockSupport.park(blocker);
      } else {
        LockSupport.parkNanos(blocker, nanos);
      }
    }

    @Override
    public void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }
  };

  /// Sleeps until it is woken, but no longer than `nanos`, of which [Long#MAX_VALUE] is for
  /// ever. May return too early.
  void park(Object blocker, long nanos);

  /// Wakes `thread`, or has its next sleep end at once.
  void unpark(Thread thread);
}
