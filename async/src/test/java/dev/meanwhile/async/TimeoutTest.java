package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Blocks with a deadline: SEMANTICS 7, 8 and 11.
final class TimeoutTest {
  // asyncio 2.4.3
  @Test
  void timeout_blockInTime_givesItsValue() {
    EventLog log = new EventLog();

    String value = onVirtualTime(() -> {
      String inner = timeout(ms(10), () -> {
        sleep(ms(5));
        return "value";
      });
      log.add("done");
      return inner;
    });

    assertThat(value).isEqualTo("value");
    assertThat(log.events()).containsExactly("done@5ms");
  }

  // asyncio 2.4.1, 2.4.4
  @Test
  void timeout_blockTooSlow_throwsSayingTheLimitAndWhatWasWaitedFor() {
    EventLog log = new EventLog();

    TimedOutException thrown = catchThrowableOfType(
        TimedOutException.class,
        () -> onVirtualTime(() -> {
          try {
            timeout(ms(500), () -> sleep(Duration.ofHours(1)));
          } finally {
            log.add("thrown");
          }
        }));

    assertThat(thrown.limit()).isEqualTo(ms(500));
    assertThat(thrown).hasMessageContaining("500 ms").hasMessageContaining("sleep");
    assertThat(thrown).hasCauseInstanceOf(CancelledError.class);
    assertThat(log.events()).containsExactly("thrown@500ms");
  }

  // SEMANTICS 7
  @Test
  void timeout_blockReturnsAlthoughCancelled_valueWins() {
    String value = onVirtualTime(() -> timeout(ms(1), () -> {
      try {
        untilCancelled();
      } catch (CancelledError _) {
        // Swallowed on purpose.
      }
      return "value";
    }));

    assertThat(value).isEqualTo("value");
  }

  // asyncio 2.4.1
  @Test
  void timeout_zeroOrPast_endsTheFirstWait() {
    for (Duration limit : new Duration[] {Duration.ZERO, ms(-10)}) {
      EventLog log = new EventLog();

      Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(limit, () -> {
        log.add("began");
        sleep(Duration.ZERO);
        log.add("never");
      })));

