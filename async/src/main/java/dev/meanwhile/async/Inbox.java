package dev.meanwhile.async;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What threads outside hand to a loop, and how they wake it when it idles.
///
/// Any thread may [#add]; the rest is for whoever holds the baton.
final class Inbox {
  private final Parking parking;
  private final ConcurrentLinkedQueue<Runnable> events = new ConcurrentLinkedQueue<>();

  // The thread that idles, for those who add.
  private volatile @Nullable Thread idler;

  Inbox(Parking parking) {
    this.parking = parking;
  }

  void add(Runnable event) {
    events.add(event);
    Thread idling = idler;
    if (idling != null) {
      parking.unpark(idling);
    }
  }

  @Nullable
  Runnable poll() {
    return events.poll();
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  void clear() {
    events.clear();
  }

  /// Sleeps until there is an event, but no longer than `nanos`, of which [Long#MAX_VALUE] is for
  /// ever. May return too early.
  void awaitEvent(long nanos) {
    idler = Thread.currentThread();
    // Whoever adds looks at `idler` afterwards; so one of the two sees the other.
    if (events.isEmpty()) {
      parking.park(this, nanos);
    }
    idler = null;
  }
}
