package dev.meanwhile.async;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;

/// Two threads at one object, again and again.
///
/// [#explore] has a model checker run them in every order of their steps that it can find:
/// Lincheck switches between them at accesses to shared memory, at other ones in each
/// invocation. It assumes sequential consistency, and takes a timed wait and `LockSupport.park`,
/// which may return without a reason, for mere switches. What only a weaker memory shows, and a
/// wake-up that is lost, is left to [#race], in which two real threads meet at the object at the
/// same time: there a lost wake-up hangs, and the watchdog ends the test.
final class Duel {
  /// The model checker's tries per duel; the build's profile `slow` makes more.
  private static final int INVOCATIONS = Integer.getInteger("meanwhile.invocations", 150);

  /// The meetings of real threads per duel; the build's profile `slow` makes more.
  private static final int MEETINGS = Integer.getInteger("meanwhile.meetings", 5_000);

  /// The round under way. Lincheck switches only at objects that threads share, and takes one
  /// that was merely handed to a new thread for that thread's own.
  private static volatile @Nullable Round shared;

  private Duel() {}

  /// New objects, and what two threads do with them.
  interface Round {
    void first() throws Exception;

    void second() throws Exception;

    /// Called when both have ended; throws an error if they ended as they must not.
    void check() throws Exception;
  }

  /// Checks all orders that the model checker finds, and then those that real threads show.
  static void exploreAndRace(Callable<Round> newRound) throws Exception {
    explore(newRound);
    race(newRound);
  }

  static void explore(Callable<Round> newRound) {
    Lincheck.runConcurrentTest(INVOCATIONS, () -> exploreOnce(newRound));
  }

  private static void exploreOnce(Callable<Round> newRound) {
    try {
      Round round = newRound.call();
      shared = round;
      Opponent opponent = new Opponent(round);
      Thread other = new Thread(opponent);
      other.start();
      round.second();
      other.join();
      rethrow(opponent.thrown);
      round.check();
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  static void race(Callable<Round> newRound) throws Exception {
    Meetings meetings = new Meetings();
    Thread other = new Thread(meetings::attend, "duel");
    other.setDaemon(true);
    other.start();
    try {
      for (int i = 0; i < MEETINGS; i++) {
        Round round = newRound.call();
        meetings.hold(round);
        round.check();
      }
    } finally {
      meetings.end();
    }
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /// A class with a field, and no lambda, in which Lincheck would not see the round.
  private static final class Opponent implements Runnable {
    private final Round round;
    private @Nullable Throwable thrown;

    Opponent(Round round) {
      this.round = round;
    }

    @Override
    public void run() {
      thrown = failureOf(round::first);
    }
  }

  private static @Nullable Throwable failureOf(Action action) {
    try {
      action.run();
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /// Two threads that begin each round at the same moment: they spin rather than sleep, or one
  /// would always come late.
  private static final class Meetings {
    private static final int SPINS = 1_000;

    // Counts the arrivals of both: a round begins at each even number.
    private final AtomicInteger arrivals = new AtomicInteger();

    // Handed over by the arrivals.
    private @Nullable Round round;
    private @Nullable Throwable thrown;

    void hold(Round next) throws Exception {
      round = next;
      meet();
      next.second();
      meet();
      rethrow(thrown);
    }

    void end() {
      round = null;
      meet();
    }

    void attend() {
      while (true) {
        meet();
        Round now = round;
        if (now == null) {
          return;
        }
        thrown = failureOf(now::first);
        meet();
      }
    }

    private void meet() {
      int mine = arrivals.incrementAndGet();
      int wanted = mine + (mine & 1);
      for (int spins = 0; arrivals.get() < wanted; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    }
  }
}
