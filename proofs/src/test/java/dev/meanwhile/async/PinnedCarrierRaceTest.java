package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Continuations that come while the carrier parks, leaves or is woken, as
/// [PinnedCarrierModelTest] has them, with real threads of the real pool and the real `park`.
final class PinnedCarrierRaceTest {
  private abstract static class OnCarrier implements Duel.Round {
    final PinnedCarrier carrier;
    private final CountDownLatch ran = new CountDownLatch(2);
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private volatile boolean areTwoRunning;

    OnCarrier(PinnedCarrier carrier) {
      this.carrier = carrier;
    }

    void execute() {
      carrier.execute(() -> {
        areTwoRunning |= !isRunning.compareAndSet(false, true);
        isRunning.set(false);
        ran.countDown();
      });
    }

    /// One that never runs hangs here until the watchdog ends the test.
    @Override
    public void check() throws InterruptedException {
      ran.await();
      require(!areTwoRunning, "two threads carried at a time");
    }
  }

  private static final class TwoContinuations extends OnCarrier {
    TwoContinuations(PinnedCarrier carrier) {
      super(carrier);
    }

    @Override
    public void first() {
      execute();
    }

    @Override
    public void second() {
      execute();
    }
  }

  private final PinnedCarrier shared = new PinnedCarrier();

  /// Acceptable: both run, one after the other, on the carrier that is parked or a new one.
  @Test
  void execute_byTwo_runsBoth() throws Exception {
    shared.open();
    Duel.race(() -> new TwoContinuations(shared));
    shared.release();
  }

  /// Acceptable: both run although the carrier goes back to the pool; it comes again for them.
  @Test
  void execute_whileTheCarrierLeaves_runsBoth() throws Exception {
    Duel.race(() -> {
      shared.open();
      return new OnCarrier(shared) {
        @Override
        public void first() {
          execute();
          execute();
        }

        @Override
        public void second() {
          carrier.release();
        }
      };
    });
  }

  /// As above, on a carrier that is released already: it is on its way out each time.
  @Test
  void execute_onAReleasedCarrier_runsBoth() throws Exception {
    Duel.race(() -> new TwoContinuations(shared));
  }
}
