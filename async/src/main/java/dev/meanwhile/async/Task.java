package dev.meanwhile.async;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A piece of work that its loop runs by itself, side by side with others, one at a time.
///
/// Made by [Async#createTask], [TaskGroup#start] and the combinators. The loop holds it strongly
/// until it has ended. It is a [Future] too, so that other threads can wait for it: from outside
/// the loop [#get] blocks, within the loop it waits as [#await] does.
///
/// **Failure.** A failure is kept and thrown to everyone who awaits the task. One that nobody
/// ever looks at is reported, once ([LoopReport.Kind#UNSEEN_FAILURE]). **Cancellation.**
/// [#cancel()] cancels the task's scope: each of its waits throws [CancelledError] until the
/// task ends. Awaiting a task and being cancelled leaves that task alone.
///
/// @param <T> the type of the result
public final class Task<T extends @Nullable Object> extends Completion<T>
    implements Awaitable<T>, Future<T>, Turn {
  /// A task that swallows this many cancellations is reported.
  private static final int SWALLOWED_LIMIT = 1_000;

  private final long number;
  private final @Nullable String givenName;

  // Null once the body has begun to run, so that what it holds can go.
  private @Nullable Callable<? extends T> body;
  private final @Nullable Coroutine<? extends T> coroutine;

  /// The innermost scope the task is in; its own one when it is in no block.
  CancelScope scope;

  private final CancelScope ownScope;

  /// The thread that runs it; null before its first turn and after its end.
  @Nullable
  LoopThread thread;

  /// The values of its context variables.
  ContextVar.Bindings context;

  private @Nullable Wait wait;
  private boolean isWaitCancellable;
  private boolean isQueued;

  private @Nullable Swallowing swallowing;
  private @Nullable Error injected;

  // A combinator has others to look after: its body runs even when it was cancelled before.
  private boolean startsAlways;

  private Task(
      Loop loop,
      @Nullable String name,
      CancelScope under,
      ContextVar.Bindings context,
      Callable<? extends T> body,
      @Nullable Coroutine<? extends T> coroutine) {
    super(loop);
    this.number = loop.nextTaskNumber();
    this.givenName = name;
    this.body = body;
    this.coroutine = coroutine;
    this.context = context;
    this.ownScope = under.child(this);
    this.scope = ownScope;
    loop.created(this);
  }

  /// Makes a task of a block and queues its first turn.
  static <T extends @Nullable Object> Task<T> start(
      CancelScope under, @Nullable String name, Callable<? extends T> body) {
    Task<T> task = held(under, name, body, null);
    task.enqueue();
    return task;
  }

  /// Makes a task of a coroutine, which counts as used from now on, and queues its first turn.
  static <T extends @Nullable Object> Task<T> start(CancelScope under, Coroutine<T> coroutine) {
    coroutine.use();
    Task<T> task = held(under, coroutine.givenName(), coroutine::call, coroutine);
    task.enqueue();
    return task;
  }

  /// Makes a task of a combinator's own work, which begins even when it is cancelled before its
  /// turn.
  static <T extends @Nullable Object> Task<T> startAlways(
      CancelScope under, @Nullable String name, Callable<? extends T> body) {
    Task<T> task = new Task<>(under.loop, name, under, ContextVar.capture(under.loop), body, null);
    task.startsAlways = true;
    task.enqueue();
    return task;
  }

  /// Makes a task whose first turn the caller queues later.
  static <T extends @Nullable Object> Task<T> held(
      CancelScope under,
      @Nullable String name,
      Callable<? extends T> body,
      @Nullable Coroutine<? extends T> origin) {
    return new Task<>(under.loop, name, under, ContextVar.capture(under.loop), body, origin);
  }

  /// The task that is running on the calling thread; null on any other thread and in callbacks.
  static @Nullable Task<?> currentOrNull() {
    LoopThread thread = LoopThread.currentOrNull();
    return thread == null ? null : thread.runningTask();
  }

  /// The running task.
  ///
  /// @throws IllegalStateException saying what to use instead of `what`, where there is none
  static Task<?> require(String what) {
    LoopThread thread = LoopThread.currentOrNull();
    Task<?> task = thread == null ? null : thread.runningTask();
    if (task != null) {
      return task;
    }
    throw new IllegalStateException(
        thread == null
            ? what
                + " needs a running loop, and this thread is no task of one: start with Async.run(...), or hand "
                + "work to a loop with EventLoop.post or EventLoop.call"
            : what
                + " may not be used in a callback, which cannot wait: start a task with EventLoop.call");
  }

  /// Its name: the one it was given, else `Task-` and a number that no other task of its loop
  /// has.
  public String name() {
    return givenName == null ? "Task-" + number : givenName;
  }

  @Override
  public T await() {
    return awaitHere();
  }

  @Override
  public boolean isDone() {
    return outcome() != null;
  }

  /// Whether it ended by being cancelled. A task that swallowed its cancellation and returned
  /// did not.
  @Override
  public boolean isCancelled() {
    return outcome() instanceof Outcome.Cancelled<T>;
  }

  /// Asks the task to end: every wait in it throws [CancelledError] from now on. Does not wait.
  ///
  /// @return whether the task was not yet done
  public boolean cancel() {
    return cancel(name() + " was cancelled");
  }

  /// As [#cancel()], with a reason that becomes the message of the errors. May be called from
  /// any thread; from one that is not the loop's it takes effect at the loop's next pass.
  public boolean cancel(String reason) {
    Objects.requireNonNull(reason, "reason");
    if (isDone()) {
      return false;
    }
    ownScope.cancel(reason);
    return true;
  }

  /// As [#cancel()]; the loop's own waits are never interrupted, whatever the argument.
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return cancel();
  }

  /// Has `callback` called with this task when it is done, as a callback of the loop: in order
  /// of registration, never inside this call, and it may not wait. Counts as looking at a
  /// failure.
  ///
  /// May be called from any thread.
  public void onDone(Consumer<? super Task<T>> callback) {
    Objects.requireNonNull(callback, "callback");
    ContextVar.Bindings bindings = ContextVar.capture(loop);
    loop.onLoop(() -> {
      Callback later = new Callback(loop, bindings, () -> {
            markSeen();
            callback.accept(this);
          })
          .register();
      if (isDone()) {
        loop.enqueue(later);
        return;
      }
      tell(_ -> {
        markSeen();
        loop.enqueue(later);
      });
    });
  }

  /// A future that ends as this task does, for code outside the loop. Cancelling it, or
  /// completing it, leaves the task alone. It is cancelled if the loop closes first. Counts as
  /// looking at a failure. May be called from any thread.
  public CompletableFuture<T> toCompletableFuture() {
    return futureView();
  }

  /// The result. Within the task's loop it waits as [#await] does; on a thread of no loop it
  /// blocks, and interrupting that thread leaves the task alone.
  ///
  /// @throws ExecutionException with the failure as its cause
  /// @throws CancellationException if the task was cancelled
  /// @throws CancelledError if the calling task is cancelled
  /// @throws IllegalStateException on a thread that runs another loop
  @Override
  public T get() throws InterruptedException, ExecutionException {
    Task<?> self = insideTask();
    if (self != null) {
      join(self);
    } else {
      awaitOutside(loop.clock.realNanos() + Durations.FOREVER);
    }
    return futureResult();
  }

  /// As [#get()], for at most the given time.
  ///
  /// @throws TimeoutException when the time is over; the task goes on
  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Task<?> self = insideTask();
    Duration limit = Duration.ofNanos(unit.toNanos(timeout));
    boolean isInTime = self != null
        ? Blocks.finishesWithin(limit, () -> join(self))
        : awaitOutside(loop.clock.realNanos() + Durations.nanos(limit));
    if (!isInTime && !isDone()) {
      throw new TimeoutException(name() + " is not done after " + Durations.format(limit));
    }
    return futureResult();
  }

  @Override
  public T resultNow() {
    markSeen();
    return switch (outcome()) {
      case Outcome.Success<T>(var value) -> value;
      case Outcome.Failure<T>(var error) ->
        throw new IllegalStateException(name() + " failed", error);
      case Outcome.Cancelled<T>(var error) ->
        throw new IllegalStateException(name() + " was cancelled", error);
      case null -> throw new IllegalStateException(name() + " is not done");
    };
  }

  @Override
  public Throwable exceptionNow() {
    markSeen();
    return switch (outcome()) {
      case Outcome.Success<T> _ -> throw new IllegalStateException(name() + " gave a result");
      case Outcome.Failure<T>(var error) -> error;
      case Outcome.Cancelled<T>(var error) ->
        throw new IllegalStateException(name() + " was cancelled", error);
      case null -> throw new IllegalStateException(name() + " is not done");
    };
  }

  @Override
  public State state() {
    return switch (outcome()) {
      case Outcome.Success<T> _ -> State.SUCCESS;
      case Outcome.Failure<T> _ -> State.FAILED;
      case Outcome.Cancelled<T> _ -> State.CANCELLED;
      case null -> State.RUNNING;
    };
  }

  /// Its name and what it does: `Task[loader, waiting for 3 s of sleep]`, `Task[Task-4, done]`.
  @Override
  public String toString() {
    WaitReason reason = waitReason();
    String what = switch (state()) {
      case SUCCESS -> "done";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case RUNNING -> reason == null ? "running" : "waiting for " + reason;
    };
    return "Task[" + name() + ", " + what + "]";
  }

  @Override
  String label() {
    return "task " + name();
  }

  /// A number that no other task of its loop has: see [ReadyTurns#identity].
  @Override
  public long identity() {
    return number;
  }

  @Nullable
  String givenName() {
    return givenName;
  }

  CancelScope ownScope() {
    return ownScope;
  }

  /// Why it waits; null while it does not. A snapshot, when another thread asks.
  @Nullable
  WaitReason waitReason() {
    Wait now = wait;
    return now == null ? null : now.reason();
  }

  @Nullable
  Wait currentWait() {
    return wait;
  }

  /// Whether a cancellation, and so a deadline, ends the wait it is in.
  boolean isWaitCancellable() {
    return isWaitCancellable;
  }

  // --- the door's side: called by Loop and by waits, by whoever holds the baton ---

  /// The one door: every wait of a task goes through here. The caller has arranged to be woken;
  /// it looks at its scope, and at what it waits for, before and after.
  void park(Wait why, boolean cancellable) {
    LoopThread parked = loop.endTurn(this, why, cancellable);
    if (parked != null) {
      parked.awaitBaton();
    }
    loop.resumeTurn(this);
  }

  void beginWait(Wait why, boolean cancellable) {
    wait = why;
    isWaitCancellable = cancellable;
  }

  void endWait() {
    wait = null;
    Error error = injected;
    if (error != null) {
      injected = null;
      if (error instanceof DeadlockError) {
        error.fillInStackTrace(); // where the wait is, not where the loop found it out
      }
      throw error;
    }
  }

  /// Makes a waiting task ready; nothing happens when it is ready already.
  void wake() {
    if (wait != null) {
      enqueue();
    }
  }

  /// Makes it ready if it is in this very wait.
  void wakeFrom(Wait why) {
    if (wait == why) {
      enqueue();
    }
  }

  /// Whether it was started somewhere below `ancestor`.
  boolean isBelow(CancelScope ancestor) {
    return ancestor.isAround(ownScope);
  }

  /// Its scope was cancelled: ends its wait, or its waiting for a first turn that somebody else
  /// has in hand.
  void wakeIfCancellable() {
    if (isWaitCancellable) {
      wake();
    } else if (body != null && !startsAlways) {
      enqueue();
    }
  }

  /// Has the current wait throw `error`.
  void inject(Error error) {
    injected = error;
    wake();
  }

  void enqueue() {
    if (!isQueued) {
      isQueued = true;
      loop.enqueue(this);
    }
  }

  /// Called when its turn comes.
  ///
  /// @return whether there is something to run: not so for a task cancelled before its first
  ///     turn
  boolean takeTurn() {
    isQueued = false;
    if (thread == null && ownScope.isCancelled() && !startsAlways) {
      dropUnstarted();
      return false;
    }
    return true;
  }

  private void dropUnstarted() {
    if (coroutine != null) {
      coroutine.drop();
    }
    body = null;
    Outcome<T> ending = new Outcome.Cancelled<>(new CancelledError(ownScope));
    ownScope.close();
    set(ending);
    announce();
  }

  /// A wait's first look at its scope: in a cancelled one it gives up a turn and throws.
  void checkCancelled() {
    if (scope.isCancelled()) {
      loop.yieldTurn(this);
      throwIfCancelled();
    }
  }

  /// A wait's second look, when it has been woken.
  void throwIfCancelled() {
    CancelScope origin = scope.origin();
    if (origin == null) {
      return;
    }
    Swallowing thrown = swallowing;
    if (thrown == null || thrown.origin != origin) {
      // Another cancellation: the one before was caught where it belonged, which is no
      // swallowing.
      thrown = new Swallowing(origin);
      swallowing = thrown;
    }
    if (++thrown.times == SWALLOWED_LIMIT) {
      loop.reportSwallowed(this, SWALLOWED_LIMIT);
    }
    throw new CancelledError(scope);
  }

  // --- running ---

  /// Runs the task, from its first turn to its end, on the calling thread, which has the baton.
  void execute() {
    Callable<? extends T> block = begin();
    Outcome<T> ending;
    try {
      ending = succeeded(block.call()); // a method of its own: see LoopThread.awaitBaton
    } catch (Throwable failure) {
      ending = outcomeOf(failure);
    }
    end(ending);
  }

  private Callable<? extends T> begin() {
    loop.beginTurn(this);
    Callable<? extends T> block = Objects.requireNonNull(body);
    body = null;
    context.applyForeign(this);
    return block;
  }

  private Outcome<T> succeeded(T value) {
    Outcome<T> ending = new Outcome.Success<>(Failures.refuseUnawaited(value));
    if (ownScope.isCancelled() && loop.isDebug()) {
      loop.reportSwallowed(this, swallowing == null ? 0 : swallowing.times);
    }
    return ending;
  }

  private void end(Outcome<T> bodysEnding) {
    Outcome<T> ending = bodysEnding;
    Objects.requireNonNull(thread).identify();
    scope = ownScope;
    Throwable cleanUpFailure = Blocks.closeResources(ownScope, null);
    if (cleanUpFailure != null) {
      ending = Blocks.with(ending, cleanUpFailure);
    }
    ownScope.close();
    thread = null;
    swallowing = null;
    set(ending);
    announce();
    loop.ended(this);
  }

  /// A cancellation is one only where an enclosing scope is cancelled; else somebody else's task
  /// was, and for this one that is a failure.
  private Outcome<T> outcomeOf(Throwable failure) {
    CancelledError cancelled = CancelledError.in(failure);
    if (cancelled == null) {
      return new Outcome.Failure<>(failure);
    }
    return ownScope.isCancelled()
        ? new Outcome.Cancelled<>(cancelled)
        : new Outcome.Failure<>(cancelled);
  }

  /// A cancellation that was thrown to the task, and how often.
  private static final class Swallowing {
    private final CancelScope origin;
    private int times;

    Swallowing(CancelScope origin) {
      this.origin = origin;
    }
  }

  private T futureResult() throws ExecutionException {
    markSeen();
    return switch (ended()) {
      case Outcome.Success<T>(var value) -> value;
      case Outcome.Failure<T>(var error) -> throw new ExecutionException(error);
      case Outcome.Cancelled<T>(var error) -> {
        CancellationException cancelled = new CancellationException(error.getMessage());
        cancelled.initCause(error);
        throw cancelled;
      }
    };
  }

  /// The calling task, if the caller is one of this loop; null on a thread of no loop, and in a
  /// callback that need not wait.
  private @Nullable Task<?> insideTask() {
    LoopThread thread = LoopThread.currentOrNull();
    if (thread == null || (thread.runningTask() == null && isDone())) {
      return null;
    }
    Task<?> self = require("Task.get");
    requireAwaitableBy(self);
    return self;
  }
}
