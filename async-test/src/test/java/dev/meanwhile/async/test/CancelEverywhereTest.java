package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Network.Listener;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.test.net.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CancelEverywhereTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static SimulationFailure failureOf(Action body) {
    return catchThrowableOfType(
        SimulationFailure.class, () -> Simulation.explore(Exploration.cancelEverywhere(), body));
  }

  /// Both ways to see the failure again.
  private static List<Throwable> replays(SimulationFailure failure, Action body) {
    return List.of(
        catchThrowable(() -> Simulation.replay(failure.seed(), body)),
        catchThrowable(() -> Simulation.replay(failure.shrunk(), body)));
  }

  /// A slot that is given back only when all goes well.
  private static void forgetfulPool() {
    int[] free = {2};
    Action use = () -> {
      free[0]--;
      sleep(SECOND);
      free[0]++;
    };
    await(gatherSettled(async(use), async(use)));
    if (free[0] != 2) {
      throw new AssertionError(free[0] + " free");
    }
  }

  @Test
  void cancelEverywhere_programThatCleansUp_isRunOncePlainAndOncePerWait() {
    List<Integer> ends = new ArrayList<>();
    ExplorationReport report = Simulation.explore(Exploration.cancelEverywhere(), () -> {
      int done = 0;
      try {
        sleep(SECOND);
        done++;
        sleep(SECOND);
        done++;
      } finally {
        ends.add(done);
      }
    });

    assertThat(ends).containsExactly(2, 0, 1);
    assertThat(report.runs()).isEqualTo(3);
    assertThat(report.distinctSchedules()).isEqualTo(3);
    assertThat(report.shareExplored()).isEqualTo(1);
  }

  @Test
  void cancelEverywhere_checkThatFailsAfterACancel_tellsHowToSeeItAgain() {
    SimulationFailure failure = failureOf(CancelEverywhereTest::forgetfulPool);

    assertThat(failure.getCause()).isInstanceOf(AssertionError.class).hasMessage("1 free");
    assertThat(failure.schedule()).endsWith(": c2");
    assertThat(failure)
        .hasMessageContaining("cancels at wait 2")
        .hasMessageContaining("is cancelled")
        .hasMessageContaining("Simulation.replay(" + failure.seed() + "L");
    assertThat(replays(failure, CancelEverywhereTest::forgetfulPool))
        .allSatisfy(
            again -> assertThat(again).isInstanceOf(AssertionError.class).hasMessage("1 free"));
  }

  @Test
  void cancelEverywhere_signalThatIsNeverGiven_isADeadlock() {
    SimulationFailure failure = failureOf(() -> {
      Promise<Integer> ready = EventLoop.current().createPromise();
      await(gatherSettled(
          async(() -> {
            sleep(SECOND);
            ready.complete(1);
          }),
          async(ready::await)));
    });

    assertThat(failure.getCause()).hasMessageContaining("deadlock");
  }

  @Test
  void cancelEverywhere_taskThatOutlivesItsCreator_isLeftBehind() {
    Action body = () -> {
      Task<?> task = createTask(() -> sleep(SECOND));
      task.await();
    };
    SimulationFailure failure = failureOf(body);

    assertThat(failure.getCause()).hasMessageContaining("left behind: Task[Task-2, waiting for");
    assertThat(replays(failure, body))
        .allSatisfy(again -> assertThat(again).hasMessageContaining("left behind"));
  }

  @Test
  void cancelEverywhere_timerThatStaysSet_isLeftBehind() {
    SimulationFailure failure = failureOf(() -> {
      EventLoop.Handle alarm = EventLoop.current().callLater(Duration.ofSeconds(5), () -> {});
      sleep(SECOND);
      alarm.cancel();
    });

    assertThat(failure.getCause()).hasMessageContaining("left behind a timer");
  }

  @Test
  void cancelEverywhere_taskThatSwallowsItsCancellation_doesNotEnd() {
    SimulationFailure failure = failureOf(() -> {
      Promise<Integer> never = EventLoop.current().createPromise();
      Task<?> stubborn = createTask(() -> {
        try {
          sleep(SECOND);
        } catch (CancelledError _) {
          shielded(() -> never.await());
        }
      });
      try {
        sleep(SECOND);
        sleep(SECOND);
      } finally {
        stubborn.cancel();
      }
    });

    assertThat(failure.getCause()).hasMessageContaining("did not end");
  }

  @Test
  void cancelEverywhere_failureInsteadOfTheCancellation_isAFailure() {
    SimulationFailure failure = failureOf(() -> {
      try {
        sleep(SECOND);
      } catch (CancelledError _) {
        throw new IllegalStateException("interrupted?");
      }
    });

    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void cancelEverywhere_failureThatNobodyLooksAt_countsInACancelledRunToo() {
    SimulationFailure failure = failureOf(() -> {
      try {
        sleep(SECOND);
      } catch (CancelledError cancelled) {
        EventLoop.current().callSoon(() -> {
          throw new IllegalStateException("lost");
        });
        throw cancelled;
      }
    });

    assertThat(failure).hasRootCauseMessage("lost");
  }

  @Test
  void cancelEverywhere_programThatFailsByItself_failsInThePlainRun() {
    SimulationFailure failure = failureOf(() -> {
      sleep(SECOND);
      throw new IllegalStateException("always");
    });

    assertThat(failure).hasMessageContaining("run 1 of").hasRootCauseMessage("always");
    assertThat(failure.schedule()).endsWith(": c0");
  }

  @Test
  void replay_cancelAtAWaitThatIsNotThere_saysSo() {
    assertThat(catchThrowable(() -> Simulation.replay("v1 random=1: c9", () -> sleep(SECOND))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no longer fits: the run ended before wait 9");
  }

  @Test
  void replay_programThatIsCancelledWell_throwsTheCancellation() {
    assertThat(catchThrowable(() -> Simulation.replay("v1 random=1: c1", () -> sleep(SECOND))))
        .isInstanceOf(CancelledError.class)
        .hasMessageContaining("wait 1");
  }

  // What is under way on the network is the world's, however long it takes.
  @Test
  void cancelEverywhere_slowNetwork_isNoLeak() {
    Simulation.explore(Exploration.cancelEverywhere(), () -> {
      SimulatedNetwork network = SimulatedNetwork.create();
      network.everywhere().latency(Duration.ofMillis(1_500));
      Listener listener = network.listen("srv", 80, ServeOptions.defaults());
      try {
        network.connect("srv", 80, ConnectOptions.defaults()).sink().close();
      } finally {
        listener.close();
      }
    });
  }

  @Test
  void cancelEverywhere_timerBesideASlowNetwork_isLeftBehind() {
    SimulationFailure failure = failureOf(() -> {
      SimulatedNetwork network = SimulatedNetwork.create();
      network.everywhere().latency(Duration.ofMillis(1_500));
      network.listen("srv", 80, ServeOptions.defaults());
      network.connect("srv", 80, ConnectOptions.defaults()).sink().close();
      EventLoop.current().callLater(Duration.ofHours(1), () -> {});
    });

    assertThat(failure.getCause()).hasMessageContaining("left behind a timer");
  }
}
