package dev.meanwhile.async;

import org.jspecify.annotations.Nullable;

/// The loop that a synchronisation object belongs to: the first that uses it, and another one
/// once that is closed. It refuses everybody else.
final class HomeLoop {
  private final String subject;
  private final Runnable forget;

  // Written by whoever holds the baton of the loop that it names.
  private @Nullable Loop loop;

  /// @param subject what is guarded, for messages: `the semaphore`
  /// @param forget forgets those who waited in a loop that is closed: they wait no more
  HomeLoop(String subject, Runnable forget) {
    this.subject = subject;
    this.forget = forget;
  }

  /// The running task, for what may wait or needs an owner.
  ///
  /// @param what the operation, for messages: `AsyncSemaphore.acquire`
  /// @throws IllegalStateException unless the caller is a task of the object's loop
  Task<?> requireTask(String what) {
    Task<?> self = Task.require(what);
    enter(self.loop, what);
    return self;
  }

  /// The caller's loop, for what never waits.
  ///
  /// @throws IllegalStateException unless the caller is a task or callback of the object's loop
  Loop requireLoop(String what) {
    LoopThread thread = LoopThread.currentOrNull();
    if (thread == null) {
      throw new IllegalStateException(
          what + " is for tasks and callbacks of a loop: from another thread use EventLoop.post");
    }
    enter(thread.loop, what);
    return thread.loop;
  }

  private void enter(Loop current, String what) {
    Loop known = loop;
    if (known == current) {
      return;
    }
    if (known != null && !known.isClosed()) {
      throw new IllegalStateException(what + ": " + subject + " belongs to another loop ("
          + known.name() + "), whose tasks use it already: use EventLoop.call or post of that one");
    }
    if (known != null) {
      forget.run();
    }
    loop = current;
  }
}
