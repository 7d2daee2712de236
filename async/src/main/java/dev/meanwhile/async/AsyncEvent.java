package dev.meanwhile.async;

/// A flag that tasks wait for.
///
/// {@snippet :
/// AsyncEvent ready = new AsyncEvent();
/// createTask(() -> {
///   loadConfiguration();
///   ready.set();
/// });
/// ready.await();
/// }
///
/// **Failure.** There is none of its own. **Cancellation.** A cancelled waiter leaves; the others
/// and the flag are as before. **Threads.** For the tasks and callbacks of one loop: the first
/// that uses it, and once that is closed, the next. Other threads set it with
/// [`loop.post(event::set)`][EventLoop#post].
public final class AsyncEvent {
  private final WaitLine<WaitLine.Onlooker> waiters = new WaitLine<>();
  private final HomeLoop home = new HomeLoop("the event", waiters::clear);
  private boolean isSet;

  /// An event that is not set.
  public AsyncEvent() {}

  /// Waits until the event is set; not at all if it is.
  ///
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the caller is no task of the event's loop
  public void await() {
    Task<?> self = home.requireTask("AsyncEvent.await");
    self.checkCancelled();
    if (!isSet) {
      waiters.await(new WaitLine.Onlooker(self, "an event"));
    }
  }

  /// Sets it. All who wait now go on, in the order in which they came, even if it is cleared
  /// before their turn. Nothing happens when it is set already.
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the event's loop
  public void set() {
    home.requireLoop("AsyncEvent.set");
    isSet = true;
    waiters.serveAll();
  }

  /// Clears it: who waits from now on waits for the next [#set()].
  ///
  /// @throws IllegalStateException if the calling thread does not belong to the event's loop
  public void clear() {
    home.requireLoop("AsyncEvent.clear");
    isSet = false;
  }

  /// Whether it is set.
  public boolean isSet() {
    return isSet;
  }

  @Override
  public String toString() {
    return "AsyncEvent[" + (isSet ? "set" : "not set") + ", " + waiters.size() + " waiting]";
  }
}
