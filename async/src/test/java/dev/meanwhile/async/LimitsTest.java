package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Large numbers of everything: anything quadratic would take minutes here, and the watchdog
/// fail it.
final class LimitsTest {
  private static final int MANY = 100_000;

  @Test
  @Tag("slow")
  void group_ofManyTasks_isCancelledAtOnce() {
    int[] cancelled = new int[1];

    onVirtualTime(() -> moveOnAfter(
        ms(1),
        () -> taskGroup(group -> {
          for (int i = 0; i < MANY; i++) {
            group.start(() -> {
              try {
                untilCancelled();
              } finally {
                cancelled[0]++;
              }
            });
          }
        })));

    assertThat(cancelled[0]).isEqualTo(MANY);
  }

  @Test
  @Tag("slow")
  void group_ofManyFailingTasks_showsAllFailures() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      for (int i = 0; i < MANY; i++) {
        group.start(() -> {
          try {
            untilCancelled();
          } finally {
            fail();
          }
        });
      }
      sleep(ms(1));
      fail();
    })));

    assertThat(thrown.getSuppressed()).hasSize(MANY);
  }

  private static void fail() {
    throw new Cheap();
  }

  private static final class Cheap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cheap() {
      super("cheap", null, true, false);
    }
  }

  @Test
  @Tag("slow")
  void gather_ofManySleepers_ends() {
    onVirtualTime(() -> taskGroup(group -> {
      for (int i = 0; i < MANY; i++) {
        int number = i;
        group.start(() -> timeout(Duration.ofHours(1), () -> sleep(ms(number % 1_000))));
      }
    }));
  }

  @Test
  @Tag("slow")
  void semaphore_withManyWaiters_servesOrCancelsThemAll() {
    int[] served = new int[1];
    AsyncSemaphore one = new AsyncSemaphore(1);

    onVirtualTime(() -> moveOnAfter(
        ms(1_000),
        () -> taskGroup(group -> {
          for (int i = 0; i < MANY; i++) {
            group.start(() -> {
              one.acquire();
              try {
                sleep(ms(1));
                served[0]++;
              } finally {
                one.release();
              }
            });
          }
        })));

    assertThat(served[0]).isBetween(998, 1_000);
    assertThat(one).hasToString("AsyncSemaphore[1 permits, 0 waiting]");
  }

  @Test
  @Tag("slow")
  void queue_ofAMillionEmptyTasks_isWorkedOff() {
    int[] ran = new int[1];

    onVirtualTime(() -> {
      for (int i = 0; i < 1_000_000; i++) {
        createTask(() -> {
          ran[0]++;
        });
      }
      sleep(Duration.ZERO);
    });

    assertThat(ran[0]).isEqualTo(1_000_000);
  }

  @Test
  void scopes_nestedFiveHundredDeep_endInOrder() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      try {
        nested(500);
      } finally {
        log.add("out again");
      }
    }));

    assertThat(thrown).isInstanceOf(TimedOutException.class);
    assertThat(log.events()).containsExactly("out again@1500ms");
  }

  /// As deep as no program nests by hand. Where the JDK's scheduler carries the tasks, the stack
  /// of its threads is the limit (-Xss), so there each level is a task of its own.
  @Test
  void scopes_nestedTenThousandDeep_endInOrder() {
    boolean isPinned =
        Carrier.PINNED.name().equalsIgnoreCase(System.getProperty("meanwhile.carrier"));
    EventLog log = new EventLog();

    onVirtualTime(() -> moveOnAfter(ms(100), () -> {
      try {
        nestedForAnHour(10_000, isPinned);
      } finally {
        log.add("out again");
      }
    }));

    assertThat(log.events()).containsExactly("out again@100ms");
  }

  private static void nestedForAnHour(int depth, boolean isPinned) {
    if (depth == 0) {
      untilCancelled();
    } else if (isPinned) {
      timeout(Duration.ofHours(1), () -> nestedForAnHour(depth - 1, true));
    } else {
      taskGroup(group -> {
        group.start(() -> timeout(Duration.ofHours(1), () -> nestedForAnHour(depth - 1, false)));
      });
    }
  }

  @Test
  void awaits_chainedTenThousandDeep_passTheValueThrough() {
    int sum = onVirtualTime(() -> {
      Task<Integer> last = createTask(() -> 0);
      for (int i = 0; i < 10_000; i++) {
        Task<Integer> before = last;
        last = createTask(() -> await(before) + 1);
      }
      return await(last);
    });

    assertThat(sum).isEqualTo(10_000);
  }

  /// The outermost block has the earliest deadline.
  private static void nested(int depth) {
    if (depth == 0) {
      untilCancelled();
    } else {
      timeout(ms(2_000 - depth), () -> nested(depth - 1));
    }
  }

  @Test
  void scopes_nestedDeeperThanTheStack_endWithItsOverflowAndTheLoopGoesOn() {
    try (Runner runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      Throwable thrown = catchThrowable(() -> runner.run(() -> nested(1_000_000)));

      assertThat(thrown).isInstanceOf(StackOverflowError.class);
      assertThat(runner.run(() -> "goes on")).isEqualTo("goes on");
    }
  }

  private static List<Coroutine<Integer>> manySleepers() {
    List<Coroutine<Integer>> sleepers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      sleepers.add(async(() -> {
        sleep(ms(1 + number % 100));
        return number;
      }));
    }
    return sleepers;
  }

  @Test
  @Tag("slow")
  void gather_ofManyCoroutines_givesAllResults() {
    List<Integer> results = onVirtualTime(() -> await(gather(manySleepers())));

    assertThat(results).hasSize(MANY).endsWith(MANY - 1);
  }

  @Test
  @Tag("slow")
  void gather_ofManyFailures_showsThemAll() {
    List<Coroutine<Integer>> failing = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      failing.add(async(() -> {
        try {
          untilCancelled();
        } finally {
          fail();
        }
        return 0;
      }));
    }
    failing.add(async(() -> {
      sleep(ms(1));
      throw new Cheap();
    }));

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> await(gather(failing))));

    assertThat(thrown.getSuppressed()).hasSize(MANY);
  }

  @Test
  @Tag("slow")
  void race_ofMany_cancelsAllButOne() {
    assertThat(TestLoop.<Integer>onVirtualTime(() -> race(manySleepers()))).isZero();
  }

  @Test
  @Tag("slow")
  void waitUntil_ofMany_returnsWhenAllAreDone() {
    onVirtualTime(() -> {
      List<Task<Integer>> tasks = new ArrayList<>();
      manySleepers().forEach(sleeper -> tasks.add(createTask(sleeper)));

      assertThat(waitUntil(tasks, ReturnWhen.FIRST_COMPLETED).done()).isNotEmpty();
      assertThat(waitUntil(tasks, ReturnWhen.ALL_COMPLETED).done()).hasSize(MANY);
    });
  }

  @Test
  @Tag("slow")
  void asCompleted_ofMany_givesEachOnce() {
    int[] given = new int[1];

    onVirtualTime(() -> {
      try (AsCompleted<Integer> results = asCompleted(manySleepers())) {
        results.forEach(_ -> given[0]++);
      }
      try (AsCompleted<Integer> results = asCompleted(manySleepers())) {
        results.iterator().next();
      }
    });

    assertThat(given[0]).isEqualTo(MANY);
  }

  @Test
  void callbacks_inLargeNumbers_areAllCalled() {
    int[] called = new int[1];

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> sleep(ms(1)));
      for (int i = 0; i < MANY; i++) {
        EventLoop.current().callSoon(() -> called[0]++);
        task.onDone(_ -> called[0]++);
      }
      sleep(ms(2));
    });

    assertThat(called[0]).isEqualTo(2 * MANY);
  }

  @Test
  void timers_inLargeNumbers_areTakenBackInAnyOrder() {
    onVirtualTime(() -> {
      List<EventLoop.Handle> handles = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        handles.add(EventLoop.current().callLater(ms(1 + i % 1_000), LimitsTest::fail));
      }
      Collections.shuffle(handles, new Random(1));
      handles.forEach(EventLoop.Handle::cancel);
      sleep(ms(2_000));
    });
  }

  /// A chain as an accident makes it: each failure the cause of the next.
  @Test
  @Tag("slow")
  void failure_withALongChainOfCauses_isKept() {
    Throwable chain = new Cheap();
    for (int i = 0; i < MANY; i++) {
      chain = new IllegalStateException("caused", chain);
    }
    Throwable longest = chain;

    Throwable thrown = failureOfTwo(new IllegalStateException(longest));

    assertThat(thrown).hasCause(longest);
    assertThat(thrown.getSuppressed()).hasSize(1);
  }

  /// Each failure suppressed under the next, as nested groups leave them.
  @Test
  @Tag("slow")
  void failure_withALongChainOfSuppressedOnes_isKept() {
    Throwable chain = new Cheap();
    for (int i = 0; i < MANY; i++) {
      Throwable next = new Cheap();
      next.addSuppressed(chain);
      chain = next;
    }
    RuntimeException longest = (RuntimeException) chain;

    Throwable thrown = failureOfTwo(longest);

    assertThat(thrown).isSameAs(longest);
    assertThat(thrown.getSuppressed()).hasSize(2);
  }

  /// What a group throws whose task fails so, and another one after it.
  private static Throwable failureOfTwo(RuntimeException first) {
    return catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          fail();
        }
      });
      group.start(() -> {
        throw first;
      });
    })));
  }

  @Test
  @Tag("slow")
  void awaits_chainedAHundredThousandDeep_passTheValueThrough() {
    int sum = onVirtualTime(() -> chainOf(MANY).await());

    assertThat(sum).isEqualTo(MANY);
  }

  @Test
  @Tag("slow")
  void awaits_chainedAHundredThousandDeep_passAFailureThrough() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Task<Integer> last = createTask(() -> {
        throw new Cheap();
      });
      for (int i = 0; i < MANY; i++) {
        Task<Integer> before = last;
        last = createTask(() -> await(before) + 1);
      }
      await(last);
    }));

    assertThat(thrown).isInstanceOf(Cheap.class);
  }

  private static Task<Integer> chainOf(int length) {
    Task<Integer> last = createTask(() -> 0);
    for (int i = 0; i < length; i++) {
      Task<Integer> before = last;
      last = createTask(() -> await(before) + 1);
    }
    return last;
  }

  /// The failure comes up from the innermost group through all of them; each level is a task of
  /// its own, so that it is no question of the stack.
  @Test
  @Tag("slow")
  void groups_nestedTenThousandDeep_passAFailureThrough() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> nestedGroups(10_000)));

    assertThat(thrown).isInstanceOf(Cheap.class);
  }

  private static void nestedGroups(int depth) {
    taskGroup(group -> {
      group.start(() -> {
        if (depth == 0) {
          fail();
        }
        nestedGroups(depth - 1);
      });
      group.start(() -> untilCancelled());
    });
  }
}
