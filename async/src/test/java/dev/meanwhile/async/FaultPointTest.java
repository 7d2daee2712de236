package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Fault points, and what else a loop tells test kits.
final class FaultPointTest {
  private final List<String> log = new ArrayList<>();

  private Runner runner(FaultHandler handler) {
    return Runner.builder().clock(LoopClock.virtual()).faults(handler).open();
  }

  @Test
  void at_withoutAHandlerOrALoop_doesNothing() {
    FaultPoint.at("anywhere");
    run(() -> FaultPoint.at("anywhere"));
  }

  @Test
  void at_withAHandler_tellsWhoIsThereAndWhoIsReady() {
    try (Runner runner = runner((name, task, ready) ->
        log.add(name + " " + (task == null ? "callback" : task.name()) + " " + ready.count()))) {
      runner.run(() -> {
        createTask(() -> FaultPoint.at("second")).await();
        createTask(() -> {});
        FaultPoint.at("first");
        EventLoop.current().callSoon(() -> FaultPoint.at("third"));
        sleep(ms(1));
        blocking(() -> FaultPoint.at("inline"));
      });
    }

    assertThat(log)
        .containsExactly(
            "second Task-2 0", "first main 1", "third callback 0", "inline callback 0");
  }

  @Test
  void at_handlerThrows_throwsTheSame() {
    IOException fault = new IOException("disk full");
    Throwable[] seen = new Throwable[1];
    try (Runner runner = runner((_, _, _) -> {
      throw fault;
    })) {
      runner.run(() -> {
        seen[0] = catchThrowable(() -> FaultPoint.at("store.write"));
      });
    }

    assertThat(seen[0]).isSameAs(fault);
  }

  @Test
  void at_handlerThatWaits_letsOthersRun() {
    try (Runner runner = runner((_, _, _) -> sleep(ms(1)))) {
      runner.run(() -> {
        createTask(() -> log.add("other"));
        FaultPoint.at("slow");
        log.add("main");
      });
    }

    assertThat(log).containsExactly("other", "main");
  }

  @Test
  void left_tellsTasksThatNobodyCancelledAndTimers() {
    try (Runner runner = Runner.builder().clock(LoopClock.virtual()).open()) {
      runner.run(() -> {
        createTask(async("left", () -> sleep(ms(5))));
        createTask(async("cancelled", () -> shielded(() -> sleep(ms(5))))).cancel();
        EventLoop.current().callLater(ms(7), () -> {});
        sleep(ms(1));
      });

      assertThat(runner.leftTasks()).extracting(Task::name).containsExactly("left");
      assertThat(runner.leftTimers()).isEqualTo(2);
    }
  }

  @Test
  void observer_isToldWhoMadeATask() {
    TurnObserver observer = new TurnObserver() {
      @Override
      public void created(Task<?> task, @Nullable Task<?> creator) {
        log.add(task.name() + " by " + (creator == null ? "nobody" : creator.name()));
      }

      @Override
      public void waits(Task<?> task, WaitReason reason) {}

      @Override
      public void ends(Task<?> task) {}
    };
    try (Runner runner =
        Runner.builder().clock(LoopClock.virtual()).observer(observer).open()) {
      runner.run(() -> {
        createTask(async("child", () -> {})).await();
      });
    }

    assertThat(log).containsExactly("main by nobody", "child by main");
  }
}