      assertThat(thrown).isInstanceOf(TimedOutException.class);
      assertThat(log.events()).containsExactly("began@0ms");
    }
  }

  // SEMANTICS 7
  @Test
  void timeout_zeroAroundABlockThatNeverWaits_valueWins() {
    assertThat(onVirtualTime(() -> timeout(Duration.ZERO, () -> "value"))).isEqualTo("value");
  }

  // SEMANTICS 11
  // asyncio 2.2.14, 2.4.2
  @Test
  void timeout_nestedBothDue_outermostWins() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(ms(10), () -> {
      try {
        timeout(ms(10), () -> untilCancelled());
      } catch (TimedOutException _) {
        log.add("never");
      }
    })));

    assertThat(thrown).isInstanceOf(TimedOutException.class);
    assertThat(log.events()).isEmpty();
  }

  // asyncio 2.4.2
  @Test
  void timeout_innerExpires_outerStillInterruptsLaterWork() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Throwable outer = catchThrowable(() -> timeout(ms(20), () -> {
        Throwable inner = catchThrowable(() -> timeout(ms(10), () -> untilCancelled()));
        log.add("inner " + (inner instanceof TimedOutException));
        untilCancelled();
      }));
      log.add("outer " + (outer instanceof TimedOutException));
    });

    assertThat(log.events()).containsExactly("inner true@10ms", "outer true@20ms");
  }

  // SEMANTICS 7
  // asyncio 2.2.14, 2.4.5, 2.4.7
  @Test
  void timeout_foreignCancelInside_staysACancel() {
    onVirtualTime(() -> {
      Task<?> task = createTask(() -> timeout(ms(100), () -> untilCancelled()));
      sleep(ms(1));
      task.cancel("foreign");
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
    });
  }

  // asyncio 2.4.5
  @Test
  void timeout_expired_leavesTheTaskUncancelled() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      ignoreFailure(() -> timeout(ms(5), () -> untilCancelled()));
      assertThat(CancelScope.current().isCancelled()).isFalse();
      sleep(ms(5));
      log.add("went on");
    });

    assertThat(log.events()).containsExactly("went on@10ms");
  }

  // asyncio 2.4.4
  @Test
  void timeout_foreignFailure_passesUntouched() {
    IllegalArgumentException failure = new IllegalArgumentException("broken");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(ms(5), () -> {
      throw failure;
    })));

    assertThat(thrown).isSameAs(failure);
  }

  // asyncio 2.4.4
  @Test
  void timeout_failureDuringExpiry_passesUntouched() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(ms(5), () -> {
      try {
        untilCancelled();
      } catch (CancelledError error) {
        throw new IllegalArgumentException("while cleaning up", error);
      }
    })));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasCauseInstanceOf(CancelledError.class);
  }

  // asyncio 2.4.6
  @Test
  void moveDeadline_later_givesTheBlockMoreTime() {
    EventLog log = new EventLog();

    onVirtualTime(() -> timeout(ms(10), scope -> {
      sleep(ms(8));
      scope.moveDeadline(ms(10));
      assertThat(scope.deadline()).contains(ms(18));
      sleep(ms(9));
      log.add("in time");
    }));

    assertThat(log.events()).containsExactly("in time@17ms");
  }

  // asyncio 2.4.6
  @Test
  void moveDeadline_whenItHasPassed_isRefused() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(ms(1), scope -> {
      try {
        untilCancelled();
      } catch (CancelledError _) {
        scope.moveDeadline(ms(10));
      }
    })));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("passed");
  }

  // asyncio 2.4.8
  @Test
  void timeout_insideFinallyOfATimedOutBlock_worksOnItsOwnWhenShielded() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Throwable outer = catchThrowable(() -> timeout(ms(10), () -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> catchThrowable(() -> timeout(ms(5), () -> untilCancelled())));
          log.add("cleaned up");
        }
      }));
      log.add(outer.getClass().getSimpleName());
    });

    assertThat(log.events()).containsExactly("cleaned up@15ms", "TimedOutException@15ms");
  }

  // asyncio 2.4.9
  @Test
  void timeout_aroundAGroupThatFails_groupsFailureSurfaces() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(
        ms(100),
        () -> taskGroup(group -> {
          group.start(() -> {
            sleep(ms(1));
            throw new IllegalArgumentException("child");
          });
        }))));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("child");
  }

  @Test
  void timeout_scopeCancelledByHand_throwsCancelledErrorNotTimedOut() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(ms(100), scope -> {
      scope.cancel("by hand");
      sleep(ms(1));
    })));

    assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("by hand");
  }

  // asyncio 2.4.1
  @Test
  void timeout_tooLongToCount_isForEver() {
    EventLog log = new EventLog();

    onVirtualTime(() -> timeout(Duration.ofSeconds(Long.MAX_VALUE), () -> {
      sleep(ms(1));
      log.add("done");
    }));

    assertThat(log.events()).containsExactly("done@1ms");
  }

  // asyncio 2.4.1, 2.4.6
  @Test
  void moveDeadline_toForEver_switchesTheLimitOff() {
    EventLog log = new EventLog();

    onVirtualTime(() -> timeout(ms(10), scope -> {
      scope.moveDeadline(Duration.ofSeconds(Long.MAX_VALUE));
      sleep(ms(50));
      log.add("done");
    }));

    assertThat(log.events()).containsExactly("done@50ms");
  }

  // asyncio 2.4.3
  @Test
  void timeout_inTime_scopeIsNotCancelledAndKeepsItsDeadline() {
    onVirtualTime(() -> {
      CancelScope scope = timeout(ms(10), inner -> {
        sleep(ms(5));
        return inner;
      });

      assertThat(scope.isCancelled()).isFalse();
      assertThat(scope.deadline()).contains(ms(10));
    });
  }

  // asyncio 2.4.2
  @Test
  void timeout_bothPassedWhileTheBlockComputed_outermostWinsAtTheNextWait() {
    List<String> log = new ArrayList<>();

    TestLoop.onRealTime(() -> {
      Throwable thrown = catchThrowable(() -> timeout(ms(2), () -> {
        try {
          timeout(ms(1), () -> {
            Duration enough = EventLoop.current().time().plus(ms(3));
            while (EventLoop.current().time().compareTo(enough) < 0) {
              Thread.onSpinWait();
            }
            log.add("computed");
            sleep(Duration.ZERO);
          });
        } catch (TimedOutException _) {
          log.add("never");
        }
      }));
      log.add(thrown.getClass().getSimpleName());
    });

    assertThat(log).containsExactly("computed", "TimedOutException");
  }

  // SEMANTICS 7
  // asyncio 2.4.7
  @Test
  void timeout_inAScopeThatWasCancelledBefore_isACancelAndNoTimeout() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        try {
          untilCancelled();
        } catch (CancelledError _) {
          Throwable thrown = catchThrowable(() -> timeout(ms(5), () -> untilCancelled()));
          log.add(thrown.getClass().getSimpleName() + " " + thrown.getMessage());
        }
      });
      sleep(ms(1));
      task.cancel("before");
      await(task);
    });

    assertThat(log.events()).containsExactly("CancelledError before@1ms");
  }

  // asyncio 2.4.9
  @Test
  void timeout_aroundAGroupWhoseChildFailsInCleaningUp_thatFailureSurfaces() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> timeout(
        ms(5),
        () -> taskGroup(group -> {
          group.start(() -> {
            try {
              untilCancelled();
            } catch (CancelledError error) {
              throw new IllegalStateException("cleaning up", error);
            }
          });
        }))));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cleaning up")
        .cause()
        .hasMessageContaining("timed out after 5 ms");
  }
}
