package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
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
}
