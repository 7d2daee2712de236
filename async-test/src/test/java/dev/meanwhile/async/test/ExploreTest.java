package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.OutsidePolicy;
import dev.meanwhile.async.ReadyTurns;
import dev.meanwhile.async.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SEMANTICS 27 to 29.
final class ExploreTest {
  /// Two tasks that read, wait, and write what they have read: the second one's turn must come
  /// between the first one's.
  private static void lostUpdate() {
    int[] balance = {100};
    Action withdraw = () -> {
      sleep(Duration.ZERO);
      int before = balance[0];
      sleep(Duration.ZERO);
      balance[0] = before - 10;
    };
    Task<?> first = createTask(withdraw);
    first.await();
    createTask(withdraw).await();
    assertBalance(80, balance[0]);
  }

  /// The same with both at once; in first-in-first-out order both read before either writes, so
  /// the second waits a little.
  private static void racyUpdate() {
    int[] balance = {100};
    Task<?> first = createTask(() -> {
      int before = balance[0];
      sleep(Duration.ZERO);
      balance[0] = before - 10;
    });
    Task<?> second = createTask(() -> {
      sleep(Duration.ZERO);
      sleep(Duration.ZERO);
      int before = balance[0];
      balance[0] = before - 10;
    });
    await(gather(first, second));
    assertBalance(80, balance[0]);
  }

  private static void assertBalance(int expected, int balance) {
    if (balance != expected) {
      throw new AssertionError("balance " + balance);
    }
  }

  private static SimulationFailure failureOf(Exploration exploration, Action body) {
    return catchThrowableOfType(
        SimulationFailure.class, () -> Simulation.explore(exploration, body));
  }

