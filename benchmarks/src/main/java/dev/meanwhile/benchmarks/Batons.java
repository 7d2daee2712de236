package dev.meanwhile.benchmarks;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Two bare virtual threads that give each other turns through [LockSupport]: a hand-over with
/// nothing around it.
public final class Batons {
  private final int turnsEach;
  private volatile boolean isSecondsTurn;
  private @Nullable Thread first;
  private @Nullable Thread second;

  private Batons(int turnsEach) {
    this.turnsEach = turnsEach;
  }

  /// Runs both to their end, and waits for it.
  ///
  /// @param newThread makes a virtual thread that is not started yet
  /// @param turns how many hand-overs there are in all; half of them each way
  public static void pass(Function<Runnable, Thread> newThread, int turns)
      throws InterruptedException {
    Batons batons = new Batons(turns / 2);
    Thread one = newThread.apply(() -> batons.take(false));
    Thread two = newThread.apply(() -> batons.take(true));
    batons.first = one;
    batons.second = two;
    two.start();
    one.start();
    one.join();
    two.join();
  }

  private void take(boolean isSecond) {
    Thread other = isSecond ? first : second;
    for (int i = 0; i < turnsEach; i++) {
      while (isSecondsTurn != isSecond) {
        LockSupport.park();
      }
      isSecondsTurn = !isSecond;
      LockSupport.unpark(other);
    }
  }
}
