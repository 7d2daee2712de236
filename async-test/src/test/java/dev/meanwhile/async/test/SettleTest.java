package dev.meanwhile.async.test;

import static dev.meanwhile.async.Async.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.meanwhile.async.AsyncEvent;
import dev.meanwhile.async.AsyncQueue;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Runner;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 30: letting others settle, and moving the clock.
final class SettleTest {
  private final List<String> log = new ArrayList<>();

  private static Duration time() {
    return EventLoop.current().time();
  }

  @Test
  void settle_othersThatCanGoOn_goOnUntilTheyWait() {
    Simulation.run(() -> {
      AsyncQueue<Integer> queue = AsyncQueue.unbounded();
      createTask(() -> {
        for (int item : queue) {
          sleep(Duration.ZERO); // several turns an item
          log.add("took " + item);
        }
      });
      queue.put(1);
      queue.put(2);

      Simulation.settle();

      assertThat(log).containsExactly("took 1", "took 2");
      assertThat(time()).isZero();
      queue.close();
    });
  }

  @Test
  void settle_inEveryOrder_comesAfterTheOthers() {
    Simulation.explore(Exploration.random(1).runs(200), () -> {
      List<Integer> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int number = i;
        createTask(() -> {
          sleep(Duration.ZERO);
          sleep(Duration.ZERO);
          done.add(number);
        });
      }

      Simulation.settle();

      assertThat(done).containsExactlyInAnyOrder(0, 1, 2);
    });
  }

  @Test
  void settle_callbacksThatAreDue_areCalledBefore() {
    Simulation.run(() -> {
      EventLoop loop = EventLoop.current();
      loop.callSoon(() -> loop.callSoon(() -> log.add("called")));

      Simulation.settle();

      assertThat(log).containsExactly("called");
    });
  }

  @Test
  void settle_bySeveral_letsThemGoTogetherBeforeTimeMoves() {
    Simulation.run(() -> {
      Task<?> other = createTask(() -> {
        Simulation.settle();
        log.add("other at " + time());
      });
      createTask(() -> {
        sleep(Duration.ofSeconds(1));
        log.add("later");
      });

      Simulation.settle();
      log.add("main at " + time());
      await(other);
    });

    assertThat(log).containsExactlyInAnyOrder("other at PT0S", "main at PT0S");
  }

  // The moment at which all wait is no deadlock for the one that waits for it.
  @Test
  void settle_whileAllOthersWaitForThisOne_returns() {
    Simulation.run(() -> {
      AsyncEvent event = new AsyncEvent();
      Task<?> waiting = createTask(event::await);

      Simulation.settle();
      event.set();
      await(waiting);
    });
  }

  @Test
  void settle_cancelled_throws() {
    Simulation.run(() -> {
      Task<?> settling = createTask(Simulation::settle);
      createTask(() -> {
        sleep(Duration.ZERO);
        settling.cancel("no more");
        for (int i = 0; i < 10; i++) {
          sleep(Duration.ZERO);
        }
      });

      assertThat(catchThrowable(() -> await(settling)))
          .isInstanceOf(CancelledError.class)
          .hasMessage("no more");
    });
  }

  @Test
  void settle_onTheMachinesClock_isRefused() {
    Throwable thrown = catchThrowable(() -> run(() -> Simulation.settle()));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("virtual");
  }

  @Test
  void settle_onALoopThatIsNotTheCallers_isRefused() {
    try (Runner other = Runner.open()) {
      Throwable thrown = catchThrowable(() -> Simulation.run(() -> other.loop().settle()));

      assertThat(thrown).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void advance_whatFallsDueInThatTime_happensInOrder() {
    Simulation.run(() -> {
      createTask(() -> {
        while (true) {
          sleep(Duration.ofMillis(400));
          log.add("tick at " + time().toMillis());
        }
      });

      Simulation.advance(Duration.ofMillis(1_200));

      assertThat(log).containsExactly("tick at 400", "tick at 800", "tick at 1200");
      assertThat(time()).isEqualTo(Duration.ofMillis(1_200));
    });
  }

  @Test
  void advance_toADeadline_hasItPassed() {
    Simulation.run(() -> {
      Task<?> limited = createTask(() -> timeout(
          Duration.ofSeconds(5), () -> EventLoop.current().createPromise().await()));

      Simulation.advance(Duration.ofMillis(4_999));
      assertThat(limited.isDone()).isFalse();
      Simulation.advance(Duration.ofMillis(1));

      assertThat(limited.exceptionNow()).isInstanceOf(TimedOutException.class);
    });
  }

  @Test
  void advance_backwards_isRefused() {
    Simulation.run(() -> {
      assertThat(catchThrowable(() -> Simulation.advance(Duration.ofMillis(-1))))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }
}
