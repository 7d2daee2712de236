package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onRealTime;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Who has the next turn: SEMANTICS 1 to 3, and promises 1 and 2 of the loop.
final class TurnsTest {
  // Promise 1
  @Test
  void turns_codeBetweenTwoWaits_isAtomic() {
    int[] counter = new int[1];

    onRealTime(() -> taskGroup(group -> {
      for (int i = 0; i < 8; i++) {
        group.start(() -> {
          for (int n = 0; n < 500; n++) {
            int before = counter[0];
            Thread.onSpinWait();
            counter[0] = before + 1;
            sleep(Duration.ZERO);
          }
        });
      }
    }));

    assertThat(counter[0]).isEqualTo(4_000);
  }

  // SEMANTICS 2, promise 2
  @Test
  void turns_readyTasks_goFirstInFirstOut() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      for (String name : List.of("a", "b", "c")) {
        createTask(() -> {
          log.add(name + 1);
          sleep(Duration.ZERO);
          log.add(name + 2);
        });
      }
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
  }

  // SEMANTICS 3
  // asyncio 2.2.20
  @Test
  void sleep_zero_givesTheOthersExactlyOneTurn() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      createTask(() -> {
        log.add("other 1");
        sleep(Duration.ZERO);
        log.add("other 2");
      });
      sleep(Duration.ZERO);
      log.add("main");
      sleep(Duration.ZERO);
    });

    assertThat(log).containsExactly("other 1", "main", "other 2");
  }

  // asyncio 2.2.20
  @Test
  void sleep_negative_isAsZero() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      sleep(ms(-5));
      log.add("main");
    });

    assertThat(log.events()).containsExactly("other@0ms", "main@0ms");
  }

  // SEMANTICS 3
  @Test
  void await_finishedTask_keepsTheTurn() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<String> done = createTask(() -> "value");
      sleep(Duration.ZERO);
      createTask(() -> log.add("other"));
      await(done);
      log.add("main");
      sleep(Duration.ZERO);
    });

    assertThat(log).containsExactly("main", "other");
  }

  // SEMANTICS 1
  @Test
  void pass_whatTurnsMakeReady_waitsForTheNextPass() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      createTask(() -> {
        log.add("a");
        createTask(() -> log.add("a's child"));
      });
      createTask(() -> log.add("b"));
      sleep(Duration.ZERO);
      log.add("main");
      sleep(Duration.ZERO);
    });

    assertThat(log).containsExactly("a", "b", "main", "a's child");
  }

  // SEMANTICS 1
  @Test
  void pass_start_appendsDueTimersByDeadlineThenAgeAndThenTheInbox() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      EventLoop loop = EventLoop.current();
      loop.post(() -> log.add("posted"));
      loop.callLater(Duration.ZERO, () -> log.add("timer 2"));
      loop.callLater(Duration.ZERO, () -> log.add("timer 3"));
      loop.callLater(ms(-1), () -> log.add("timer 1"));
      sleep(Duration.ZERO);
      log.add("yielded before");
      sleep(Duration.ZERO);
    });

    assertThat(log).containsExactly("yielded before", "timer 1", "timer 2", "timer 3", "posted");
  }

  // SEMANTICS 1, promise 2
  @Test
  void pass_tasksThatYieldForEver_starveNeitherTimersNorOutsideEvents() {
    AtomicBoolean fired = new AtomicBoolean();
    AtomicBoolean posted = new AtomicBoolean();

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      loop.callLater(ms(1), () -> fired.set(true));
      Thread outside = new Thread(() -> loop.post(() -> posted.set(true)));
      outside.start();
      for (int i = 0; i < 2; i++) {
        createTask(() -> {
          while (!fired.get() || !posted.get()) {
            sleep(Duration.ZERO);
          }
        });
      }
      for (Task<?> task : others()) {
        await(task);
      }
    });

    assertThat(fired).isTrue();
    assertThat(posted).isTrue();
  }

  private static List<Task<?>> others() {
    return allTasks().stream().filter(task -> task != currentTask()).toList();
  }

  // SEMANTICS 1
  @Test
  void pass_outsideEventsWithoutEnd_starveNoTask() {
    AtomicBoolean isOver = new AtomicBoolean();

    onRealTime(() -> {
      EventLoop loop = EventLoop.current();
      Runnable[] again = new Runnable[1];
      again[0] = () -> {
        if (!isOver.get()) {
          loop.post(again[0]);
        }
      };
      loop.post(again[0]);
      for (int i = 0; i < 100; i++) {
        sleep(Duration.ZERO);
      }
      isOver.set(true);
    });

    assertThat(isOver).isTrue();
  }

  // SEMANTICS 2
  @Test
  void order_ofAnotherPolicy_decidesWithinAPass() {
    List<String> log = new ArrayList<>();

    try (TestLoop loop = TestLoop.virtual(options -> options.order(ready -> ready.count() - 1))) {
      loop.run(() -> {
        for (String name : List.of("a", "b", "c")) {
          createTask(() -> log.add(name));
        }
        sleep(ms(1));
      });
    }

    assertThat(log).containsExactly("c", "b", "a");
  }

  @Test
  void order_thatAnswersNonsense_endsTheRunInsteadOfHangingIt() {
    TestLoop loop = TestLoop.virtual(options -> options.order(ready -> 5));

    Throwable thrown =
        org.assertj.core.api.Assertions.catchThrowable(() -> loop.run(() -> sleep(ms(1))));
    loop.runner().close();

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("itself failed");
  }

  @Test
  void await_foreignVirtualThreadStartedByATask_goesOnAfterTheRun() throws InterruptedException {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> started = new ArrayList<>();

    onRealTime(() -> {
      started.add(Thread.startVirtualThread(() -> {
        while (!isOver.get()) {
          Thread.yield();
        }
      }));
    });
    isOver.set(true);

    // On the pinned carrier it has inherited the loop's scheduler, which must not die with the
    // loop.
    started.getFirst().join();
    assertThat(started.getFirst().isAlive()).isFalse();
  }

  // asyncio 2.2.20
  @Test
  void sleep_cancelled_leavesNoTimer() {
    onVirtualTime(() -> {
      Task<?> sleeper = createTask(() -> sleep(Duration.ofHours(1)));
      sleep(Duration.ZERO);
      sleeper.cancel();
      sleep(Duration.ZERO);

      assertThat(sleeper.isCancelled()).isTrue();
      assertThat(((Loop) EventLoop.current()).timers.isEmpty()).isTrue();
    });
  }
}
