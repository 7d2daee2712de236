package dev.meanwhile.async;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One call of [OutsideWork]: the body on its thread, the task that waits for it, and how the
/// two part.
final class OutsideCall<T extends @Nullable Object> implements Runnable {
  /*
   *   QUEUED ──run──▶ RUNNING ──end──▶ ENDED
   *      │               │
   *    abort           abort: interrupt; when the grace is over, the value is nobody's
   *      ▼
   *   DROPPED
   *
   * All states are guarded by this object's monitor, under which the interrupt is sent as well: so it
   * never reaches a thread that has finished with this body and gone on to another.
   */
  private enum State {
    QUEUED,
    RUNNING,
    ENDED,
    DROPPED
  }

  private static final ScopedValue<ContextVar.Bindings> CONTEXT = ScopedValue.newInstance();

  private final Loop loop;
  private final Callable<T> body;
  private final @Nullable Runnable abort;
  private final ContextVar.Bindings context;
  private final Promise<T> result;

  private State state = State.QUEUED;
  private @Nullable Thread thread;
  private boolean isLeftBehind;

  OutsideCall(Loop loop, WaitReason reason, Callable<T> body, @Nullable Runnable abort) {
    this.loop = loop;
    this.body = body;
    this.abort = abort;
    this.context = ContextVar.capture(loop);
    this.result = new Promise<>(loop, reason);
  }

  /// The context variables of the body that runs on the calling thread, if one does.
  static ContextVar.Bindings currentContext() {
    return CONTEXT.orElse(ContextVar.Bindings.EMPTY);
  }

  /// Runs the body; the executor calls it.
  @Override
  public void run() {
    synchronized (this) {
      if (state == State.DROPPED) {
        return;
      }
      state = State.RUNNING;
      thread = Thread.currentThread();
    }
    Runnable undoForeign = context.applyForeign(loop);
    Outcome<T> outcome;
    try {
      outcome = new Outcome.Success<>(ScopedValue.where(CONTEXT, context).call(body::call));
    } catch (Throwable failure) {
      outcome = new Outcome.Failure<>(failure);
    }
    undoForeign.run();
    boolean isNobodys;
    synchronized (this) {
      state = State.ENDED;
      thread = null;
      isNobodys = isLeftBehind;
      // An interrupt of ours that came too late for the body must not reach the thread's next
      // work.
      Thread.interrupted();
    }
    if (isNobodys) {
      discard(outcome);
    } else {
      deliver(outcome);
    }
  }

  Promise<T> result() {
    return result;
  }

  /// Waits for the end of the body; aborts it when cancelled.
  T join(Task<?> self) {
    try {
      return result.await();
    } catch (CancelledError cancelled) {
      if (!result.isDone() || self.scope.isCancelled()) {
        end(self, cancelled);
      }
      throw cancelled;
    }
  }

  private void end(Task<?> self, CancelledError cancelled) {
    if (!abort()) {
      return;
    }
    Duration grace = loop.options().blockingGrace();
    boolean ended = Blocks.shieldedFor(self, grace, () -> result.join(self));
    if (!ended && leaveBehind()) {
      WaitReason reason = result.reason();
      loop.report(new LoopReport(
          LoopReport.Kind.LEFT_BEHIND,
          reason + " in " + self.label() + " did not end within " + Durations.format(grace)
              + " of its cancellation",
          null));
      return;
    }
    // It may have ended just now, and be about to say so.
    result.awaitEndAnyway(self);
    result.markSeen();
    switch (result.ended()) {
      case Outcome.Failure<T>(var error) -> Failures.suppress(cancelled, error);
      case Outcome.Success<T> success -> discard(success);
      case Outcome.Cancelled<T> _ -> {}
    }
  }

  /// Asks the body to end.
  ///
  /// @return whether there is an end to wait for
  boolean abort() {
    synchronized (this) {
      if (state == State.QUEUED) {
        state = State.DROPPED;
        return false;
      }
      if (state == State.ENDED) {
        return true;
      }
    }
    if (abort != null) {
      abort.run();
    }
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
    return true;
  }

  synchronized boolean leaveBehind() {
    isLeftBehind = state == State.RUNNING;
    return isLeftBehind;
  }

  private void deliver(Outcome<T> outcome) {
    switch (outcome) {
      case Outcome.Success<T>(var value) -> result.complete(value);
      case Outcome.Failure<T>(var error) -> result.fail(error);
      case Outcome.Cancelled<T>(var error) -> result.fail(error);
    }
  }

  private static void discard(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Success<?>(AutoCloseable resource)) {
      try {
        resource.close();
      } catch (Exception _) {
        // Nobody is left to tell, and nothing to be done about it.
      }
    }
  }
}
