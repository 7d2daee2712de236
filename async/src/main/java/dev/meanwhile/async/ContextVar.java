package dev.meanwhile.async;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A variable with a value of its own in each task, such as a request's id or its user.
///
/// A task starts with its parent's values; what it sets is seen by itself and by the tasks it
/// starts afterwards, never by its parent. Callbacks see the values of their registration,
/// `blocking` and `offload` bodies a copy of their caller's. Outside of loops each call sees the
/// initial value.
///
/// @param <T> the type of the value
public final class ContextVar<T extends @Nullable Object> {
  private final T initial;

  private ContextVar(T initial) {
    this.initial = initial;
  }

  /// A new variable that is `initial` wherever nothing was set.
  public static <T extends @Nullable Object> ContextVar<T> of(T initial) {
    return new ContextVar<>(initial);
  }

  /// The value in the calling task, callback or body.
  @SuppressWarnings({"unchecked", "NullAway"}) // only set() puts values in, under this very key
  public T get() {
    Bindings bindings = current();
    return bindings.values.containsKey(this) ? (T) bindings.values.get(this) : initial;
  }

  /// Sets the value for the calling task and the tasks that it starts from now on.
  ///
  /// @throws IllegalStateException if the calling thread is no task of a loop
  public void set(T value) {
    Task<?> task = Task.require("ContextVar.set");
    task.context = task.context.with(this, value);
  }

  static Bindings current() {
    LoopThread thread = LoopThread.currentOrNull();
    if (thread == null) {
      return OutsideCall.currentContext();
    }
    return thread.loop.currentContext();
  }

  /// The values here and now, for something of `loop` that runs later or elsewhere.
  static Bindings capture(Loop loop) {
    ForeignContext foreign = loop.options().foreignContext();
    return foreign == null ? current() : current().with(foreign.capture());
  }

  /// The values of all variables at one place: immutable, so that a copy is a reference.
  static final class Bindings {
    static final Bindings EMPTY = new Bindings(Map.of(), null);

    private final Map<ContextVar<?>, @Nullable Object> values;
    private final ForeignContext.@Nullable Snapshot foreign;

    private Bindings(
        Map<ContextVar<?>, @Nullable Object> values, ForeignContext.@Nullable Snapshot foreign) {
      this.values = values;
      this.foreign = foreign;
    }

    /// Puts the context of other libraries in place on the thread of a task that begins, until
    /// its end.
    void applyForeign(Task<?> task) {
      if (foreign != null) {
        task.scope.closeAtEnd(applyForeign(task.loop)::run);
      }
    }

    /// Puts the context of other libraries in place on the calling thread.
    ///
    /// @return what puts back the one that was there before
    Runnable applyForeign(Loop loop) {
      if (foreign == null) {
        return Bindings::nothing;
      }
      try {
        Runnable undo = foreign.apply();
        return () -> fenced(loop, undo);
      } catch (RuntimeException | Error failure) {
        report(loop, failure);
        return Bindings::nothing;
      }
    }

    private static void nothing() {}

    private static void fenced(Loop loop, Runnable undo) {
      try {
        undo.run();
      } catch (RuntimeException | Error failure) {
        report(loop, failure);
      }
    }

    private static void report(Loop loop, Throwable failure) {
      loop.report(new LoopReport(
          LoopReport.Kind.CALLBACK_FAILURE,
          "a foreign context could not be put in place or taken away: " + failure,
          failure));
    }

    Bindings with(ForeignContext.Snapshot captured) {
      return new Bindings(values, captured);
    }

    Bindings with(ContextVar<?> key, @Nullable Object value) {
      Map<ContextVar<?>, @Nullable Object> changed = new HashMap<>(values);
      changed.put(Objects.requireNonNull(key), value);
      return new Bindings(changed, foreign);
    }
  }
}
