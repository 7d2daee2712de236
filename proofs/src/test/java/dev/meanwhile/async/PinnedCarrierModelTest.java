package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/// Continuations that come while the carrier parks, leaves or is woken, in every order that the
/// model checker finds. Its threads are new ones, and they park on a monitor, which it knows:
/// one that is never woken is a deadlock, which it reports.
final class PinnedCarrierModelTest {
  private static final class NewThreads implements Executor {
    @Override
    public void execute(Runnable command) {
      new Thread(command).start();
    }
  }

  private abstract static class OnCarrier implements Duel.Round {
    final PinnedCarrier carrier = new PinnedCarrier(new NewThreads(), new MonitorParking());
    private final Continuation continuation = new Continuation();

    void execute() {
      carrier.execute(continuation);
    }

    /// Waits until all have run, and sends the carrier home.
    void end(int expected) {
      synchronized (continuation) {
        while (continuation.ran < expected) {
          MonitorParking.waitFor(continuation);
        }
      }
      carrier.release();
      require(!continuation.wasRunByTwo, "two threads carried at a time");
    }
  }

  /// What the carrier is to run: counts, and notices a second thread.
  private static final class Continuation implements Runnable {
    private int ran;
    private volatile boolean isRunning;
    private volatile boolean wasRunByTwo;

    @Override
    public void run() {
      wasRunByTwo |= isRunning;
      isRunning = true;
      isRunning = false;
      synchronized (this) {
        ran++;
        notifyAll();
      }
    }
  }

  /// Acceptable: both run, on the carrier that is about to park, or parked, or has gone.
  @Test
  void execute_byTwo_runsBoth() {
    Duel.explore(() -> new OnCarrier() {
      @Override
      public void first() {
        execute();
      }

      @Override
      public void second() {
        carrier.open();
        execute();
      }

      @Override
      public void check() {
        end(2);
      }
    });
  }

  /// Acceptable: it runs, although the run of the loop is over and the carrier leaves.
  @Test
  void execute_whileTheCarrierLeaves_runs() {
    Duel.explore(() -> new OnCarrier() {
      @Override
      public void first() {
        execute();
      }

      @Override
      public void second() {
        execute();
        carrier.release();
      }

      @Override
      public void check() {
        end(2);
      }
    });
  }
}
