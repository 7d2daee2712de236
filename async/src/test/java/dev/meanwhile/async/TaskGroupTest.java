package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// SEMANTICS 11 and 16.
final class TaskGroupTest {
  // asyncio 2.3.1
  @Test
  void taskGroup_children_haveAllEndedWhenItReturnsTheBodysValue() {
    EventLog log = new EventLog();

    String value = onVirtualTime(() -> {
      String inner = taskGroup(group -> {
        group.start(() -> {
          sleep(ms(20));
          log.add("slow");
        });
        group.start(() -> log.add("quick"));
        return "value";
      });
      log.add("after");
      return inner;
    });

    assertThat(value).isEqualTo("value");
    assertThat(log.events()).containsExactly("quick@0ms", "slow@20ms", "after@20ms");
  }

  // asyncio 2.3.3
  @Test
  void taskGroup_firstFailure_cancelsSiblingsAndBodyAndIsThrown() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("sibling");
        }
      });
      group.start(() -> {
        sleep(ms(5));
        throw new IllegalArgumentException("first");
      });
      try {
        untilCancelled();
      } finally {
        log.add("body");
      }
    })));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("first");
    assertThat(log.events()).containsExactly("body@5ms", "sibling@5ms");
  }

  // SEMANTICS 14, 16
  // asyncio 2.3.4, 2.3.12
  @Test
  void taskGroup_furtherFailures_areSuppressedUnderTheFirst() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          fail("cleaning up");
        }
      });
      group.start(() -> {
        sleep(ms(5));
        fail("first");
      });
      try {
        untilCancelled();
      } finally {
        fail("body");
      }
    })));

    assertThat(thrown).hasMessage("first");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("body", "cleaning up");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  // SEMANTICS 16
  @Test
  void taskGroup_childFailsAfterTheBodysValue_failureWins() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        sleep(ms(5));
        fail("late");
      });
      return "value";
    })));

    assertThat(thrown).hasMessage("late");
  }

  // asyncio 2.3.7
  @Test
  void taskGroup_bodyFails_childrenAreCancelled() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("child");
        }
      });
      sleep(ms(5));
      fail("body");
    })));

    assertThat(thrown).hasMessage("body");
    assertThat(log.events()).containsExactly("child@5ms");
  }

  // SEMANTICS 13
  @Test
  void taskGroup_checkedFailureOfAChild_isWrappedOnce() {
    Exception failure = new Exception("checked");

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        throw failure;
      });
    })));

    assertThat(thrown).isInstanceOf(CompletionException.class).hasCause(failure);
  }

  // SEMANTICS 11
  // asyncio 2.3.2
  @Test
  void taskGroup_childCancelledByHand_disturbsNobody() {
    EventLog log = new EventLog();

    onVirtualTime(() -> taskGroup(group -> {
      Task<?> child = group.start(() -> untilCancelled());
      group.start(() -> {
        sleep(ms(20));
        log.add("sibling done");
      });
      sleep(ms(5));
      child.cancel();
    }));

    assertThat(log.events()).containsExactly("sibling done@20ms");
  }

  // SEMANTICS 11
  @Test
  void taskGroup_childAwaitsAForeignCancelledTask_isAFailureThatEndsTheGroup() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Task<?> foreign = createTask(() -> untilCancelled());
      taskGroup(group -> {
        group.start(() -> await(foreign));
        group.start(() -> untilCancelled());
        sleep(ms(1));
        foreign.cancel("foreign");
        untilCancelled();
      });
    }));

    assertThat(thrown).isInstanceOf(CancelledError.class).hasMessage("foreign");
  }

  // SEMANTICS 16
  // asyncio 2.3.5
  @Test
  void taskGroup_ownerCancelled_cancelsChildrenAndThrowsCancelledError() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> taskGroup(group -> {
        group.start(() -> {
          try {
            untilCancelled();
          } finally {
            shielded(() -> sleep(ms(10)));
            log.add("child");
          }
        });
      }));
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(() -> await(owner));
      log.add("cancelled " + owner.isCancelled());
    });

    assertThat(log.events()).containsExactly("child@15ms", "cancelled true@15ms");
  }

  // SEMANTICS 16
  // asyncio 2.3.6
  @Test
  void taskGroup_ownerCancelledAndAChildFailsCleaningUp_throwsTheFailureAndTheNextWaitThrows() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> {
      Task<?> owner = createTask(() -> {
        try {
          taskGroup(group -> {
            group.start(() -> {
              try {
                untilCancelled();
              } finally {
                fail("cleaning up");
              }
            });
          });
        } catch (IllegalStateException failure) {
          log.add(String.valueOf(failure.getMessage()));
        }
        sleep(ms(1));
        log.add("never");
      });
      sleep(ms(5));
      owner.cancel();
      ignoreFailure(() -> await(owner));

      assertThat(owner.isCancelled()).isTrue();
    });

    assertThat(log).containsExactly("cleaning up");
  }

  // asyncio 2.3.8
  @Test
  void taskGroup_nested_outerFailureCancelsTheInnerBody() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(outer -> {
      outer.start(() -> {
        sleep(ms(5));
        fail("outer");
      });
      taskGroup(inner -> {
        inner.start(() -> {
          try {
            untilCancelled();
          } finally {
            log.add("innermost");
          }
        });
        untilCancelled();
      });
    })));

    assertThat(thrown).hasMessage("outer");
    assertThat(log.events()).containsExactly("innermost@5ms");
  }

  // asyncio 2.3.17
  @Test
  void taskGroup_afterAFailure_codeBehindItRunsNormally() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      ignoreFailure(() -> taskGroup(group -> {
        group.start(() -> fail("broken"));
        untilCancelled();
      }));
      sleep(ms(5));
      log.add("went on");
    });

    assertThat(log.events()).containsExactly("went on@5ms");
  }

  // asyncio 2.3.15
  @Test
  void start_fromAChild_joinsTheGroup() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      taskGroup(group -> {
        group.start(() -> {
          sleep(ms(5));
          group.start(() -> {
            sleep(ms(5));
            log.add("grandchild");
          });
        });
      });
      log.add("after");
    });

    assertThat(log.events()).containsExactly("grandchild@10ms", "after@10ms");
  }

  // SEMANTICS 16
  // asyncio 2.3.15, 2.3.16
  @Test
  void start_afterTheFirstFailure_isRefusedAndTheCoroutineIsUsed() {
    List<Throwable> refusals = new ArrayList<>();
    Coroutine<?> late = async("late", () -> {});

    ignoreFailure(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> fail("broken"));
      try {
        untilCancelled();
      } finally {
        refusals.add(catchThrowable(() -> group.start(late)));
      }
    })));

    assertThat(refusals).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(late).hasToString("Coroutine[late, done]");
  }

  // SEMANTICS 16
  // asyncio 2.3.16
  @Test
  void start_afterTheEnd_isRefused() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      TaskGroup[] kept = new TaskGroup[1];
      taskGroup(group -> {
        kept[0] = group;
      });
      kept[0].start(() -> {});
    }));

    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageContaining("has ended");
  }

  // SEMANTICS 16
  @Test
  void stop_cancelsTheChildrenQuietlyAndTheBodyGivesItsValue() {
    EventLog log = new EventLog();

    String value = onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("child");
        }
      });
      sleep(ms(5));
      group.stop();
      sleep(ms(5));
      log.add("body");
      return "value";
    }));

    assertThat(value).isEqualTo("value");
    assertThat(log.events()).containsExactly("child@5ms", "body@10ms");
  }

  // SEMANTICS 16
  @Test
  void stop_withGrace_waitsFirst() {
    EventLog log = new EventLog();

    onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        sleep(ms(10));
        log.add("quick done");
      });
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("slow stopped");
        }
      });
      group.stop(ms(20));
      log.add("body");
    }));

    assertThat(log.events()).containsExactly("quick done@10ms", "body@20ms", "slow stopped@20ms");
  }

  @Test
  void stop_withGraceFromAChild_doesNotWaitForItself() {
    EventLog log = new EventLog();

    onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        group.stop(ms(100));
        log.add("stopped");
      });
      group.start(() -> sleep(ms(10)));
    }));

    assertThat(log.events()).containsExactly("stopped@10ms");
  }

  // SEMANTICS 9
  @Test
  void start_inAStoppedGroup_neverBegins() {
    List<String> log = new ArrayList<>();

    onVirtualTime(() -> taskGroup(group -> {
      group.stop();
      Task<?> late = group.start(() -> {
        log.add("ran");
      });
      sleep(ms(1));
      assertThat(late.isCancelled()).isTrue();
    }));

    assertThat(log).isEmpty();
  }

  // SEMANTICS 16
  @Test
  void withLimit_runsAtMostThatManyAtATimeInOrder() {
    EventLog log = new EventLog();

    onVirtualTime(() -> taskGroup(GroupOptions.defaults().withLimit(2), group -> {
      for (int i = 1; i <= 5; i++) {
        int number = i;
        group.start(() -> {
          sleep(ms(10));
          log.add("done " + number);
        });
      }
    }));

    assertThat(log.events())
        .containsExactly("done 1@10ms", "done 2@10ms", "done 3@20ms", "done 4@20ms", "done 5@30ms");
  }

  @Test
  void withLimit_afterAFailure_queuedChildrenNeverBegin() {
    List<Integer> ran = new ArrayList<>();

    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> taskGroup(GroupOptions.defaults().withLimit(1), group -> {
          for (int i = 1; i <= 3; i++) {
            int number = i;
            group.start(() -> {
              ran.add(number);
              sleep(ms(1));
              fail("first");
            });
          }
        })));

    assertThat(thrown).hasMessage("first");
    assertThat(ran).containsExactly(1);
  }

  @Test
  void withLimit_below1_isRefused() {
    assertThat(catchThrowable(() -> GroupOptions.defaults().withLimit(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // SEMANTICS 16
  @Test
  void supervised_childFails_nobodyIsCancelledAndTheFailureIsReported() {
    EventLog log = new EventLog();

    try (TestLoop loop = TestLoop.virtual()) {
      loop.run(() -> taskGroup(GroupOptions.defaults().supervised(), group -> {
        group.start(() -> fail("alone"));
        group.start(() -> {
          sleep(ms(10));
          log.add("sibling done");
        });
      }));

      loop.runner().close();
      assertThat(loop.reportKinds()).containsExactly(LoopReport.Kind.UNSEEN_FAILURE);
    }

    assertThat(log.events()).containsExactly("sibling done@10ms");
  }

  // A deadlock of its children ends a group as a failure does: none of them is left behind.
  @Test
  void taskGroup_childrenThatNobodyCanWake_areCancelledByTheDeadlockError() {
    EventLog log = new EventLog();

    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> taskGroup(group -> {
      group.start(() -> {
        try {
          untilCancelled();
        } finally {
          log.add("child");
        }
      });
    })));

    assertThat(thrown).isInstanceOf(DeadlockError.class);
    assertThat(log.events()).containsExactly("child@0ms");
  }

  @Test
  void withLimit_cancelledInTheQueue_endsAtOnceAndTakesNobodysPlace() {
    EventLog log = new EventLog();

    onVirtualTime(() -> taskGroup(GroupOptions.defaults().withLimit(1), group -> {
      group.start(() -> sleep(ms(10)));
      Task<?> queued = group.start(() -> log.add("never"));
      group.start(() -> log.add("third"));
      queued.cancel();
      ignoreFailure(queued::await);
      log.add("cancelled " + queued.isCancelled());
    }));

    assertThat(log.events()).containsExactly("cancelled true@0ms", "third@10ms");
  }
}
