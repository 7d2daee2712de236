package dev.meanwhile.async;

/// A permit for the one thread that parks, made of a monitor, which the model checker knows: a
/// thread that nobody wakes is a deadlock then, which it reports. It never returns too early.
final class MonitorParking implements Parking {
  private boolean hasPermit;

  @Override
  public synchronized void park(Object blocker, long nanos) {
    while (!hasPermit) {
      waitFor(this);
    }
    hasPermit = false;
  }

  @Override
  public synchronized void unpark(Thread thread) {
    hasPermit = true;
    notifyAll();
  }

  /// Waits on a monitor that the caller holds.
  static void waitFor(Object monitor) {
    try {
      monitor.wait();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
