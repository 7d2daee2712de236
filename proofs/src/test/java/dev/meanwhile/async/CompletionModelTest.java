package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What threads outside may do to a promise or a task: complete it, look at it, wait for it.
final class CompletionModelTest {
  private abstract static class OnPromise implements Duel.Round {
    final Promise<String> promise = Loops.idle(new ArrayList<>()).createPromise();
  }

  /// Acceptable: exactly one of the two completes it, and it keeps that one's value.
  @Test
  void complete_byTwo_isWonByOne() throws Exception {
    Duel.exploreAndRace(() -> new OnPromise() {
      private boolean firstWon;
      private boolean secondWon;

      @Override
      public void first() {
        firstWon = promise.complete("first");
      }

      @Override
      public void second() {
        secondWon = promise.fail(new IllegalStateException("second"));
      }

      @Override
      public void check() {
        require(firstWon != secondWon, "one and only one has completed it");
        require(
            firstWon == promise.ended() instanceof Outcome.Success<String>,
            "it keeps what the one who won has given");
      }
    });
  }

  /// Acceptable: once a thread has seen it done, it stays so and its outcome is there.
  @Test
  @Tag("stress")
  void isDone_whileItIsCompleted_neverTurnsBack() throws Exception {
    Duel.exploreAndRace(() -> new OnPromise() {
      private boolean before;
      private @Nullable Outcome<String> seen;
      private boolean after;

      @Override
      public void first() {
        promise.complete("value");
      }

      @Override
      public void second() {
        before = promise.isDone();
        seen = promise.outcome();
        after = promise.isDone();
      }

      @Override
      public void check() {
        require(!before || seen != null, "done without an outcome");
        require(seen == null || after, "an outcome without being done");
        require(promise.isDone(), "completed and not done");
      }
    });
  }

  /// Acceptable: who blocks outside sees the outcome before it waits, or is woken. A wait that
  /// goes on for ever hangs the race.
  @Test
  @Tag("stress")
  void awaitOutside_whileItIsCompleted_ends() throws Exception {
    Duel.exploreAndRace(() -> new OnPromise() {
      private boolean isInTime;

      @Override
      public void first() {
        promise.set(new Outcome.Success<>("value"));
      }

      @Override
      public void second() throws InterruptedException {
        isInTime = promise.awaitOutside(Long.MAX_VALUE);
      }

      @Override
      public void check() {
        require(isInTime, "gave up");
      }
    });
  }
}
