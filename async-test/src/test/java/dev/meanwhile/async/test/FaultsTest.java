package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.FaultPoint;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Faults DISK_FULL =
      Faults.at("store.write").failing(() -> new IOException("disk full"));

  private static SimulationFailure failureOf(Exploration exploration, Action body) {
    return catchThrowableOfType(
        SimulationFailure.class, () -> Simulation.explore(exploration, body));
  }

  private static void tenWrites() {
    for (int i = 0; i < 10; i++) {
      FaultPoint.at("store.write");
      sleep(Duration.ofMillis(1));
    }
  }

  @Test
  void at_outsideOfASimulation_doesNothing() {
    FaultPoint.at("store.write");
    run(FaultsTest::tenWrites);
    Simulation.run(FaultsTest::tenWrites);
    Simulation.explore(Exploration.random(1).runs(5), FaultsTest::tenWrites);
  }

  @Test
  void failing_isFoundShrunkToTheFaultItNeedsAndReplayed() {
    Exploration exploration = Exploration.random(1).faults(DISK_FULL.withProbability(0.5));
    Action body = () -> {
      int failures = 0;
      for (int i = 0; i < 10; i++) {
        try {
          FaultPoint.at("store.write");
          throwNothing();
        } catch (IOException _) {
          failures++;
        }
      }
      if (failures > 2) {
        throw new AssertionError("gave up");
      }
    };
    SimulationFailure failure = failureOf(exploration, body);

    assertThat(failure.getCause()).hasMessage("gave up");
    assertThat(Schedule.parse(failure.shrunk()).deviations()).hasSize(3);
    assertThat(failure)
        .hasMessageContaining("fails at store.write: java.io.IOException: disk full (FaultsTest")
        .hasMessageContaining("L, exploration, body)");
    for (Throwable again : List.of(
        catchThrowable(() -> Simulation.replay(failure.seed(), exploration, body)),
        catchThrowable(() -> Simulation.replay(failure.schedule(), exploration, body)),
        catchThrowable(() -> Simulation.replay(failure.shrunk(), exploration, body)))) {
      assertThat(again).isInstanceOf(AssertionError.class).hasMessage("gave up");
    }
  }

  @SuppressWarnings("RedundantThrows")
  private static void throwNothing() throws IOException {}

  @Test
  void failing_checkedException_comesOutAsItIs() {
    assertThat(failureOf(Exploration.random(1).faults(DISK_FULL), FaultsTest::tenWrites))
        .hasCauseInstanceOf(CompletionException.class)
        .hasRootCauseMessage("disk full");
  }

  @Test
  void failing_inACallback_failsIt() {
    SimulationFailure failure = failureOf(Exploration.random(1).faults(DISK_FULL), () -> {
      EventLoop.current().callSoon(() -> FaultPoint.at("store.write"));
      sleep(SECOND);
    });

    assertThat(failure).hasRootCauseMessage("disk full").hasMessageContaining("a callback");
  }

  @Test
  void exhaustive_aFaultIsADeviation() {
    List<Integer> failed = new ArrayList<>();
    ExplorationReport report =
        Simulation.explore(Exploration.exhaustive(1).faults(DISK_FULL), () -> {
          for (int i = 0; i < 3; i++) {
            try {
              FaultPoint.at("store.write");
              throwNothing();
            } catch (IOException _) {
              failed.add(i);
            }
          }
        });

    assertThat(failed).containsExactly(0, 1, 2);
    assertThat(report.runs()).isEqualTo(4);
  }

  @Test
  void delaying_takesVirtualTimeThatTheSeedDecides() {
    Exploration exploration = Exploration.random(4)
        .runs(20)
        .faults(Faults.at("slow").delaying(SECOND, SECOND.multipliedBy(9)).withProbability(1));
    List<List<Duration>> times = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Duration> seen = new ArrayList<>();
      Simulation.explore(exploration, () -> {
        FaultPoint.at("slow");
        seen.add(EventLoop.current().time());
      });
      times.add(seen);
    }

    assertThat(times.getFirst())
        .allSatisfy(time -> assertThat(time).isBetween(SECOND, SECOND.multipliedBy(9)));
    assertThat(Set.copyOf(times.getFirst())).hasSizeGreaterThan(10);
    assertThat(times.getLast()).isEqualTo(times.getFirst());
  }

  @Test
  void delaying_withinATimeout_isEndedByIt() {
    Exploration exploration =
        Exploration.random(1).faults(Faults.at("slow").delaying(SECOND, SECOND).withProbability(1));

    assertThat(failureOf(
            exploration,
            () -> timeout(Duration.ofMillis(5), () -> {
              FaultPoint.at("slow");
            })))
        .hasCauseInstanceOf(TimedOutException.class);
  }

  @Test
  void cancelling_reachesTheNextWait() {
    Exploration exploration =
        Exploration.random(1).faults(Faults.at("store.write").cancelling().withProbability(1));
    SimulationFailure failure = failureOf(exploration, FaultsTest::tenWrites);

    assertThat(failure).hasCauseInstanceOf(CancelledError.class);
    assertThat(failure).hasMessageContaining("is cancelled at store.write");
  }

  @Test
  void faults_ofCancelEverywhere_doNotHappen() {
    Simulation.explore(
        Exploration.cancelEverywhere().faults(DISK_FULL.withProbability(1)), FaultsTest::tenWrites);
  }

  /// Reads and writes without a wait in between: no other task can come in, unless it loses its
  /// turn at the mark.
  private static void markedUpdate() {
    int[] balance = {100};
    Action withdraw = () -> {
      int before = balance[0];
      FaultPoint.at("between");
      balance[0] = before - 10;
    };
    await(gather(async(withdraw), async(withdraw)));
    if (balance[0] != 80) {
      throw new AssertionError("balance " + balance[0]);
    }
  }

  @Test
  void preemption_findsWhatNoOrderOfWaitsCan() {
    Simulation.explore(Exploration.exhaustive(3), FaultsTest::markedUpdate);
    for (Exploration exploration : List.of(
        Exploration.random(1),
        Exploration.pct(1, 2),
        Exploration.pos(1),
        Exploration.exhaustive(1))) {
      Exploration preemptive = exploration.preemption();
      SimulationFailure failure = failureOf(preemptive, FaultsTest::markedUpdate);

      assertThat(failure.getCause()).hasMessage("balance 90");
      assertThat(Schedule.parse(failure.shrunk()).deviations()).hasSize(1);
      assertThat(failure).hasMessageContaining("loses its turn at between (FaultsTest.java:");
      assertThat(catchThrowable(
              () -> Simulation.replay(failure.shrunk(), preemptive, FaultsTest::markedUpdate)))
          .hasMessage("balance 90");
      assertThat(catchThrowable(
              () -> Simulation.replay(failure.seed(), preemptive, FaultsTest::markedUpdate)))
          .hasMessage("balance 90");
    }
  }

  @Test
  void preemption_letsEveryOtherOneIn() {
    Set<String> orders = new TreeSet<>();
    Simulation.explore(Exploration.exhaustive(2).preemption(), () -> {
      StringBuilder order = new StringBuilder();
      await(gather(
          async(() -> {
            order.append('a');
            FaultPoint.at("mark");
            order.append('A');
          }),
          async(() -> order.append('b')),
          async(() -> order.append('c'))));
      orders.add(order.toString());
    });

    assertThat(orders).contains("aAbc", "abAc", "acAb", "abcA", "acbA", "baAc", "cabA");
  }

  // Clean-up of a cancelled task goes on, as it does in production.
  @Test
  void preemption_ofACancelledTask_doesNotThrow() {
    List<String> log = new ArrayList<>();
    Simulation.explore(Exploration.random(1).runs(50).preemption(), () -> {
      var task = createTask(() -> {
        try {
          sleep(SECOND);
        } finally {
          FaultPoint.at("clean-up");
          log.add("clean");
        }
      });
      sleep(Duration.ofMillis(1));
      task.cancel();
      await(gatherSettled(task, createTask(() -> sleep(SECOND))));
    });

    assertThat(log).hasSize(50);
  }

  @Test
  void faults_thatMakeNoSense_areRefused() {
    assertThat(catchThrowable(() -> DISK_FULL.withProbability(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> Faults.at("slow").delaying(SECOND, Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void delaying_twoTasksAndTwoPoints_areDelayedEachByItsOwn() {
    List<Set<Duration>> seen = new ArrayList<>();
    Exploration exploration = Exploration.random(3)
        .runs(20)
        .faults(
            Faults.at("a").delaying(SECOND, SECOND.multipliedBy(9)).withProbability(1),
            Faults.at("b").delaying(SECOND, SECOND.multipliedBy(9)).withProbability(1));
    Simulation.explore(exploration, () -> {
      Set<Duration> times = new HashSet<>();
      List<Task<?>> tasks = new ArrayList<>();
      for (String point : List.of("a", "a", "b")) {
        tasks.add(createTask(() -> {
          FaultPoint.at(point);
          times.add(EventLoop.current().time());
        }));
      }
      tasks.forEach(Task::await);
      seen.add(times);
    });

    assertThat(seen).hasSize(20).allSatisfy(times -> assertThat(times).hasSize(3));
  }

  // Who creates whom first depends on the schedule; how long a task is delayed must not.
  @Test
  void delaying_otherOrderOfCreation_delaysEachTaskAsBefore() {
    Set<Duration> delays = new HashSet<>();
    Exploration exploration = Exploration.exhaustive(1)
        .faults(Faults.at("slow").delaying(SECOND, SECOND.multipliedBy(9)).withProbability(1));
    Simulation.explore(exploration, () -> {
      Task<?> one = createTask(async(
          "one",
          () -> createTask(async("child", () -> {
                Duration before = EventLoop.current().time();
                FaultPoint.at("slow");
                delays.add(EventLoop.current().time().minus(before));
              }))
              .await()));
      Task<?> other = createTask(async("other", () -> createTask(() -> {}).await()));
      await(gather(one, other));
    });

    delays.remove(Duration.ZERO);
    assertThat(delays).hasSize(1);
  }
}
