package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// SEMANTICS 7, 11 and 20.
final class MoveOnAfterTest {
  @Test
  void moveOnAfter_valueInTime_isPresent() {
    Optional<String> value = onVirtualTime(() -> moveOnAfter(ms(5), () -> "value"));

    assertThat(value).contains("value");
  }

  @Test
  void moveOnAfter_tooSlow_isEmpty() {
    Optional<String> value = onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      untilCancelled();
      return "never";
    }));

    assertThat(value).isEmpty();
  }

  @Test
  void moveOnAfter_action_saysWhetherItFinished() {
    boolean finished = onVirtualTime(() -> moveOnAfter(ms(5), () -> sleep(ms(4))));
    boolean cut = onVirtualTime(() -> moveOnAfter(ms(5), () -> sleep(ms(6))));

    assertThat(finished).isTrue();
    assertThat(cut).isFalse();
  }

  @Test
  void moveOnAfter_failure_isThrown() {
    Throwable thrown = catchThrowable(() -> onVirtualTime(() -> moveOnAfter(ms(5), () -> {
      throw new IllegalArgumentException("broken");
    })));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
  }

  // SEMANTICS 11
  @Test
  void moveOnAfter_foreignCancel_passes() {
    onVirtualTime(() -> {
      Task<Boolean> task = createTask(() -> moveOnAfter(ms(50), () -> untilCancelled()));
      sleep(ms(1));
      task.cancel();
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
    });
  }

  @Test
  void moveOnAfter_scopeCancelledInside_movesOnAtOnce() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      boolean isFinished = moveOnAfter(ms(50), () -> {
        CancelScope.current().cancel("enough");
        sleep(ms(1));
      });
      log.add("finished " + isFinished);
    });

    assertThat(log.events()).containsExactly("finished false@0ms");
  }
}
