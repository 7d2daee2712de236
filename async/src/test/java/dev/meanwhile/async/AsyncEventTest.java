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

final class AsyncEventTest {
  private final AsyncEvent event = new AsyncEvent();
  private final List<String> log = new ArrayList<>();

  private Task<?> waiting(String name) {
    return createTask(() -> {
      event.await();
      return log.add(name);
    });
  }

  // asyncio 2.6.2
  @Test
  void await_beforeItIsSet_waitsForIt() {
    EventLog events = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> {
        event.await();
        events.add("told");
      });
      sleep(ms(5));
      event.set();
      sleep(ms(1));
    });

    assertThat(events.events()).containsExactly("told@5ms");
  }

  // asyncio 2.6.2
  @Test
  void await_afterItIsSet_keepsTheTurn() {
    onVirtualTime(() -> {
      event.set();
      createTask(() -> log.add("other"));
      event.await();
      log.add("went on");
      sleep(ms(1));

      assertThat(event.isSet()).isTrue();
    });

    assertThat(log).containsExactly("went on", "other");
  }

  // asyncio 2.6.2
  @Test
  void set_withManyWaiters_wakesAllInOrder() {
    onVirtualTime(() -> {
      waiting("a");
      waiting("b");
      waiting("c");
      sleep(ms(1));
      event.set();
      event.set();
      sleep(ms(1));
    });

    assertThat(log).containsExactly("a", "b", "c");
  }

  // asyncio 2.6.2
  @Test
  void clear_afterSet_stillWakesThoseWhoWait() {
    onVirtualTime(() -> {
      waiting("early");
      sleep(ms(1));
      event.set();
      event.clear();
      Task<?> late = waiting("late");
      sleep(ms(1));

      assertThat(log).containsExactly("early");
      assertThat(event.isSet()).isFalse();
      assertThat(event).hasToString("AsyncEvent[not set, 1 waiting]");
      late.cancel();
    });
  }

  // asyncio 2.6.2
  @Test
  void cancel_aWaiter_leavesNoEntry() {
    onVirtualTime(() -> {
      Task<?> waiter = waiting("a");
      sleep(ms(1));
      assertThat(waiter.waitReason()).isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "an event"));
      waiter.cancel();
      ignoreFailure(waiter::await);

      assertThat(event).hasToString("AsyncEvent[not set, 0 waiting]");
    });
  }

  // SEMANTICS 6
  @Test
  void cancel_aWaiterThatWasWoken_throwsAllTheSame() {
    onVirtualTime(() -> {
      Task<?> waiter = waiting("a");
      sleep(ms(1));
      event.set();
      waiter.cancel();
      ignoreFailure(waiter::await);

      assertThat(waiter.isCancelled()).isTrue();
    });

    assertThat(log).isEmpty();
  }

  // SEMANTICS 6
  @Test
  void await_inACancelledScope_throwsThoughItIsSet() {
    onVirtualTime(() -> {
      event.set();
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        event.await();
      });
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
    });
  }

  // SEMANTICS 4
  @Test
  void set_inACallback_wakesAndOutsideIsRefused() {
    onVirtualTime(() -> {
      EventLoop.current().callLater(ms(3), event::set);
      event.await();
      log.add("told");
    });

    assertThat(log).containsExactly("told");
    assertThat(catchThrowable(event::set))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EventLoop.post");
    assertThat(catchThrowable(event::await))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Async.run");
  }

  @Test
  void cancel_atEveryTurn_losesNoWakeUp() {
    CancelEverywhere.check(() -> {
      AsyncEvent shared = new AsyncEvent();
      return new CancelEverywhere.Program() {
        @Override
        public List<Task<?>> start() {
          EventLoop.current().callLater(ms(2), () -> {
            shared.set();
            shared.clear();
          });
          return List.of(
              createTask(shared::await), createTask(shared::await), createTask(shared::await));
        }

        @Override
        public void verify() {
          assertThat(shared).hasToString("AsyncEvent[not set, 0 waiting]");
        }
      };
    });
  }
}
