package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// How a call that waits, or computes, outside of the loop is made: on which threads, and how it
/// is ended early. [Async#blocking] and [Async#offload] are two of these; authors of libraries
/// make their own, for instance for sockets.
///
/// {@snippet :
/// var request = OutsideWork.on(WaitKind.NETWORK, "GET example.org",
/// executor).abortedBy(call::abort);
/// String body = request.call(() -> call.execute());
/// }
///
/// **Threads.** Immutable. [#call] is for tasks; the body runs on the executor and is no part of
/// the loop: there it cannot wait as a task does, while [EventLoop#post], [EventLoop#call] and
/// completing a [Promise] work. Context variables are a copy of the caller's.
public final class OutsideWork {
  private final WaitReason reason;
  private final Executor executor;
  private final @Nullable Runnable abort;

  private OutsideWork(WaitReason reason, Executor executor, @Nullable Runnable abort) {
    this.reason = reason;
    this.executor = executor;
    this.abort = abort;
  }

  /// Work on `executor`, ended early by interrupting its thread.
  ///
  /// @param kind what kind of wait it is for the task
  /// @param subject what it is, for people
  /// @param executor where it runs; must not run it in the calling thread
  public static OutsideWork on(WaitKind kind, String subject, Executor executor) {
    return new OutsideWork(
        new WaitReason(kind, subject), Objects.requireNonNull(executor, "executor"), null);
  }

  /// The threads for calls to sockets: virtual ones of the JDK's scheduler, shared by all loops,
  /// as many as there are calls. A call must not hold its thread in native code, as files and
  /// name look-ups do, and is ended by closing its socket.
  public static Executor networkThreads() {
    return NetworkThreads.SHARED;
  }

  /// The same work, ended early by calling `abort` before its thread is interrupted. `abort` is
  /// called on the loop at most once per call, while the body runs, and must not wait.
  public OutsideWork abortedBy(Runnable abort) {
    return new OutsideWork(reason, executor, Objects.requireNonNull(abort, "abort"));
  }

  /// Runs `body` outside of the loop and waits for it, letting other tasks run.
  ///
  /// **Cancellation.** A body that waits for a thread is dropped. One that runs is aborted and
  /// waited for, up to the runner's `blockingGrace`; then it is left behind with a report. What
  /// it throws in ending is suppressed under the [CancelledError], a value that it still gives
  /// is closed if it is [AutoCloseable]. On virtual time the body runs inline, or is refused
  /// ([OutsidePolicy]).
  ///
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if this thread is no task of a loop
  public <T extends @Nullable Object> T call(Callable<T> body) {
    Objects.requireNonNull(body, "body");
    Task<?> self = Task.require(reason.kind() == WaitKind.COMPUTING ? "offload" : "blocking");
    self.checkCancelled();
    Loop loop = self.loop;
    if (loop.clock.isVirtual()) {
      return callInline(loop, self, body);
    }
    OutsideCall<T> call = new OutsideCall<>(loop, reason, body, abort);
    executor.execute(call);
    return call.join(self);
  }

  private <T extends @Nullable Object> T callInline(Loop loop, Task<?> self, Callable<T> body) {
    if (loop.outsidePolicy == OutsidePolicy.REFUSE) {
      throw new IllegalStateException(reason + " was refused: on virtual time there is no outside");
    }
    try {
      return loop.callOutsideTurn(self.context, body);
    } catch (Exception failure) {
      throw Failures.unchecked(failure);
    }
  }
}
