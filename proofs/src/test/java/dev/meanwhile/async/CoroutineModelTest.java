package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import org.junit.jupiter.api.Test;

/// A coroutine that two threads try to use.
final class CoroutineModelTest {
  /// Acceptable: one of the two uses it, the other is refused.
  @Test
  void use_ofACoroutineByTwo_isWonByOne() throws Exception {
    Duel.exploreAndRace(() -> new Duel.Round() {
      private final Coroutine<String> coroutine = Async.async(() -> "value");
      private boolean firstUsed;
      private boolean secondUsed;

      @Override
      public void first() {
        firstUsed = use();
      }

      @Override
      public void second() {
        secondUsed = use();
      }

      private boolean use() {
        try {
          coroutine.use();
          return true;
        } catch (IllegalStateException refused) {
          return false;
        }
      }

      @Override
      public void check() {
        require(firstUsed != secondUsed, "used by " + (firstUsed ? "both" : "none"));
      }
    });
  }
}
