package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

/// `shielded` and `shield`: SEMANTICS 8, 9 and 17.
final class ShieldTest {
  // SEMANTICS 8
  @Test
  void shielded_inACancelledScope_runsToItsEndAndTheNextWaitThrows() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      moveOnAfter(ms(10), () -> {
        String value = shielded(() -> {
          sleep(ms(30));
          return "value";
        });
        log.add(value);
        sleep(ms(1));
        log.add("never");
      });
      log.add("moved on");
    });

    assertThat(log.events()).containsExactly("value@30ms", "moved on@30ms");
  }

  // SEMANTICS 8
  @Test
  void shielded_withATimeLimitInside_isBounded() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> moveOnAfter(ms(5), () -> untilCancelled()));
          log.add("cleaned up");
        }
      });
      sleep(ms(1));
      task.cancel();
      sleep(ms(50));
    });

    assertThat(log.events()).containsExactly("cleaned up@6ms");
  }

  // SEMANTICS 11
  @Test
  void shielded_cancelledByItsOwnBody_throwsCancelledError() {
    onVirtualTime(() -> {
      Throwable thrown = catchThrowable(() -> shielded(() -> {
        CancelScope.current().cancel("enough");
        sleep(ms(1));
      }));

      assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("enough");
    });
  }

  @Test
  void shielded_failure_isThrown() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> shielded(() -> {
      throw new IllegalArgumentException("broken");
    })));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.2.22, 2.5.7
  @Test
  void shield_waiterCancelled_innerGoesOn() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> inner = createTask(() -> {
        sleep(ms(20));
        log.add("inner done");
      });
      Throwable thrown = catchThrowable(() -> waitFor(shield(inner), ms(5)));
      log.add(thrown.getClass().getSimpleName());
      await(inner);
    });

    assertThat(log.events()).containsExactly("TimedOutException@5ms", "inner done@20ms");
  }

  // SEMANTICS 9
  @Test
  void shield_coroutine_isReachedByNoDeadlineOfItsCaller() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      moveOnAfter(
          ms(5),
          () -> await(shield(async(() -> {
            sleep(ms(20));
            log.add("inner done");
          }))));
      log.add("moved on");
      sleep(ms(50));
    });

    assertThat(log.events()).containsExactly("moved on@5ms", "inner done@20ms");
  }

  // asyncio 2.2.22
  @Test
  void shield_result_isGiven() {
    assertThat(onVirtualTime(() -> await(shield(async(() -> "value"))))).isEqualTo("value");
  }

  // asyncio 2.2.22
  @Test
  void shield_failure_isGivenAndCountsAsLookedAt() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> await(shield(async(() -> {
      throw new IllegalArgumentException("broken");
    })))));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
  }

  // asyncio 2.2.22
  @Test
  void shield_innerCancelledByOthers_isAFailureOfTheShield() {
    onVirtualTime(() -> {
      Task<?> inner = createTask(() -> untilCancelled());
      Task<?> outer = shield(inner);
      sleep(ms(1));
      inner.cancel();
      sleep(ms(1));

      assertThat(outer.exceptionNow()).isInstanceOf(CancelledError.class);
    });
  }

  // asyncio 2.2.22
  @Test
  void shield_doneTask_isGivenBackAsItIs() {
    onVirtualTime(() -> {
      Task<String> done = createTask(() -> "value");
      await(done);

      assertThat(shield(done)).isSameAs(done);
    });
  }

  // asyncio 2.2.22
  @Test
  void shield_innerFailsAfterTheWaiterWasCancelled_isReportedOnce() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        Task<?> inner = createTask(() -> {
          sleep(ms(20));
          throw new IllegalArgumentException("too late");
        });
        ignoreFailure(() -> waitFor(shield(inner), ms(5)));
        sleep(ms(50));
      });

      loop.runner().close();

      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }
  }

  // asyncio 2.2.22
  @Test
  void shield_ofAGatherAndGatherOfShields_work() {
    List<Integer> values = onVirtualTime(() -> {
      List<Integer> inner = await(shield(gather(async(() -> 1), async(() -> 2))));
      List<Integer> outer = await(gather(shield(async(() -> 3)), shield(async(() -> 4))));
      return List.of(inner.getFirst(), inner.getLast(), outer.getFirst(), outer.getLast());
    });

    assertThat(values).containsExactly(1, 2, 3, 4);
  }

  // SEMANTICS 17
  @Test
  void shield_usedCoroutine_isRefusedWhenCalled() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<String> used = async(() -> "value");
      await(used);
      shield(used);
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
  }
}
