package dev.meanwhile.async.test.guide;

import static dev.meanwhile.async.Async.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.AsyncSemaphore;
import dev.meanwhile.async.DeadlockError;
import dev.meanwhile.async.FaultPoint;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import dev.meanwhile.async.test.Exploration;
import dev.meanwhile.async.test.Faults;
import dev.meanwhile.async.test.NoLeaks;
import dev.meanwhile.async.test.SimulatedTest;
import dev.meanwhile.async.test.Simulation;
import dev.meanwhile.async.test.SimulationFailure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tests that `docs/testing.md` shows, run by [GuideTest].
final class Guide {
  private Guide() {}

  /// Where the guide begins: nobody should run this.
  static final class Sleeping {
    void price_afterItsTime_isAskedForAgain() {
      Shop shop = new Shop();
      PriceCache cache = new PriceCache(shop::ask, Duration.ofMillis(100));
      run(() -> {
        cache.price("tea");
        sleep(Duration.ofMillis(50));
        cache.price("tea"); // still fresh, if the machine was not busy
        assertEquals(1, shop.asked());
        sleep(Duration.ofMillis(100));
        cache.price("tea");
        assertEquals(2, shop.asked());
      });
    }
  }

  static final class OnVirtualTime {
    @Test
    void price_afterItsTime_isAskedForAgain() {
      Shop shop = new Shop();
      PriceCache cache = new PriceCache(shop::ask, Duration.ofHours(1));
      Simulation.run(() -> {
        cache.price("tea");
        sleep(Duration.ofMinutes(59));
        cache.price("tea");
        assertEquals(1, shop.asked());
        sleep(Duration.ofMinutes(1));
        cache.price("tea");
        assertEquals(2, shop.asked());
      });
    }

    @Test
    void price_whileTheShopIsSlow_isNotThereYet() {
      Simulation.run(() -> {
        PriceCache cache = new PriceCache(new Shop()::ask, Duration.ofHours(1));
        Task<Integer> price = createTask(() -> cache.price("tea"));

        Simulation.settle(); // it has asked, and waits
        assertFalse(price.isDone());
        Simulation.advance(Duration.ofMillis(20));
        assertTrue(price.isDone());
      });
    }

    @Test
    void price_ofAShopThatNeverAnswers_endsWithTheDeadline() {
      Simulation.run(() -> {
        PriceCache cache = new PriceCache(
            item -> {
              sleep(Duration.ofDays(365));
              return 0;
            },
            Duration.ofHours(1));

        assertThrows(
            TimedOutException.class,
            () -> timeout(Duration.ofSeconds(5), () -> cache.price("tea")));
      });
    }
  }

  static final class Explored {
    private final Shop shop = new Shop();
    private final PriceCache cache = new PriceCache(shop::ask, Duration.ofHours(1));

    @SimulatedTest
    void price_changedWhileItIsAskedFor_isTheNewOne() {
      Task<?> change = createTask(() -> {
        shop.raise("tea");
        cache.changed("tea");
      });
      Task<?> question = createTask(() -> cache.price("tea"));
      await(gather(change, question));

      assertEquals(101, cache.price("tea"));
    }
  }

  static final class Mended {
    private final Shop shop = new Shop();
    private final MendedPriceCache cache = new MendedPriceCache(shop::ask, Duration.ofHours(1));

    @SimulatedTest
    void price_changedWhileItIsAskedFor_isTheNewOne() {
      Task<?> change = createTask(() -> {
        shop.raise("tea");
        cache.changed("tea");
      });
      Task<?> question = createTask(() -> cache.price("tea"));
      await(gather(change, question));

      assertEquals(101, cache.price("tea"));
    }
  }

  static final class Cancelled {
    @SimulatedTest(policy = SimulatedTest.Policy.CANCEL_EVERYWHERE)
    void permit_whereverItsHolderIsCancelled_comesBack() {
      AsyncSemaphore permits = new AsyncSemaphore(1);
      try {
        permits.with(() -> sleep(Duration.ofSeconds(1)));
      } finally {
        assertTrue(permits.tryAcquire(), "the permit is lost");
      }
    }
  }

  static final class Faulty {
    /// Adds up, and keeps the sum in a store that may fail.
    static final class Counter {
      private int sum;
      private int stored;

      void add(int number) throws IOException {
        sum += number;
        FaultPoint.at("store.write"); // does nothing in production
        stored = sum;
      }
    }

    private static void addAll(Counter counter) {
      int added = 0;
      for (int i = 0; i < 5; i++) {
        try {
          counter.add(1);
          added++;
        } catch (IOException _) {
          // Not stored, so it must not count.
        }
      }
      assertEquals(added, counter.stored);
    }

    @Test
    void add_whenTheStoreFails_doesNotCount() {
      Exploration exploration = Exploration.random(1)
          .faults(Faults.at("store.write").failing(() -> new IOException("disk full")));

      SimulationFailure failure = assertThrows(
          SimulationFailure.class,
          () -> Simulation.explore(exploration, () -> addAll(new Counter())));

      assertTrue(String.valueOf(failure.getMessage()).contains("disk full"));
    }
  }

  static final class Deadlock {
    @Test
    void transfer_inBothDirections_isADeadlock() {
      AsyncLock left = new AsyncLock();
      AsyncLock right = new AsyncLock();

      assertThrows(
          DeadlockError.class,
          () -> Simulation.run(() -> await(gather(
              async("there", () -> left.with(() -> inner(right))),
              async("back", () -> right.with(() -> inner(left)))))));
    }

    private static void inner(AsyncLock other) {
      sleep(Duration.ofMillis(1));
      other.with(() -> {});
    }
  }

  static final class Deterministic {
    @Test
    void prices_underTheSameSchedule_goTheSameWay() {
      Simulation.checkDeterminism(Exploration.random(1).runs(20), () -> {
        PriceCache cache = new PriceCache(new Shop()::ask, Duration.ofHours(1));
        await(gather(async(() -> cache.price("tea")), async(() -> cache.price("coffee"))));
      });
    }
  }

  @ExtendWith(NoLeaks.class)
  static final class InRealTime {
    @Test
    void price_overARealClock_leavesNothingBehind(Runner runner) {
      PriceCache cache = new PriceCache(new Shop()::ask, Duration.ofHours(1));

      assertEquals(100, runner.run(() -> cache.price("tea")));
    }
  }
}
