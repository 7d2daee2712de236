package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// What happens to a group when several things happen to it: SEMANTICS 11, 14 and 16.
final class TaskGroupEdgesTest {
  private final EventLog log = new EventLog();

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private static <E extends Throwable> void fail(E failure) throws E {
    throw failure;
  }

  /// Cleans up for that long when it is cancelled.
  private void cleanUpFor(long millis, String name) {
    try {
      untilCancelled();
    } finally {
      shielded(() -> sleep(ms(millis)));
      log.add(name + " cleaned up");
    }
  }

  // asyncio 2.3.1
  @Test
  void taskGroup_results_areReadableBehindIt() {
    List<Task<String>> tasks = new ArrayList<>();

    onVirtualTime(() -> {
      taskGroup(group -> {
        tasks.add(group.start(() -> "at once"));
        sleep(ms(5));
        tasks.add(group.start(() -> {
          sleep(ms(5));
          return "later";
        }));
      });
    });

    assertThat(tasks).extracting(Task::resultNow).containsExactly("at once", "later");
  }

  // SEMANTICS 16
  // asyncio 2.3.5
  @Test
  void taskGroup_ownerCancelledInTheBody_bodySeesItToo() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        group.start(() -> cleanUpFor(10, "child"));
        cleanUpFor(1, "body");
      }));
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(owner::await);
      log.add("owner cancelled " + owner.isCancelled());
    });

    assertThat(log.events())
        .containsExactly(
            "body cleaned up@6ms", "child cleaned up@15ms", "owner cancelled true@15ms");
  }

  // asyncio 2.3.5
  @Test
  void taskGroup_ownerCancelledTwiceWhileChildrenCleanUp_stillWaitsForThem() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        group.start(() -> cleanUpFor(10, "child"));
      }));
      sleep(ms(5));
      owner.cancel();
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(owner::await);
      log.add("owner ended");
    });

    assertThat(log.events()).containsExactly("child cleaned up@15ms", "owner ended@15ms");
  }

  // SEMANTICS 14
  // asyncio 2.3.8
  @Test
  void taskGroup_nestedInnerFails_outerThrowsThatFailureItselfAndCancelsItsOwn() {
    IllegalStateException failure = new IllegalStateException("inner");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(outer -> {
      outer.start(() -> cleanUpFor(1, "outer child"));
      taskGroup(inner -> {
        inner.start(() -> cleanUpFor(1, "inner child"));
        sleep(ms(5));
        fail(failure);
      });
    })));

    assertThat(thrown).isSameAs(failure);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertThat(log.events())
        .containsExactly("inner child cleaned up@6ms", "outer child cleaned up@7ms");
  }

  // SEMANTICS 16
  // asyncio 2.3.9
  @Test
  void taskGroup_ownerCancelledWhileItEnds_throwsTheFailureAndTheNextWaitThrows() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> {
        Throwable thrown = catchThrowable(() -> taskGroup(group -> {
          group.start(() -> cleanUpFor(10, "sibling"));
          group.start(() -> fail("broken"));
        }));
        log.add(String.valueOf(thrown.getMessage()));
        sleep(ms(1));
        log.add("never");
      });
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(owner::await);

      assertThat(owner.isCancelled()).isTrue();
    });

    assertThat(log.events()).containsExactly("sibling cleaned up@10ms", "broken@10ms");
  }

  // SEMANTICS 10: a cancelled wait leaves the task alone, and the group in it
  // asyncio 2.3.10
  @Test
  void taskGroup_whoAwaitsItsOwnerIsCancelled_goesOn() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        group.start(() -> {
          sleep(ms(20));
          log.add("child done");
        });
      }));
      Task<?> awaiter = createTask(() -> await(owner));
      sleep(ms(5));
      awaiter.cancel();
      ignoreFailure(awaiter::await);
      log.add("awaiter cancelled " + awaiter.isCancelled());
      await(owner);
    });

    assertThat(log.events()).containsExactly("awaiter cancelled true@5ms", "child done@20ms");
  }

  // asyncio 2.3.11
  @Test
  void taskGroup_emptyAndItsBodyFailsWhenCancelled_throwsThatFailure() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        try {
          untilCancelled();
        } finally {
          fail("cleaning up");
        }
      }));
      sleep(ms(1));
      owner.cancel();
      ignoreFailure(owner::await);

      assertThat(owner.exceptionNow()).hasMessage("cleaning up");
    });
  }

  // SEMANTICS 13
  // asyncio 2.3.13
  @Test
  void taskGroup_errorOfAChildOrTheBody_isThrownAsItIs() {
    LinkageError error = new LinkageError("broken");

    Throwable ofAChild = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        throw error;
      });
    })));
    Throwable ofTheBody = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> untilCancelled());
      fail(error);
    })));

    assertThat(ofAChild).isSameAs(error);
    assertThat(ofTheBody).isSameAs(error);
  }

  // asyncio 2.3.14
  @Test
  void taskGroup_childrenThatHaveEnded_areKeptByNobody() {
    // On real time: a worker of the JDK keeps the thread that it ran last until its next one.
    TestLoop.onRealTime(() -> taskGroup(group -> {
      WeakReference<Task<?>> child = startedIn(group);
      sleep(ms(1));
      // The collector works when it likes to: this asks it until the task is gone.
      while (child.get() != null) {
        System.gc();
        sleep(ms(1));
      }

      assertThat(child.get()).isNull();
    }));
  }

  private static WeakReference<Task<?>> startedIn(TaskGroup group) {
    return new WeakReference<>(group.start(() -> {}));
  }

  // asyncio 2.3.15
  @Test
  void taskGroup_childrenThatMultiply_endAtTheFirstFailure() {
    List<Throwable> refusals = new ArrayList<>();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> multiply(group, 0, refusals));
    })));

    assertThat(thrown).hasMessage("generation 5");
    assertThat(refusals).isEmpty();
  }

  private static void multiply(TaskGroup group, int generation, List<Throwable> refusals) {
    if (generation == 5) {
      fail("generation 5");
    }
    group.start(() -> multiply(group, generation + 1, refusals));
    group.start(() -> multiply(group, generation + 1, refusals));
    sleep(ms(5));
    refusals.add(catchThrowable(() -> group.start(() -> {})));
  }

  // asyncio 2.3.17
  @Test
  void taskGroup_twoNestedThatBothFail_leaveTheTaskUncancelled() {
    onVirtualTime(() -> {
      Throwable thrown = catchThrowable(() -> taskGroup(outer -> {
        outer.start(() -> {
          sleep(ms(1));
          fail("outer");
        });
        taskGroup(inner -> {
          inner.start(() -> {
            try {
              untilCancelled();
            } finally {
              fail("inner");
            }
          });
          untilCancelled();
        });
      }));

      assertThat(thrown).hasMessage("outer");
      assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage).containsExactly("inner");
      assertThat(CancelScope.current().isCancelled()).isFalse();
      sleep(ms(5));
      log.add("went on");
    });

    assertThat(log.events()).containsExactly("went on@6ms");
  }

  // SEMANTICS 16
  // asyncio 2.3.18
  @Test
  void taskGroup_childFailsInTheTurnInWhichTheOwnerIsCancelled_throwsTheFailure() {
    onVirtualTime(() -> {
      Task<?>[] owner = new Task<?>[1];
      owner[0] = createTask(() -> {
        Throwable thrown = catchThrowable(() -> taskGroup(group -> {
          group.start(() -> {
            owner[0].cancel();
            fail("broken");
          });
          untilCancelled();
        }));
        log.add(String.valueOf(thrown.getMessage()));
        sleep(ms(1));
        log.add("never");
      });
      ignoreFailure(owner[0]::await);

      assertThat(owner[0].isCancelled()).isTrue();
    });

    assertThat(log.events()).containsExactly("broken@0ms");
  }

  // asyncio 2.3.19
  @Test
  void start_namedCoroutine_givesTheTaskItsName() {
    String name = onVirtualTime(() -> taskGroup(group -> {
      return await(group.start(async("worker", () -> currentTask().name())));
    }));

    assertThat(name).isEqualTo("worker");
  }

  // asyncio 2.3.19
  @Test
  void start_byAChildOfWhatFailsThen_isCancelledToo() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        group.start(() -> cleanUpFor(0, "grandchild"));
        sleep(ms(5));
        fail("child");
      });
    })));

    assertThat(thrown).hasMessage("child");
    assertThat(log.events()).containsExactly("grandchild cleaned up@5ms");
  }

  // SEMANTICS 16
  // asyncio 2.3.16
  @Test
  void start_usedCoroutine_isRefusedAndTheGroupGoesOn() {
    List<Throwable> refusals = new ArrayList<>();

    String value = onVirtualTime(() -> taskGroup(group -> {
      Coroutine<String> used = async("used", () -> "value");
      await(used);
      refusals.add(catchThrowable(() -> group.start(used)));
      return "value";
    }));

    assertThat(value).isEqualTo("value");
    assertThat(refusals).singleElement().isInstanceOf(IllegalStateException.class);
  }

  // SEMANTICS 16
  @Test
  void stop_withGraceAndTheOwnerIsCancelled_stopsTheTasksToo() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        group.start(() -> cleanUpFor(1, "child"));
        group.stop(ms(100));
        log.add("never");
      }));
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(owner::await);
      log.add("owner cancelled " + owner.isCancelled());
    });

    assertThat(log.events()).containsExactly("child cleaned up@6ms", "owner cancelled true@6ms");
  }

  // SEMANTICS 16
  @Test
  void supervised_bodyFails_cancelsTheChildrenAllTheSame() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> taskGroup(GroupOptions.defaults().supervised(), group -> {
          group.start(() -> cleanUpFor(1, "child"));
          sleep(ms(5));
          fail("body");
        })));

    assertThat(thrown).hasMessage("body");
    assertThat(log.events()).containsExactly("child cleaned up@6ms");
  }

  // SEMANTICS 11
  @Test
  void taskGroup_cancellationThatComesBackWrapped_isNoFailureOfTheBody() {
    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        try {
          untilCancelled();
        } catch (CancelledError cancelled) {
          throw new CompletionException(cancelled);
        }
      }));
      sleep(ms(1));
      owner.cancel("enough");

      assertThat(catchThrowable(owner::await))
          .isInstanceOf(CancelledError.class)
          .hasMessage("enough");
      assertThat(owner.isCancelled()).isTrue();
    });
  }
}
