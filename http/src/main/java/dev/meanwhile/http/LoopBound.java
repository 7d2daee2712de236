package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// State that belongs to the tasks of one loop, and is made anew for the next loop that comes
/// along: so what holds it may be made outside of any loop and outlive one.
final class LoopBound<S> {
  private record Bound<S>(EventLoop loop, S state) {}

  private final Supplier<S> fresh;

  // Written by tasks of the loop in question; another loop's tasks see their own soon enough.
  private volatile @Nullable Bound<S> bound;

  LoopBound(Supplier<S> fresh) {
    this.fresh = fresh;
  }

  /// The state of the calling task's loop.
  S here() {
    EventLoop loop = EventLoop.current();
    Bound<S> now = bound;
    if (now == null || now.loop != loop) {
      now = new Bound<>(loop, fresh.get());
      bound = now;
    }
    return now.state;
  }

  /// Whether the calling thread runs the loop that was here last.
  boolean isHere() {
    Bound<S> now = bound;
    try {
      return now != null && now.loop == EventLoop.current();
    } catch (IllegalStateException _) {
      return false; // a thread of no loop
    }
  }

  /// The state of the loop that was here last.
  @Nullable
  S last() {
    Bound<S> now = bound;
    return now == null ? null : now.state;
  }
}
