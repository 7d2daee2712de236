package dev.meanwhile.async;

import static dev.meanwhile.async.Duel.require;

import org.junit.jupiter.api.Test;

/// Events that come while the loop is about to idle, and the wake-up that goes with them.
final class InboxModelTest {
  private abstract static class OnInbox implements Duel.Round {
    final Inbox inbox = new Inbox(new MonitorParking());
    private int taken;

    /// What a loop does that has nothing else to do, until so many events have come.
    void takeAll(int expected) {
      while (taken < expected) {
        if (inbox.poll() != null) {
          taken++;
        } else {
          inbox.awaitEvent(Long.MAX_VALUE);
        }
      }
    }

    @Override
    public void check() {
      require(inbox.isEmpty(), "an event was left");
    }
  }

  /// Acceptable: the loop sees the event before it sleeps, or is woken.
  @Test
  void add_whileTheLoopGoesToSleep_wakesIt() {
    Duel.explore(() -> new OnInbox() {
      @Override
      public void first() {
        inbox.add(() -> {});
      }

      @Override
      public void second() {
        takeAll(1);
      }
    });
  }

  /// Acceptable: both events are seen, however often the loop sleeps in between.
  @Test
  void add_twice_wakesTheLoopForBoth() {
    Duel.explore(() -> new OnInbox() {
      @Override
      public void first() {
        inbox.add(() -> {});
        inbox.add(() -> {});
      }

      @Override
      public void second() {
        takeAll(2);
      }
    });
  }
}
