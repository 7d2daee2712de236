package dev.meanwhile.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The work of `race` and `hedge`: the first success wins, the others are cancelled and awaited.
final class Race<T extends @Nullable Object> implements Wait {
  private final Task<?> self;
  private final List<Completion<? extends T>> contenders = new ArrayList<>();
  private final List<Completion<? extends T>> failed = new ArrayList<>();
  private int left;
  private @Nullable Completion<? extends T> winner;

  private Race(Task<?> self) {
    this.self = self;
  }

  static <T extends @Nullable Object> T first(Collection<? extends Awaitable<? extends T>> given) {
    Task<?> self = Task.require("race");
    if (given.isEmpty()) {
      throw new IllegalArgumentException("race was given nothing to run");
    }
    Parts<T> parts = Parts.start(self.scope, given);
    Race<T> race = new Race<>(self);
    parts.distinct().forEach(race::enter);
    return race.decide(() -> race.awaitWinner(0));
  }

  static <T extends @Nullable Object> T hedge(
      Callable<? extends T> body, int attempts, Duration delay) {
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(delay, "delay");
    Task<?> self = Task.require("hedge");
    if (attempts < 1) {
      throw new IllegalArgumentException("hedge needs at least one attempt, not " + attempts);
    }
    Race<T> race = new Race<>(self);
    return race.decide(() -> {
      self.checkCancelled();
      for (int attempt = 1; attempt <= attempts && race.winner == null; attempt++) {
        race.enter(Task.<T>start(self.scope, "attempt " + attempt, body));
        if (attempt < attempts) {
          race.awaitFailureFor(delay);
        }
      }
      race.awaitWinner(0);
    });
  }

  @Override
  public WaitReason reason() {
    return new WaitReason(
        WaitKind.TASKS, "the first success of " + contenders.size() + ", " + left + " left");
  }

  private void enter(Completion<? extends T> contender) {
    contenders.add(contender);
    left++;
    if (contender.outcome() != null) {
      ended(contender);
      return;
    }
    contender.tell(_ -> ended(contender));
  }

  private void ended(Completion<? extends T> contender) {
    left--;
    if (!(contender.ended() instanceof Outcome.Success<?>)) {
      failed.add(contender);
    } else if (winner == null) {
      winner = contender;
    }
    self.wakeFrom(this);
  }

  /// Waits by `waiting` for a winner, ends all others in any case, and gives the result.
  private T decide(Action waiting) {
    try {
      waiting.run();
    } catch (Throwable thrown) {
      // Nobody is given the result that there may be by now: it is closed like the others.
      endAllBut(null, String.valueOf(thrown.getMessage()));
      throw Failures.unchecked(thrown);
    }
    Completion<? extends T> first = winner;
    if (first != null) {
      // Who failed before it was cut off is no news: that others go on then is what a race is
      // for. What fails in cleaning up is, and fails later.
      failed.forEach(Completion::markSeen);
      T value = first.result();
      endAllBut(first, "another one was first");
      return value;
    }
    throw Failures.unchecked(firstFailure());
  }

  private void awaitWinner(int remaining) {
    self.checkCancelled();
    while (winner == null && left > remaining) {
      self.park(this, true);
      self.throwIfCancelled();
    }
  }

  /// Waits until one more attempt has failed, there is a winner, or `limit` is over.
  private void awaitFailureFor(Duration limit) {
    int before = left - 1;
    Blocks.finishesWithin(limit, () -> awaitWinner(before));
  }

  private void endAllBut(@Nullable Completion<? extends T> kept, String reason) {
    for (Completion<? extends T> contender : contenders) {
      if (contender != kept) {
        Parts.cancel(contender, reason);
      }
    }
    while (left > 0) {
      self.park(this, false);
    }
    // Several may have given the same object, the winner among them.
    Set<Object> settled = Collections.newSetFromMap(new IdentityHashMap<>());
    if (kept != null && kept.ended() instanceof Outcome.Success<?>(AutoCloseable inUse)) {
      settled.add(inUse);
    }
    for (Completion<? extends T> contender : contenders) {
      if (contender.ended() instanceof Outcome.Success<?>(AutoCloseable resource)
          && settled.add(resource)) {
        close(resource);
      }
    }
  }

  private Throwable firstFailure() {
    FirstFailure first = new FirstFailure(failed.getFirst().failure());
    for (Completion<? extends T> later : failed.subList(1, failed.size())) {
      first.addOrReport(later.failure(), self.loop, later.label());
    }
    return first.error();
  }

  /// Closes the result of one that was second. That may wait, but not for ever.
  private void close(AutoCloseable resource) {
    try {
      if (!Blocks.shieldedFor(self, Blocks.CLOSE_GRACE, resource::close)) {
        self.loop.report(new LoopReport(
            LoopReport.Kind.LEFT_BEHIND,
            "what lost a race was not closed within " + Durations.format(Blocks.CLOSE_GRACE),
            null));
      }
    } catch (RuntimeException | Error failure) {
      self.loop.report(new LoopReport(
          LoopReport.Kind.CALLBACK_FAILURE, "what lost a race could not be closed", failure));
    }
  }
}
