package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who looks at a failure, and who reports it: never both, never two.
@Tag("stress")
final class UnseenFailureModelTest {
  private abstract static class OnFailure implements Duel.Round {
    final List<LoopReport> reports = new ArrayList<>();
    final Loop loop = Loops.idle(reports);
    final Promise<String> promise = loop.createPromise();

    OnFailure() {
      promise.set(new Outcome.Failure<>(new IllegalStateException("failed")));
    }
  }

  /// Acceptable: the loop announces the failure before or after another thread looks at it; when
  /// both are through it is off the list of those to report.
  @Test
  void look_whileTheFailureIsAnnounced_keepsItFromBeingReported() throws Exception {
    Duel.exploreAndRace(() -> new OnFailure() {
      @Override
      public void first() {
        promise.announce();
      }

      @Override
      public void second() {
        promise.markSeen();
      }

      @Override
      public void check() {
        loop.unseen.reportAll();
        require(reports.isEmpty(), "reported although somebody looked");
      }
    });
  }

  /// Acceptable: reported once, by the cleaner or by the loop that closes, whoever is first.
  @Test
  void report_byTheCleanerAndTheClosingLoop_isMadeOnce() throws Exception {
    Duel.exploreAndRace(() -> new OnFailure() {
      private final UnseenFailure failure =
          loop.unseen.add(promise, new IllegalStateException("failed"));

      @Override
      public void first() {
        failure.run();
      }

      @Override
      public void second() {
        loop.unseen.reportAll();
      }

      @Override
      public void check() {
        require(reports.size() == 1, "reported " + reports.size() + " times");
      }
    });
  }
}
