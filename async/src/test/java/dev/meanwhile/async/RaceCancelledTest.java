package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A race that is cancelled has no winner: whatever its contenders still give is closed.
final class RaceCancelledTest {
  private final AtomicInteger closed = new AtomicInteger();

  private AutoCloseable open() {
    return closed::incrementAndGet;
  }

  // SEMANTICS 6, 18
  @Test
  void race_cancelledWhenOneHasJustWon_closesItsValue() {
    onVirtualTime(() -> moveOnAfter(ms(10), () -> {
      CancelScope scope = CancelScope.current();
      race(async(() -> {
        sleep(ms(1));
        scope.cancel("in the same turn");
        return open();
      }));
    }));

    assertThat(closed).hasValue(1);
  }

  // SEMANTICS 12, 18
  @Test
  void race_cancelled_closesWhatOneGivesInSpiteOfIt() {
    onVirtualTime(() -> moveOnAfter(
        ms(10),
        () -> race(async(() -> {
          try {
            untilCancelled();
          } catch (CancelledError _) {
            // Gives its value all the same.
          }
          return open();
        }))));

    assertThat(closed).hasValue(1);
  }

  // SEMANTICS 6, 18
  @Test
  void hedge_cancelledWhenOneHasJustWon_closesItsValue() {
    onVirtualTime(() -> moveOnAfter(ms(10), () -> {
      CancelScope scope = CancelScope.current();
      hedge(
          () -> {
            sleep(ms(1));
            scope.cancel("in the same turn");
            return open();
          },
          2,
          ms(5));
    }));

    assertThat(closed).hasValue(1);
  }
}
