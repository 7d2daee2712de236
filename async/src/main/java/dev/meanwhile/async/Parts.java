package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a combinator was given, started: one completion for each place, and the distinct ones.
///
/// @param places a completion per argument, in order; one that was given twice stands twice
/// @param distinct each completion once, in the order of its first place
record Parts<T extends @Nullable Object>(
    List<Completion<? extends T>> places, List<Completion<? extends T>> distinct) {
  /// Starts all coroutines in `scope`, in argument order, unless one of the arguments is
  /// unusable; then nothing is started.
  static <T extends @Nullable Object> Parts<T> start(
      CancelScope scope, Collection<? extends Awaitable<? extends T>> given) {
    given.forEach(awaitable -> refuseUnusable(scope.loop, awaitable));
    IdentityHashMap<Awaitable<?>, Completion<? extends T>> started = new IdentityHashMap<>();
    List<Completion<? extends T>> places = new ArrayList<>(given.size());
    List<Completion<? extends T>> distinct = new ArrayList<>(given.size());
    for (Awaitable<? extends T> awaitable : given) {
      Completion<? extends T> part = started.get(awaitable);
      if (part == null) {
        part = begin(scope, awaitable);
        started.put(awaitable, part);
        distinct.add(part);
      }
      places.add(part);
    }
    return new Parts<>(places, distinct);
  }

  static <T extends @Nullable Object> Completion<T> begin(
      CancelScope scope, Awaitable<T> awaitable) {
    return switch (awaitable) {
      case Coroutine<T> coroutine -> Task.start(scope, coroutine);
      case Task<T> task -> task;
      case Promise<T> promise -> promise;
    };
  }

  static void cancel(Completion<?> part, String reason) {
    switch (part) {
      case Task<?> task -> task.cancel(reason);
      case Promise<?> promise -> promise.cancel();
    }
  }

  void cancelAll(String reason) {
    for (Completion<?> part : distinct) {
      cancel(part, reason);
    }
  }

  /// Refuses what cannot be awaited in `loop`: a used coroutine, or something of another loop.
  static void refuseUnusable(Loop loop, Awaitable<?> awaitable) {
    switch (Objects.requireNonNull(awaitable, "an awaitable is null")) {
      case Coroutine<?> coroutine -> {
        if (coroutine.isUsed()) {
          throw coroutine.alreadyUsed();
        }
      }
      case Completion<?> completion -> {
        if (completion.loop != loop) {
          throw new IllegalStateException(
              completion.label() + " belongs to another loop (" + completion.loop.name() + ")");
        }
        if (completion == Task.currentOrNull()) {
          throw new IllegalStateException(
              completion.label() + " would wait for itself: it can never end");
        }
      }
    }
  }
}
