package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Context of other libraries, which lives in thread-locals.
final class ForeignContextTest {
  private final ThreadLocal<@Nullable String> request = new ThreadLocal<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private final ForeignContext carried = () -> {
    String value = request.get();
    return () -> {
      String before = request.get();
      request.set(value);
      return () -> request.set(before);
    };
  };

  private TestLoop loop() {
    return TestLoop.real(options -> options.foreignContext(carried));
  }

  private void note(String who) {
    log.add(who + ": " + request.get());
  }

  @Test
  void task_seesTheContextOfItsCreationOverAllItsWaits() {
    try (TestLoop loop = loop()) {
      loop.run(() -> {
        request.set("one");
        Task<?> first = createTask(() -> {
          note("first");
          sleep(ms(1));
          note("first later");
        });
        request.set("two");
        Task<?> second = createTask(() -> note("second"));
        await(gather(first, second));
        note("parent");
      });
    }

    assertThat(log).containsExactly("first: one", "second: two", "first later: one", "parent: two");
  }

  @Test
  void main_seesTheContextOfTheThreadThatCalledRun() {
    request.set("caller");
    try (TestLoop loop = loop()) {
      loop.run(() -> note("main"));
    } finally {
      request.remove();
    }

    assertThat(log).containsExactly("main: caller");
  }

  @Test
  void callbacks_seeTheContextOfTheirRegistrationAndLeaveNothingBehind() {
    try (TestLoop loop = loop()) {
      loop.run(() -> {
        request.set("registered");
        EventLoop.current().callSoon(() -> note("callback"));
        request.set("main's own");
        sleep(ms(1));
        note("main");
      });
    }

    assertThat(log).containsExactly("callback: registered", "main: main's own");
  }

  @Test
  void blockingBodies_seeTheirCallersContextAndLeaveNothingOnTheThread() {
    try (TestLoop loop = loop()) {
      loop.run(() -> {
        request.set("caller");
        blocking(() -> note("body"));
        offload(() -> note("computation"));
      });
    }
    try (TestLoop plain = TestLoop.real()) {
      plain.run(() -> blocking(() -> note("later")));
    }

    assertThat(log).containsExactly("body: caller", "computation: caller", "later: null");
  }

  @Test
  void snapshot_thatFails_isReportedAndTheTaskRunsWithout() {
    ForeignContext broken = () -> () -> {
      throw new IllegalStateException("broken");
    };
    try (TestLoop loop = TestLoop.real(options -> options.foreignContext(broken))) {
      List<String> ran = new ArrayList<>();
      loop.run(() -> await(createTask(() -> ran.add("task"))));

      assertThat(ran).containsExactly("task");
      assertThat(loop.reportKinds()).isNotEmpty().containsOnly(LoopReport.Kind.CALLBACK_FAILURE);
    }
  }
}
