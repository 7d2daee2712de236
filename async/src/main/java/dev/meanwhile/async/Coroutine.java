package dev.meanwhile.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Work that is described and has not begun: nothing of it runs until it is awaited, made a
/// task, or given to a combinator. It can be used once.
///
/// Made by [Async#async]. One that is dropped without ever having been used is reported in debug
/// mode, with the line that made it ([LoopReport.Kind#FORGOTTEN_COROUTINE]).
///
/// @param <T> the type of the result
public final class Coroutine<T extends @Nullable Object> implements Awaitable<T> {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Coroutine.class, "state", State.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  enum State {
    CREATED,
    RUNNING,
    DONE
  }

  private final @Nullable String name;

  // Null once it has begun, so that what it holds can go.
  private @Nullable Callable<? extends T> body;

  // Written by compare-and-set, since two threads may try to use one coroutine.
  private volatile State state = State.CREATED;

  // Only in debug mode.
  private final @Nullable ForgottenCoroutine watch;

  Coroutine(@Nullable String name, Callable<? extends T> body) {
    this.name = name;
    this.body = body;
    this.watch = ForgottenCoroutine.watch(this);
  }

  /// Runs this coroutine as a call inside the calling task and gives its result.
  ///
  /// @throws IllegalStateException if it was used before, or the calling thread is no task of a
  ///     loop
  /// @throws CancelledError if the current scope is cancelled; the coroutine counts as used
  @Override
  public T await() {
    Task<?> task = Task.require("await");
    use();
    try {
      task.checkCancelled();
    } catch (CancelledError cancelled) {
      drop();
      throw cancelled;
    }
    try {
      return call();
    } catch (Exception failure) {
      throw Failures.unchecked(failure);
    }
  }

  /// The name it was given; `coroutine` without one.
  public String name() {
    return name == null ? "coroutine" : name;
  }

  /// `Coroutine[name, created]`, and `running` or `done` later.
  @Override
  public String toString() {
    return "Coroutine[" + name() + ", " + state.name().toLowerCase(Locale.ROOT) + "]";
  }

  @Nullable
  String givenName() {
    return name;
  }

  boolean isUsed() {
    return state != State.CREATED;
  }

  /// Marks it as used.
  ///
  /// @throws IllegalStateException if it was already
  void use() {
    if (!STATE.compareAndSet(this, State.CREATED, State.RUNNING)) {
      throw alreadyUsed();
    }
    if (watch != null) {
      watch.used();
    }
  }

  IllegalStateException alreadyUsed() {
    return new IllegalStateException(
        this + " was already awaited: a coroutine runs once; call the method that makes it again");
  }

  /// Runs the body; whoever calls this has called [#use] before.
  T call() throws Exception {
    Callable<? extends T> block = Objects.requireNonNull(body);
    body = null;
    try {
      return Failures.refuseUnawaited(block.call());
    } finally {
      state = State.DONE;
    }
  }

  /// Ends it without having run, as a task does that was cancelled before its first turn.
  void drop() {
    body = null;
    state = State.DONE;
  }
}
