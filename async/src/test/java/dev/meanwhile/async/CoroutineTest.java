package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoroutineTest {
  @Test
  void async_notAwaited_runsNothing() {
    List<String> log = new ArrayList<>();

    Coroutine<?> coroutine = async("quiet", () -> {
      log.add("ran");
    });

    assertThat(log).isEmpty();
    assertThat(coroutine).hasToString("Coroutine[quiet, created]");
  }

  // SEMANTICS 3
  // asyncio 2.2.26
  @Test
  void await_coroutine_runsAsACallInTheCallersTask() {
    List<Object> inside = new ArrayList<>();
    ContextVar<String> user = ContextVar.of("nobody");

    onVirtualTime(() -> {
      user.set("caller");
      await(async(() -> {
        inside.add(currentTask());
        user.set("callee");
      }));
      inside.add(currentTask());
      inside.add(user.get());
    });

    assertThat(inside.get(0)).isSameAs(inside.get(1));
    assertThat(inside.get(2)).isEqualTo("callee");
  }

  // SEMANTICS 3
  @Test
  void await_coroutineThatDoesNotWait_keepsTheTurn() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      createTask(() -> log.add("other"));
      await(async(() -> log.add("callee")));
      log.add("caller");
      sleep(ms(1));
    });

    assertThat(log.events()).containsExactly("callee@0ms", "caller@0ms", "other@0ms");
  }

  @Test
  void await_twice_isRefusedAndNamesTheCoroutine() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<String> once = async("load", () -> "value");
      await(once);
      await(once);
    }));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Coroutine[load, done]");
  }

  @Test
  void toString_whileItRuns_saysSo() {
    List<String> states = new ArrayList<>();

    onVirtualTime(() -> {
      Coroutine<?>[] self = new Coroutine<?>[1];
      self[0] = async("self", () -> states.add(self[0].toString()));
      await(self[0]);
    });

    assertThat(states).containsExactly("Coroutine[self, running]");
  }

  @Test
  void block_thatReturnsAnUnawaitedCoroutine_isAnErrorThatNamesAwait() {
    Throwable thrown = catchThrowable(() ->
        onVirtualTime(() -> createTask(() -> async("forgotten", () -> 1)).await()));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("await(forgotten)");
  }

  @Test
  void createTask_usedCoroutine_isRefused() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> {
      Coroutine<String> once = async(() -> "value");
      createTask(once);
      createTask(once);
    }));

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already awaited");
  }

  // asyncio 2.2.2
  @Test
  void createTask_namedCoroutine_takesItsName() {
    String name = onVirtualTime(() -> createTask(async("loader", () -> {})).name());

    assertThat(name).isEqualTo("loader");
  }

  // SEMANTICS 6
  @Test
  void await_coroutineInCancelledScope_doesNotBegin() {
    List<String> log = new ArrayList<>();
    Coroutine<?> never = async("never", () -> {
      log.add("ran");
    });

    onVirtualTime(() -> moveOnAfter(ms(1), () -> {
      CancelScope.current().cancel("enough");
      await(never);
    }));

    assertThat(log).isEmpty();
    assertThat(never).hasToString("Coroutine[never, done]");
  }
}
