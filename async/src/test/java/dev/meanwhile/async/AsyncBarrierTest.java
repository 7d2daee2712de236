package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AsyncBarrierTest {
  private final AsyncBarrier three = new AsyncBarrier(3);
  private final List<String> log = new ArrayList<>();

  /// Comes to the barrier and logs how it left.
  private Task<?> coming(String name) {
    return createTask(async(name, () -> {
      try {
        return log.add(name + three.await());
      } catch (BarrierBrokenException broken) {
        return log.add(name + " broken");
      }
    }));
  }

  private void come(String... names) {
    for (String name : names) {
      coming(name);
    }
    sleep(ms(1));
  }

  // asyncio 2.6.5
  @Test
  void await_ofAllParties_givesEachItsIndex() {
    onVirtualTime(() -> {
      come("a", "b");
      assertThat(three.waiting()).isEqualTo(2);
      assertThat(three).hasToString("AsyncBarrier[2 of 3 waiting]");
      come("c");
      assertThat(three.waiting()).isZero();
    });

    // The last one need not wait.
    assertThat(log).containsExactly("c2", "a0", "b1");
    assertThat(three.parties()).isEqualTo(3);
  }

  // asyncio 2.6.5
  @Test
  void await_inASecondRound_worksAsInTheFirst() {
    onVirtualTime(() -> {
      come("a", "b", "c");
      come("d", "e", "f");
    });

    assertThat(log).containsExactly("c2", "a0", "b1", "f2", "d0", "e1");
  }

  // asyncio 2.6.5
  @Test
  void await_whileItDrains_waitsForTheNextRound() {
    onVirtualTime(() -> {
      come("a", "b");
      // All in one pass: d to g come before a and b have left.
      come("c", "d", "e", "f", "g");

      assertThat(log).containsExactly("c2", "a0", "b1", "d0", "e1", "f2");
      assertThat(three.waiting()).isEqualTo(1);
      three.abort();
      sleep(ms(1));
    });
  }

  @Test
  void await_ofABarrierForOne_neverWaits() {
    AsyncBarrier one = new AsyncBarrier(1);

    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      log.add("" + one.await() + one.await());
    });

    assertThat(log).containsExactly("00");
  }

  @Test
  void parties_lessThanOne_areRefused() {
    assertThat(catchThrowable(() -> new AsyncBarrier(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.6.5
  @Test
  void cancel_oneWaiter_lowersTheCountOnly() {
    onVirtualTime(() -> {
      Task<?> a = coming("a");
      come("b");
      a.cancel();
      sleep(ms(1));

      assertThat(three.waiting()).isEqualTo(1);
      assertThat(three.isBroken()).isFalse();
      come("c", "d");
    });

    assertThat(log).containsExactly("d2", "b0", "c1");
  }

  // SEMANTICS 6
  @Test
  void cancel_onePartyThatWasLetIn_isCountedAndHoldsNobodyUp() {
    onVirtualTime(() -> {
      Task<?> a = coming("a");
      come("b");
      createTask(() -> {
        log.add("c" + three.await());
        a.cancel();
      });
      come("d", "e", "f");

      assertThat(a.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("c2", "b1", "d0", "e1", "f2");
  }

  // asyncio 2.6.5
  @Test
  void reset_whileItFills_failsThoseWhoWait() {
    onVirtualTime(() -> {
      come("a", "b");
      three.reset();
      assertThat(three).hasToString("AsyncBarrier[being reset, 2 leaving]");
      sleep(ms(1));
      come("c", "d", "e");
    });

    assertThat(log).containsExactly("a broken", "b broken", "e2", "c0", "d1");
  }

  // asyncio 2.6.5
  @Test
  void reset_whenHalfDrained_failsTheRestAndSparesLatecomers() {
    onVirtualTime(() -> {
      createTask(async("a", () -> {
        int index = three.await();
        three.reset();
        return log.add("a" + index + " resets");
      }));
      come("b");
      come("c", "d", "e", "f");
    });

    assertThat(log).containsExactly("c2", "a0 resets", "b broken", "d0", "e1", "f2");
  }

  // asyncio 2.6.5
  @Test
  void abort_whileItFills_breaksItUntilReset() {
    onVirtualTime(() -> {
      come("a", "b");
      three.abort();
      sleep(ms(1));
      assertThat(three.isBroken()).isTrue();
      assertThat(three).hasToString("AsyncBarrier[broken]");
      come("c");
      three.reset();
      assertThat(three.isBroken()).isFalse();
      come("d", "e", "f");
    });

    assertThat(log).containsExactly("a broken", "b broken", "c broken", "f2", "d0", "e1");
  }

  // asyncio 2.6.5
  @Test
  void abort_whenHalfDrained_failsTheRestAndLatecomers() {
    onVirtualTime(() -> {
      createTask(async("a", () -> {
        int index = three.await();
        three.abort();
        return log.add("a" + index + " aborts");
      }));
      come("b");
      come("c", "d", "e");
    });

    assertThat(log).containsExactly("c2", "a0 aborts", "b broken", "d broken", "e broken");
  }

  // asyncio 2.6.5
  @Test
  void abort_byAPartyThatFails_freesTheOthers() {
    onVirtualTime(() -> {
      come("a", "b");
      Task<?> failing = createTask((Action) () -> {
        try {
          throw new IllegalStateException("planned");
        } finally {
          three.abort();
        }
      });
      ignoreFailure(failing::await);
      sleep(ms(1));
      // asyncio 2.6.5: usable after reset
      three.reset();
      come("d", "e", "f");
    });

    assertThat(log).containsExactly("a broken", "b broken", "f2", "d0", "e1");
  }

  @Test
  void reset_ofAnIdleBarrier_doesNothing() {
    onVirtualTime(() -> {
      three.reset();
      three.reset();
      come("a", "b", "c");
    });

    assertThat(log).containsExactly("c2", "a0", "b1");
  }

  // SEMANTICS 4 and 6
  @Test
  void await_inACancelledScopeOrOutside_throws() {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        new AsyncBarrier(1).await();
      });
      sleep(ms(1));
      assertThat(task.isCancelled()).isTrue();
    });
    assertThat(catchThrowable(three::await)).isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(three::abort)).isInstanceOf(IllegalStateException.class);
    assertThat(catchThrowable(three::reset)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wait_forTheOthers_saysHowManyHaveCome() {
    onVirtualTime(() -> {
      Task<?> a = coming("a");
      sleep(ms(1));

      assertThat(a.waitReason())
          .isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "a barrier (1 of 3 have come)"));
      a.cancel();
    });
  }

  @Test
  void cancel_atEveryTurn_leavesNobodyBehind() {
    CancelEverywhere.check(() -> {
      AsyncBarrier pairs = new AsyncBarrier(2);
      return new CancelEverywhere.Program() {
        @Override
        public List<Task<?>> start() {
          List<Task<?>> tasks = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            tasks.add(createTask(() -> {
              // Whoever is left over without a partner has to give up.
              moveOnAfter(ms(10), () -> pairs.await());
            }));
          }
          return tasks;
        }

        @Override
        public void verify() {
          assertThat(pairs).hasToString("AsyncBarrier[0 of 2 waiting]");
        }
      };
    });
  }
}
