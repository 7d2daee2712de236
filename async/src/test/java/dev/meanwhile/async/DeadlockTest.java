package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks that wait for each other in a circle: promise 5, SEMANTICS 26.
final class DeadlockTest {
  private static TestLoop loop(boolean isVirtual) {
    return isVirtual ? TestLoop.virtual() : TestLoop.real();
  }

  /// `size` tasks, each of which awaits the next one, and the last one the first.
  private static List<Task<Object>> circle(int size) {
    List<Task<Object>> circle = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int next = (i + 1) % size;
      circle.add(createTask(async("member " + i, () -> await(circle.get(next)))));
    }
    return circle;
  }

  private static void assertDeadlocked(List<? extends Outcome<?>> outcomes, String... waits) {
    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome)
            .isInstanceOfSatisfying(
                Outcome.Failure.class,
                failure -> assertThat(failure.error())
                    .isInstanceOf(DeadlockError.class)
                    .message()
                    .contains(waits)));
  }

  /// What the first of a circle of two fails with; the other one is looked at as well.
  private static Throwable failureOfCircle() {
    List<Task<Object>> circle = circle(2);
    await(gatherSettled(circle));
    return circle.getFirst().exceptionNow();
  }

  // SEMANTICS 26
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void circle_ofTasks_endsEachWaitWithAnErrorThatNamesThemAll(boolean isVirtual) {
    try (TestLoop loop = loop(isVirtual)) {
      List<Outcome<Object>> outcomes = loop.run(() -> await(gatherSettled(circle(3))));

      assertDeadlocked(
          outcomes,
          "member 0 waits for task member 1",
          "member 1 waits for task member 2",
          "member 2 waits for task member 0");
    }
  }

  @Test
  void circle_error_showsWhereEachTaskWaits() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = loop.run(DeadlockTest::failureOfCircle);

      assertThat(thrown.getStackTrace())
          .anyMatch(frame -> frame.getMethodName().contains("circle"));
    }
  }

  // SEMANTICS 26: lock for its owner.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void circle_ofLocksTakenInOppositeOrder_endsBothAndLeavesTheLocksFree(boolean isVirtual) {
    try (TestLoop loop = loop(isVirtual)) {
      AsyncLock left = new AsyncLock();
      AsyncLock right = new AsyncLock();
      List<Outcome<String>> outcomes = loop.run(() -> await(gatherSettled(
          async("philosopher 1", () -> left.with(() -> takeAfterATurn(right))),
          async("philosopher 2", () -> right.with(() -> takeAfterATurn(left))))));

      assertDeadlocked(outcomes, "philosopher 1 waits for the lock (held by task philosopher 2)");
      assertThat(left.isLocked() || right.isLocked()).isFalse();
    }
  }

  private static String takeAfterATurn(AsyncLock other) {
    sleep(ms(1));
    return other.with(() -> "eaten");
  }

  // SEMANTICS 26: a circle of both kinds.
  @Test
  void circle_ofATaskAndALock_isFound() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        AsyncLock lock = new AsyncLock();
        List<Task<String>> tasks = new ArrayList<>();
        tasks.add(createTask(async("holder", () -> lock.with(() -> await(tasks.get(1))))));
        tasks.add(createTask(async("asker", () -> lock.with(() -> "not reached"))));

        assertThat(await(gatherSettled(tasks)))
            .allMatch(outcome -> outcome instanceof Outcome.Failure<String>(DeadlockError _));
      });
    }
  }

  // SEMANTICS 26: who only waits for a member of the circle is not a part of it.
  @Test
  void circle_withATaskThatWaitsForAMember_leavesThatToTheMembersFailure() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        List<Task<Object>> circle = circle(2);
        Task<Object> outside = createTask(async("outside", () -> await(circle.getFirst())));

        assertThat(catchThrowable(outside::await))
            .isInstanceOf(DeadlockError.class)
            .message()
            .doesNotContain("outside");
        await(gatherSettled(circle));
      });
    }
  }

  // SEMANTICS 26: at most once a second while timers run, but then all the same.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void circle_whileOthersAreBusyWithTimers_isFoundAllTheSame(boolean isVirtual) {
    try (TestLoop loop = loop(isVirtual)) {
      loop.run(() -> {
        Task<?> ticking = createTask(() -> {
          while (true) {
            sleep(ms(50));
          }
        });
        Throwable thrown = failureOfCircle();
        ticking.cancel();

        assertThat(thrown).isInstanceOf(DeadlockError.class);
      });
    }
  }

  // SEMANTICS 26: a deadline ends the wait by itself.
  @Test
  void circle_underADeadline_isNone() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        List<Task<Object>> tasks = new ArrayList<>();
        tasks.add(createTask(() -> timeout(ms(5_000), () -> await(tasks.get(1)))));
        tasks.add(createTask(() -> await(tasks.get(0))));

        assertThat(catchThrowable(() -> await(tasks.get(1)))).isInstanceOf(TimedOutException.class);
        assertThat(EventLoop.current().time()).isEqualTo(ms(5_000));
      });
    }
  }

  // SEMANTICS 26: a deadline that has passed ends no wait that cannot be cancelled.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void circle_throughALockTakenBackAfterATimeout_isFound(boolean isVirtual) {
    try (TestLoop loop = loop(isVirtual)) {
      loop.run(() -> {
        AsyncCondition condition = new AsyncCondition();
        List<Task<?>> tasks = new ArrayList<>();
        tasks.add(createTask(async(
            "waits in time",
            () -> condition.lock().with(() -> {
              timeout(ms(5), condition::await);
            }))));
        tasks.add(createTask(async("holds the lock", () -> {
          sleep(ms(1));
          condition.lock().with(() -> await(tasks.get(0)));
        })));
        // Something always lies ahead, so that only the circle itself can be what is found.
        Task<?> ticking = createTask(() -> {
          while (true) {
            sleep(ms(50));
          }
        });

        assertThat(catchThrowable(() -> await(tasks.get(1)))).isInstanceOf(DeadlockError.class);
        ignoreFailure(() -> await(tasks.get(0)));
        ticking.cancel();
      });
    }
  }

  private static Object awaitOther(List<Task<?>> tasks, int other) {
    tasks.add(currentTask());
    sleep(ms(1));
    return await(tasks.get(other));
  }

  // SEMANTICS 26: nor does one whose block has ended before its task.
  @Test
  void circle_whoseDeadlineGoesAwayWithItsBlock_isFound() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> {
        List<Task<?>> tasks = new ArrayList<>();
        Task<?> ticking = createTask(() -> {
          while (true) {
            sleep(ms(50));
          }
        });
        Task<List<Outcome<Object>>> both = timeout(ms(5_000), () -> {
          Task<List<Outcome<Object>>> started =
              gatherSettled(async(() -> awaitOther(tasks, 1)), async(() -> awaitOther(tasks, 0)));
          sleep(ms(2_000)); // by now a look has found their deadline
          return started;
        });

        assertThat(await(both))
            .allMatch(outcome -> outcome instanceof Outcome.Failure<Object>(DeadlockError _));
        ticking.cancel();
      });
    }
  }

  // SEMANTICS 26: waits on several things make no edge; on virtual time the whole run stands
  // still then, and says so.
  @Test
  void circle_throughAGather_isNoCircleButOnVirtualTimeADeadlock() {
    try (TestLoop loop = TestLoop.virtual()) {
      Throwable thrown = catchThrowable(() -> loop.run(() -> {
        List<Task<Object>> tasks = new ArrayList<>();
        tasks.add(createTask(() -> await(gather(tasks.get(1)))));
        tasks.add(createTask(() -> await(tasks.get(0))));
        await(tasks.get(0));
      }));

      assertThat(thrown).isInstanceOf(DeadlockError.class).hasMessageContaining("these wait");
    }
  }

  @Test
  void circle_onceBroken_lettingTheLoopGoOn() {
    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> await(gatherSettled(circle(2))));

      assertThat(loop.run(() -> {
            sleep(ms(1));
            return "goes on";
          }))
          .isEqualTo("goes on");
    }
  }

  // Many waits that are no circle: what is kept of them must not grow, nor the look take long.
  @Test
  void chains_long_areNoCircle() {
    try (TestLoop loop = TestLoop.virtual()) {
      int sum = loop.run(() -> {
        Task<Integer> last = createTask(() -> {
          sleep(ms(10_000));
          return 1;
        });
        for (int i = 0; i < 2_000; i++) {
          Task<Integer> before = last;
          last = createTask(() -> await(before) + 1);
        }
        return await(last);
      });

      assertThat(sum).isEqualTo(2_001);
    }
  }

  // SEMANTICS 26: reported, not ended: somebody may still come from outside.
  @Test
  void idleLoop_withNothingPendingInside_isReportedOnceWithItsWaits() {
    try (TestLoop loop = TestLoop.real(options -> options.idleReport(ms(1)))) {
      loop.run(() -> {
        Promise<String> promise = EventLoop.current().createPromise();
        createTask(async("waiting", () -> await(promise)));
        Task<?> completer = createTask(() -> blocking(() -> {
          // No report while work is outside; afterwards there is one, which ends this wait.
          assertThat(loop.reports()).isEmpty();
        }));
        await(completer);
        EventLoop outside = EventLoop.current();
        Thread.ofPlatform().start(() -> {
          while (loop.reports().isEmpty()) {
            Thread.onSpinWait();
          }
          outside.post(() -> promise.complete("at last"));
        });
        await(promise);
      });

      assertThat(loop.reports()).singleElement().satisfies(report -> {
        assertThat(report.kind()).isEqualTo(LoopReport.Kind.IDLE);
        assertThat(report.message()).contains("waiting waits for a promise");
      });
    }
  }
}
