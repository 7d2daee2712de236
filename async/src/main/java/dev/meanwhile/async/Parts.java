package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a combinator was given, started.
///
/// @param places a completion per argument, in order; one that was given twice stands twice
record Parts<T extends @Nullable Object>(List<Completion<? extends T>> places) {
  /// Starts all coroutines in `scope`, in argument order, unless one of the arguments is
  /// unusable; then nothing is started.
  static <T extends @Nullable Object> Parts<T> start(
      CancelScope scope, Collection<? extends Awaitable<? extends T>> given) {
    given.forEach(awaitable -> refuseUnusable(scope.loop, awaitable));
    Begun<T> begun = new Begun<>(scope);
    List<Completion<? extends T>> places = new ArrayList<>(given.size());
    for (Awaitable<? extends T> awaitable : given) {
      places.add(begun.of(awaitable));
    }
    return new Parts<>(places);
  }

  /// Each completion once, in the order of its first place.
  List<Completion<? extends T>> distinct() {
    Set<Completion<? extends T>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return places.stream().filter(seen::add).toList();
  }

  /// Begins coroutines, each once. Which task a coroutine became is only looked for when one
  /// comes again: almost never, and there may be a million.
  private static final class Begun<T extends @Nullable Object> {
    private final CancelScope scope;
    private final List<Awaitable<? extends T>> given = new ArrayList<>();
    private final List<Completion<? extends T>> tasks = new ArrayList<>();
    private @Nullable IdentityHashMap<Awaitable<?>, Completion<? extends T>> byCoroutine;

    Begun(CancelScope scope) {
      this.scope = scope;
    }

    Completion<? extends T> of(Awaitable<? extends T> awaitable) {
      if (!(awaitable instanceof Coroutine<? extends T> coroutine)) {
        return begin(scope, awaitable);
      }
      if (coroutine.isUsed()) {
        // Not so before this call, so it was begun by it.
        return taskOf(coroutine);
      }
      Completion<? extends T> task = begin(scope, coroutine);
      given.add(coroutine);
      tasks.add(task);
      return task;
    }

    private Completion<? extends T> taskOf(Coroutine<? extends T> coroutine) {
      IdentityHashMap<Awaitable<?>, Completion<? extends T>> known = byCoroutine;
      if (known == null || known.size() < given.size()) {
        known = new IdentityHashMap<>();
        for (int i = 0; i < given.size(); i++) {
          known.put(given.get(i), tasks.get(i));
        }
        byCoroutine = known;
      }
      return Objects.requireNonNull(known.get(coroutine));
    }
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
    for (Completion<?> part : places) {
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
