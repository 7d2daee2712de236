package dev.meanwhile.async;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The work of `gather` and `gatherSettled`: a task of its own that waits for all the parts, and
/// ends them when one fails or it is cancelled.
final class Gather<T extends @Nullable Object> implements Wait, Completion.Listener {
  private final Parts<T> parts;
  private int left;
  private @Nullable Completion<?> firstFailed;
  private @Nullable Task<?> waiter;

  private Gather(Parts<T> parts) {
    this.parts = parts;
    this.left = parts.places().size();
    for (Completion<? extends T> part : parts.places()) {
      if (part.outcome() != null) {
        completed(part);
      } else {
        part.tell(this);
      }
    }
  }

  static <T extends @Nullable Object> Task<List<T>> all(
      Collection<? extends Awaitable<? extends T>> given) {
    CancelScope scope = Task.require("gather").scope;
    Gather<T> gather = new Gather<>(Parts.start(scope, given));
    return Task.startAlways(scope, "gather", gather::allOrFirstFailure);
  }

  static <T extends @Nullable Object> Task<List<Outcome<T>>> settled(
      Collection<? extends Awaitable<? extends T>> given) {
    CancelScope scope = Task.require("gatherSettled").scope;
    Gather<T> gather = new Gather<>(Parts.start(scope, given));
    return Task.startAlways(scope, "gatherSettled", gather::allOutcomes);
  }

  @Override
  public WaitReason reason() {
    return new WaitReason(WaitKind.TASKS, left + " of " + parts.places().size() + " gathered");
  }

  private List<T> allOrFirstFailure() throws Exception {
    Task<?> self = awaitParts(true);
    Completion<?> failed = firstFailed;
    if (failed == null) {
      List<T> values = new ArrayList<>(parts.places().size());
      for (Completion<? extends T> part : parts.places()) {
        values.add(part.result());
      }
      return values;
    }
    FirstFailure first = new FirstFailure(failed.failure());
    parts.cancelAll("cancelled because " + failed.label() + " failed");
    awaitEnds(self);
    for (Completion<? extends T> part : parts.places()) {
      if (part != failed && part.ended() instanceof Outcome.Failure<?>(var later)) {
        part.markSeen();
        first.addOrReport(later, self.loop, part.label());
      }
    }
    throw Failures.raw(first.error());
  }

  private List<Outcome<T>> allOutcomes() {
    awaitParts(false);
    List<Outcome<T>> outcomes = new ArrayList<>(parts.places().size());
    for (Completion<? extends T> part : parts.places()) {
      part.markSeen();
      outcomes.add(widen(part.ended()));
    }
    return outcomes;
  }

  /// Waits until all have ended, or one has failed if that is enough; ends all when cancelled.
  private Task<?> awaitParts(boolean failureIsEnough) {
    Task<?> self = Task.require("gather");
    waiter = self;
    try {
      self.checkCancelled();
      while (left > 0 && !(failureIsEnough && firstFailed != null)) {
        self.park(this, true);
        self.throwIfCancelled();
      }
    } catch (CancelledError cancelled) {
      parts.cancelAll(String.valueOf(cancelled.getMessage()));
      // Failures in cleaning up are not marked as seen: nobody is shown them here, so they are
      // reported.
      awaitEnds(self);
      throw cancelled;
    }
    return self;
  }

  private void awaitEnds(Task<?> self) {
    while (left > 0) {
      self.park(this, false);
    }
  }

  @Override
  public void completed(Completion<?> part) {
    left--;
    if (firstFailed == null && !(part.ended() instanceof Outcome.Success<?>)) {
      firstFailed = part;
    }
    Task<?> waiting = waiter;
    if (waiting != null && (left == 0 || firstFailed == part)) {
      waiting.wakeFrom(this);
    }
  }

  @SuppressWarnings("unchecked") // outcomes are immutable: one of a subtype is one of the type
  private static <T extends @Nullable Object> Outcome<T> widen(Outcome<? extends T> outcome) {
    return (Outcome<T>) outcome;
  }
}
