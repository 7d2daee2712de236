package dev.meanwhile.async;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Blocks of code that run in a scope of their own: `timeout`, `moveOnAfter`, `shielded`.
final class Blocks {
  /// How long a close of this library that waits may take.
  static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private Blocks() {}

  static Callable<@Nullable Void> callable(Action action) {
    return () -> {
      action.run();
      return null;
    };
  }

  static <S> Body<S, @Nullable Void> body(BodyAction<S> action) {
    return subject -> {
      action.run(subject);
      return null;
    };
  }

  /// Runs `body` in `scope`, which is new and ends with it.
  static <T extends @Nullable Object> T inScope(
      Task<?> self, CancelScope scope, Callable<? extends T> body) {
    CancelScope outer = self.scope;
    self.scope = scope;
    Throwable failure = null;
    T value = null;
    boolean isOwnCancel;
    try {
      try {
        value = Failures.refuseUnawaited(body.call());
      } catch (Throwable thrown) {
        failure = thrown;
      }
      failure = closeResources(scope, failure);
      // Whether the scope catches a cancellation must be known before it leaves the tree.
      isOwnCancel = failure != null && scope.absorbs(failure);
    } finally {
      // Also when the stack is used up: a scope that stayed would be in the tree for ever.
      self.scope = outer;
      scope.close();
    }
    if (failure == null) {
      return Nulls.maybe(value);
    }
    if (isOwnCancel) {
      throw new ScopeEnded(failure);
    }
    throw Failures.unchecked(failure);
  }

  static <T extends @Nullable Object> T timeout(Duration limit, Body<CancelScope, T> body) {
    Objects.requireNonNull(limit, "limit");
    Task<?> self = Task.require("timeout");
    CancelScope scope = self.scope.child(self);
    scope.moveDeadline(limit);
    try {
      return inScope(self, scope, () -> body.run(scope));
    } catch (ScopeEnded ended) {
      if (scope.isExpired()) {
        throw new TimedOutException(limit, scope.waitedFor(), ended.cancelled());
      }
      // Somebody called cancel(reason) on the scope that the body was given.
      throw Failures.unchecked(ended.cancelled());
    }
  }

  static <T extends @Nullable Object> Optional<T> moveOnAfter(
      Duration limit, Callable<? extends T> body) {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(body, "body");
    Task<?> self = Task.require("moveOnAfter");
    CancelScope scope = self.scope.child(self);
    scope.moveDeadline(limit);
    try {
      return Nulls.optional(Blocks.<T>inScope(self, scope, body));
    } catch (ScopeEnded _) {
      return Optional.empty();
    }
  }

  static boolean finishesWithin(Duration limit, Action body) {
    Objects.requireNonNull(body, "body");
    return moveOnAfter(limit, () -> {
          body.run();
          return true;
        })
        .isPresent();
  }

  static <T extends @Nullable Object> T shielded(Callable<? extends T> body) {
    Objects.requireNonNull(body, "body");
    Task<?> self = Task.require("shielded");
    try {
      return inScope(self, self.scope.shieldedChild(self), body);
    } catch (ScopeEnded ended) {
      // Somebody in the body cancelled its CancelScope.current().
      throw Failures.unchecked(ended.cancelled());
    }
  }

  /// Runs `body`, which cancellation from outside does not reach, for at most `limit`.
  ///
  /// @return whether it ended in time
  static boolean shieldedFor(Task<?> self, Duration limit, Action body) {
    CancelScope scope = self.scope.shieldedChild(self);
    scope.moveDeadline(limit);
    try {
      inScope(self, scope, callable(body));
      return true;
    } catch (ScopeEnded _) {
      return false;
    }
  }

  /// Closes what is still registered with a scope that ends, the last one first; gives the first
  /// failure, of its block or of that.
  static @Nullable Throwable closeResources(CancelScope scope, @Nullable Throwable blockFailure) {
    Throwable failure = blockFailure;
    List<AutoCloseable> resources = scope.takeResources();
    for (AutoCloseable resource : resources.reversed()) {
      try {
        resource.close();
      } catch (Throwable thrown) {
        failure = first(failure, thrown);
      }
    }
    return failure;
  }

  /// An outcome to which a failure of cleaning up is added.
  static <T extends @Nullable Object> Outcome<T> with(
      Outcome<T> outcome, Throwable cleanUpFailure) {
    return outcome instanceof Outcome.Failure<T>(var error)
        ? new Outcome.Failure<>(first(error, cleanUpFailure))
        : new Outcome.Failure<>(cleanUpFailure);
  }

  private static Throwable first(@Nullable Throwable first, Throwable later) {
    if (first == null) {
      return later;
    }
    FirstFailure failure = new FirstFailure(first);
    failure.add(later);
    return failure.error();
  }

  /// The end of a scope that caught its own cancellation; never leaves this package.
  static final class ScopeEnded extends Error {
    private static final long serialVersionUID = 1L;

    private final Throwable cancelled;

    ScopeEnded(Throwable cancelled) {
      super(null, cancelled, false, false);
      this.cancelled = cancelled;
    }

    Throwable cancelled() {
      return cancelled;
    }
  }
}
