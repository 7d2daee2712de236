package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A call outside of the loop that ends by itself while the loop aborts it.
@Tag("stress")
final class OutsideCallModelTest {
  private abstract static class OnCall implements Duel.Round {
    final Loop loop = Loops.idle(new ArrayList<>());
    int begun;
    int closed;
    final OutsideCall<AutoCloseable> call =
        new OutsideCall<>(loop, new WaitReason(WaitKind.BLOCKING, "a call"), this::body, null);

    private AutoCloseable body() {
      begun++;
      return () -> closed++;
    }
  }

  /// Acceptable: the call is dropped and its body never begins, or it runs to its end. In no
  /// case does the abort's interrupt reach the thread after that end: it does other work then.
  @Test
  void abort_whileTheBodyEnds_interruptsNobodyAfterwards() throws Exception {
    Duel.exploreAndRace(() -> new OnCall() {
      private boolean wasInterrupted;
      private boolean hasEnd;

      @Override
      public void first() {
        call.run();
        wasInterrupted = Thread.interrupted();
      }

      @Override
      public void second() {
        hasEnd = call.abort();
      }

      @Override
      public void check() {
        require(!wasInterrupted, "the interrupt came after the end");
        require(begun == (hasEnd ? 1 : 0), "dropped, and begun " + begun + " times");
      }
    });
  }

  /// Acceptable: the value is delivered to the task that waits, or, once that has left the call
  /// behind, closed. Never both, and never neither: that would be a leak.
  @Test
  void leaveBehind_whileTheBodyEnds_deliversOrClosesTheValue() throws Exception {
    Duel.exploreAndRace(() -> new OnCall() {
      private boolean isLeftBehind;

      @Override
      public void first() {
        call.run();
      }

      @Override
      public void second() {
        if (call.abort()) {
          isLeftBehind = call.leaveBehind();
        }
      }

      @Override
      public void check() {
        boolean isDelivered = call.result().isDone();
        if (begun > 0) {
          require(isDelivered != isLeftBehind, "delivered and left behind, or neither");
          require(closed == (isLeftBehind ? 1 : 0), "closed " + closed + " times");
        }
      }
    });
  }
}