  static Stream<Exploration> policies() {
    return Stream.of(
        Exploration.random(7),
        Exploration.pct(7, 3),
        Exploration.pct(7),
        Exploration.pos(7),
        Exploration.exhaustive(3),
        Exploration.random(7).parallel(2));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void explore_programWithARace_findsItAndTellsHowToSeeItAgain(Exploration exploration) {
    SimulationFailure failure = failureOf(exploration, ExploreTest::racyUpdate);

    assertThat(failure).hasCauseInstanceOf(AssertionError.class);
    assertThat(failure.getCause()).hasMessage("balance 90");
    assertThat(failure).hasMessageContaining("Simulation.replay(" + failure.seed() + "L");
    assertThat(catchThrowable(() -> Simulation.replay(failure.seed(), ExploreTest::racyUpdate)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("balance 90");
    for (String schedule : List.of(failure.schedule(), failure.shrunk())) {
      assertThat(catchThrowable(() -> Simulation.replay(schedule, ExploreTest::racyUpdate)))
          .isInstanceOf(AssertionError.class)
          .hasMessage("balance 90");
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void explore_programWithoutARace_findsNothing(Exploration exploration) {
    ExplorationReport report = Simulation.explore(exploration.runs(300), ExploreTest::lostUpdate);

    assertThat(report.runs()).isPositive().isLessThanOrEqualTo(300);
    assertThat(report.distinctSchedules()).isPositive().isLessThanOrEqualTo(report.runs());
  }

  @Test
  void shrunk_hasTheFewestDeviations() {
    SimulationFailure byAll = failureOf(Exploration.exhaustive(3), ExploreTest::racyUpdate);
    SimulationFailure byChance = failureOf(Exploration.random(7), ExploreTest::racyUpdate);

    int fewest = Schedule.parse(byAll.shrunk()).deviations().size();
    assertThat(Schedule.parse(byChance.shrunk()).deviations().size()).isBetween(fewest, fewest + 1);
  }

  @Test
  void message_showsTheInterleavingWithTasksWaitsAndLines() {
    SimulationFailure failure = failureOf(Exploration.random(7), ExploreTest::racyUpdate);

    assertThat(failure)
        .hasMessageContaining("Task-2")
        .hasMessageContaining("waits for its next turn (ExploreTest.java:")
        .hasMessageContaining("main         fails");
  }

  // SEMANTICS 27
  @Test
  void explore_sameSeed_failsInTheSameRun() {
    SimulationFailure one = failureOf(Exploration.random(3), ExploreTest::racyUpdate);
    SimulationFailure other = failureOf(Exploration.random(3), ExploreTest::racyUpdate);

    assertThat(other.seed()).isEqualTo(one.seed());
    assertThat(other.schedule()).isEqualTo(one.schedule());
    assertThat(other).hasMessage(one.getMessage());
  }

  // SEMANTICS 30
  @Test
  void replay_repeatsTheProgramsOwnRandomness() {
    List<Integer> drawn = new ArrayList<>();
    Action body = () -> {
      drawn.add(EventLoop.current().random().nextInt());
      throw new AssertionError("every run");
    };
    SimulationFailure failure = failureOf(Exploration.random(5).runs(1), body);
    int first = drawn.getFirst();
    drawn.clear();

    assertThat(catchThrowable(() -> Simulation.replay(failure.seed(), body))).isNotNull();
    assertThat(catchThrowable(() -> Simulation.replay(failure.shrunk(), body))).isNotNull();

    assertThat(drawn).containsExactly(first, first);
  }

  // SEMANTICS 27
  @Test
  void exhaustive_ofTwoDeviations_triesEveryScheduleOnce() {
    Set<String> orders = new TreeSet<>();
    ExplorationReport report = Simulation.explore(Exploration.exhaustive(2), () -> {
      StringBuilder order = new StringBuilder();
      await(gather(
          async(() -> order.append("a")),
          async(() -> order.append("b")),
          async(() -> order.append("c"))));
      orders.add(order.toString());
    });

    assertThat(orders).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
    assertThat(report.distinctSchedules()).isEqualTo(report.runs());
    assertThat(report.shareExplored()).isEqualTo(1);
  }

  @Test
  void randomWalk_overASmallProgram_estimatesThatItHasSeenAll() {
    ExplorationReport report = Simulation.explore(Exploration.random(1).runs(400), () -> {
      await(gather(async(() -> 1), async(() -> 2), async(() -> 3)));
    });

    assertThat(report.shareExplored()).isBetween(0.5, 1.0);
    assertThat(report.runs()).isEqualTo(400);
  }

  // SEMANTICS 27
  @Test
  void replay_ofAScheduleThatNoLongerFits_saysAtWhichStep() {
    assertThat(
            catchThrowable(() -> Simulation.replay("v1 random=1: 0>40", ExploreTest::lostUpdate)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no longer fits");
    assertThat(catchThrowable(() -> Simulation.replay("v1 random=1: 9000>1", () -> "ends early")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before step 9000");
  }

  @Test
  void replay_ofWhatIsNoSeedOrSchedule_isRefused() {
    assertThat(catchThrowable(() -> Simulation.replay(0, () -> "never")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no seed");
    assertThat(catchThrowable(() -> Simulation.replay((6L << 61) | 0xffff_ffffL, () -> "never")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no seed");
    for (String text : List.of(
        "tomorrow",
        "v1 random=:",
        "v1 random=2a: 3>",
        "v1 random=2a: >1",
        "v1 random=2a: 3>1 7",
        "v1 random=2a: 3>99999999999",
        "v1 random=2a: -3>1",
        "v1 random=2a: c",
        "v1 random=2a: c1 3>1",
        "v1 random=2a3456789012345678: 3>1",
        "v1 random=2a 3>1")) {
      assertThat(catchThrowable(() -> Simulation.replay(text, () -> "never")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no schedule");
    }
  }

  @Test
  void explore_failureThatNobodyLookedAt_countsAsTheProgramsOwn() {
    SimulationFailure failure = failureOf(Exploration.random(1), () -> {
      createTask(() -> {
        throw new IllegalStateException("lost");
      });
      sleep(Duration.ofSeconds(1));
    });

    assertThat(failure).hasRootCauseMessage("lost");
  }

  // SEMANTICS 28
  @Test
  void explore_outsideRefused_failsAtTheBlockingCall() {
    SimulationFailure failure =
        failureOf(Exploration.random(1).outside(OutsidePolicy.REFUSE), () -> blocking(() -> {}));

    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
  }

  // SEMANTICS 28
  @Test
  void livelock_isAFailureThatNamesTheTasks() {
    Throwable thrown = catchThrowable(() -> Simulation.run(() -> {
      boolean[] flag = new boolean[1];
      while (!flag[0]) {
        sleep(Duration.ZERO);
      }
    }));

    assertThat(thrown)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("livelock")
        .hasMessageContaining("main");
  }

  // A task that spins until another has had its turn must not keep that from it for ever.
  @Test
  void pct_taskThatSpins_letsTheOthersIn() {
    Callable<?> body = () -> {
      boolean[] flag = new boolean[1];
      Task<?> spinning = createTask(() -> {
        while (!flag[0]) {
          sleep(Duration.ZERO);
        }
      });
      createTask(() -> {
        flag[0] = true;
      });
      return await(spinning);
    };

    assertThat(Simulation.explore(Exploration.pct(1, 3).runs(100), body).runs()).isEqualTo(100);
  }

  // SEMANTICS 29
  @Test
  void parallel_reportsTheFailureWithTheLowestRunNumber() {
    SimulationFailure alone = failureOf(Exploration.random(11), ExploreTest::racyUpdate);
    SimulationFailure together =
        failureOf(Exploration.random(11).parallel(2), ExploreTest::racyUpdate);

    assertThat(together.seed()).isEqualTo(alone.seed());
  }

  @Test
  void parallel_usesSeveralThreads() {
    Set<Long> threads = new ConcurrentSkipListSet<>();
    Simulation.explore(Exploration.random(1).runs(200).parallel(2), () -> {
      threads.add(Thread.currentThread().threadId());
    });

    assertThat(threads).hasSizeGreaterThan(1);
  }

  @Test
  void within_endsAnExplorationWithoutALimitOfRuns() {
    ExplorationReport report = Simulation.explore(
        Exploration.random(1).within(Duration.ofMillis(1)), ExploreTest::lostUpdate);

    assertThat(report.runs()).isPositive();
  }

  // Shrinking what does not come again would show a way that leads nowhere.
  @Test
  void failure_thatDoesNotComeAgain_isSaidToBeNoneOfTheSchedule() {
    AtomicInteger runs = new AtomicInteger();

    Throwable thrown = catchThrowable(() -> Simulation.explore(Exploration.random(1), () -> {
      if (runs.incrementAndGet() == 3) {
        throw new IllegalStateException("only once");
      }
    }));

    assertThat(thrown)
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("only once")
        .hasMessageContaining("not deterministic")
        .hasMessageContaining("checkDeterminism");
    assertThat(runs).hasValue(4);
  }

  @Test
  void pct_withoutADepth_takesSeveralInTurn() {
    SimulationFailure failure = failureOf(Exploration.pct(7), ExploreTest::racyUpdate);

    assertThat(failure).hasMessageContaining("PCT of depths 1 to 5");
    assertThat(Simulation.explore(Exploration.pct(7).runs(50), ExploreTest::lostUpdate)
            .runs())
        .isEqualTo(50);
  }

  /// So many tasks that the one that goes first is beyond what fits into a seed.
  private static void lastOneFirst() {
    List<Integer> log = new ArrayList<>();
    List<Task<?>> tasks = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      int number = i;
      tasks.add(createTask(() -> {
        log.add(number);
      }));
    }
    tasks.forEach(Task::await);
    if (log.getFirst() == 69) {
      throw new AssertionError("the last one went first");
    }
  }

  @Test
  void exhaustive_failureThatFitsIntoNoSeed_isToldByItsSchedule() {
    SimulationFailure failure = failureOf(Exploration.exhaustive(1), ExploreTest::lastOneFirst);

    assertThat(failure)
        .hasMessageContaining("the last one went first")
        .hasMessageContaining("shortest:")
        .hasMessageNotContaining("again:");
    assertThat(catchThrowable(() -> Simulation.replay(failure.shrunk(), ExploreTest::lastOneFirst)))
        .hasMessage("the last one went first");
    assertThat(catchThrowable(() -> Simulation.replay(failure.seed(), ExploreTest::lastOneFirst)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schedule()");
  }

  private static void twoCallbacks() {
    EventLoop.current().callSoon(() -> {});
    EventLoop.current().callSoon(() -> {});
    sleep(Duration.ofMillis(1));
  }

  @Test
  void distinctSchedules_callbacksInEitherOrder_areTwo() {
    assertThat(Simulation.explore(Exploration.random(1).runs(200), ExploreTest::twoCallbacks)
            .distinctSchedules())
        .isEqualTo(2);
    assertThat(Simulation.explore(Exploration.exhaustive(2), ExploreTest::twoCallbacks)
            .distinctSchedules())
        .isEqualTo(2);
  }

  /// Waits for what does not come while something else goes on for ever.
  private static void waitsBesideAHeartbeat() {
    createTask(async("heart", () -> {
      while (true) {
        sleep(Duration.ofSeconds(1));
      }
    }));
    await(EventLoop.current().createPromise());
  }

  @Test
  void explore_programThatNeverEnds_failsWithWhoWaitsForWhat() {
    SimulationFailure failure =
        failureOf(Exploration.random(1).turns(1_000), ExploreTest::waitsBesideAHeartbeat);

    assertThat(failure.getCause())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not end within 1000 turns; after 16 min")
        .hasMessageContaining("main waits for a promise")
        .hasMessageContaining("heart waits for the end of a sleep of 1 s");
    assertThat(failureOf(Exploration.cancelEverywhere(), ExploreTest::waitsBesideAHeartbeat))
        .hasMessageContaining("did not end within 1000000 turns");
  }

  @Test
  void turns_belowOne_areRefused() {
    assertThat(catchThrowable(() -> Exploration.random(1).turns(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replay_ofALongSchedule_readsIt() {
    StringBuilder schedule = new StringBuilder("v1 random=2a:");
    for (int i = 0; i < 100_000; i++) {
      schedule.append(' ').append(i).append(">1");
    }

    assertThat(catchThrowable(() -> Simulation.replay(schedule.toString(), () -> {})))
        .hasMessageContaining("the run ended before step 0");
  }

  private static @Nullable String firstMessage(SimulationFailure failure) {
    return Objects.requireNonNull(failure.getCause()).getMessage();
  }

  @Test
  void shrinking_otherFailureOfTheSameClass_isNotTakenForIt() {
    Action body = () -> {
      List<Integer> log = new ArrayList<>();
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        tasks.add(createTask(() -> {
          log.add(number);
        }));
      }
      tasks.forEach(Task::await);
      if (log.equals(List.of(0, 1, 3, 2))) {
        throw new AssertionError("near: " + log);
      }
      if (log.equals(List.of(3, 2, 1, 0))) {
        throw new AssertionError("far: " + log);
      }
    };
    for (int seed = 0; seed < 20; seed++) {
      SimulationFailure failure = failureOf(Exploration.random(seed), body);

      assertThat(catchThrowable(() -> Simulation.replay(failure.shrunk(), body)))
          .hasMessage(firstMessage(failure));
    }
  }

  // The same place, so the same failure for shrinking, but what it says depends on the schedule.
  @Test
  void message_shortestRunSaysSomethingElse_showsBoth() {
    Action body = () -> {
      List<Integer> log = new ArrayList<>();
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int number = i;
        tasks.add(createTask(() -> {
          log.add(number);
        }));
      }
      tasks.forEach(Task::await);
      if (log.getFirst() != 0) {
        throw new AssertionError("first was " + log);
      }
    };
    SimulationFailure failure = failureOf(Exploration.random(3), body);

    Throwable shortest = catchThrowable(() -> Simulation.replay(failure.shrunk(), body));
    assertThat(shortest).isNotNull();
    assertThat(shortest.getMessage()).isNotEqualTo(firstMessage(failure));
    assertThat(failure)
        .hasMessageContaining(firstMessage(failure))
        .hasMessageContaining(shortest.getMessage());
  }

  @Test
  void explore_interrupted_stopsAndLeavesTheInterrupt() {
    AtomicInteger runs = new AtomicInteger();
    Thread explorer = Thread.currentThread();

    Throwable thrown =
        catchThrowable(() -> Simulation.explore(Exploration.cancelEverywhere(), () -> {
          if (runs.incrementAndGet() == 3) {
            explorer.interrupt();
          }
          for (int i = 0; i < 10; i++) {
            sleep(Duration.ofMillis(1));
          }
        }));
    boolean isInterrupted = Thread.interrupted();

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("interrupted");
    assertThat(isInterrupted).isTrue();
    assertThat(runs).hasValue(3);
  }

  @Test
  void within_longerThanAnyClock_isNoLimit() {
    assertThat(Simulation.explore(
                Exploration.random(1).runs(3).within(Duration.ofSeconds(Long.MAX_VALUE)), () -> {})
            .runs())
        .isEqualTo(3);
  }

  /// Each look at the clock is a second later than the one before.
  private static InstantSource fastClock() {
    AtomicInteger seconds = new AtomicInteger();
    return () -> Instant.EPOCH.plusSeconds(seconds.incrementAndGet());
  }

  @Test
  void within_overWhileShrinking_endsThatToo() {
    AtomicInteger runs = new AtomicInteger();
    Callable<Object> body = () -> {
      runs.incrementAndGet();
      List<Task<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tasks.add(createTask(() -> {
          for (int j = 0; j < 10; j++) {
            sleep(Duration.ZERO);
          }
        }));
      }
      tasks.forEach(Task::await);
      throw new IllegalStateException("always");
    };

    Throwable thrown = catchThrowable(
        () -> new Explorer(Exploration.random(3).within(Duration.ofSeconds(5)), body, fastClock())
            .explore());

    assertThat(thrown).isInstanceOf(SimulationFailure.class);
    assertThat(runs.get()).isBetween(3, 12);
  }

  // Who has had a turn draws anew, also where it had no competitor.
  @Test
  void pos_turnTakenAlone_drawsAnew() {
    Policy pos = Policies.pos(new SplittableRandom(5));
    ReadyTurns both = new ReadyTurns() {
      @Override
      public int count() {
        return 2;
      }

      @Override
      public long identity(int index) {
        return index + 1L;
      }
    };
    int same = 0;
    for (int i = 0; i < 10_000; i++) {
      int first = pos.choose(both, 0);
      pos.took(both.identity(first));
      pos.took(both.identity(1 - first));
      int second = pos.choose(both, 1);
      pos.took(both.identity(second));
      pos.took(both.identity(1 - second));
      same += first == second ? 1 : 0;
    }

    assertThat(same).isBetween(4_800, 5_200); // 2 of 3 when the loser keeps its priority
  }
}
