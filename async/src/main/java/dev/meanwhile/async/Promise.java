package dev.meanwhile.async;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A result that somebody completes by hand, from any thread, and tasks wait for.
///
/// Made by [EventLoop#createPromise]. Only the first completion counts.
///
/// @param <T> the type of the result
public final class Promise<T extends @Nullable Object> extends Completion<T>
    implements Awaitable<T> {
  private final WaitReason reason;

  Promise(Loop loop, WaitReason reason) {
    super(loop);
    this.reason = reason;
  }

  @Override
  public T await() {
    return awaitHere();
  }

  /// Completes it with a value.
  ///
  /// @return whether it was not yet done
  public boolean complete(T value) {
    return finish(new Outcome.Success<>(value));
  }

  /// Completes it with a failure, which everyone who awaits it is thrown.
  ///
  /// @return whether it was not yet done
  public boolean fail(Throwable error) {
    return finish(new Outcome.Failure<>(Objects.requireNonNull(error, "error")));
  }

  /// Completes it as cancelled: who awaits it is thrown a [CancelledError].
  ///
  /// @return whether it was not yet done
  public boolean cancel() {
    return finish(new Outcome.Cancelled<>(new CancelledError(loop.cancelledPromises())));
  }

  /// Whether it is completed. May be asked from any thread.
  public boolean isDone() {
    return outcome() != null;
  }

  /// A future that ends as this promise does, for code outside the loop. Cancelling it, or
  /// completing it, leaves the promise alone. It is cancelled if the loop closes first. Counts
  /// as looking at a failure.
  public CompletableFuture<T> toCompletableFuture() {
    return futureView();
  }

  @Override
  public String toString() {
    return "Promise[" + (isDone() ? "done" : "pending") + "]";
  }

  WaitReason reason() {
    return reason;
  }

  @Override
  String label() {
    return reason.subject();
  }

  private boolean finish(Outcome<T> ending) {
    loop.refuseIntrusion("completed " + label());
    if (!set(ending)) {
      return false;
    }
    loop.onLoop(this::announce);
    return true;
  }
}
