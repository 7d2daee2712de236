package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
  private final EventLog events = new EventLog();

  private Task<?> passing(RateLimiter limiter, String name) {
    return createTask(() -> {
      limiter.acquire();
      events.add(name);
    });
  }

  private List<String> passAll(RateLimiter limiter, String... names) {
    onVirtualTime(() -> {
      for (String name : names) {
        passing(limiter, name);
      }
      sleep(Duration.ofMinutes(1));
    });
    return events.events();
  }

  @Test
  void acquire_perSecond_passesEvenly() {
    assertThat(passAll(RateLimiter.perSecond(10), "a", "b", "c"))
        .containsExactly("a@0ms", "b@100ms", "c@200ms");
  }

  @Test
  void acquire_perPeriod_passesEvenly() {
    assertThat(passAll(RateLimiter.of(2, Duration.ofSeconds(10)), "a", "b", "c"))
        .containsExactly("a@0ms", "b@5000ms", "c@10000ms");
  }

  @Test
  void acquire_withABurst_passesAsManyAtOnceAndThenEvenly() {
    RateLimiter limiter = RateLimiter.perSecond(10).withBurst(3);

    assertThat(passAll(limiter, "a", "b", "c", "d", "e"))
        .containsExactly("a@0ms", "b@0ms", "c@0ms", "d@100ms", "e@200ms");
  }

  @Test
  void acquire_afterAPause_hasNoMoreThanTheBurst() {
    RateLimiter limiter = RateLimiter.perSecond(10).withBurst(2);

    onVirtualTime(() -> {
      sleep(ms(5_000));
      for (String name : List.of("a", "b", "c")) {
        limiter.acquire();
        events.add(name);
      }
      sleep(ms(150));
      limiter.acquire();
      events.add("d");
    });

    assertThat(events.events()).containsExactly("a@5000ms", "b@5000ms", "c@5100ms", "d@5250ms");
  }

  @Test
  void tryAcquire_takesATokenOnlyIfNobodyWaits() {
    RateLimiter limiter = RateLimiter.perSecond(10);

    onVirtualTime(() -> {
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
      Task<?> waiter = passing(limiter, "waiter");
      sleep(ms(50));
      assertThat(limiter).hasToString("RateLimiter[10 per 1 s, burst 1, 1 waiting]");
      assertThat(waiter.waitReason())
          .isEqualTo(new WaitReason(WaitKind.SYNCHRONIZER, "a rate of 10 per 1 s"));
      sleep(ms(50));
      assertThat(limiter.tryAcquire()).isFalse();
      sleep(ms(100));
      assertThat(limiter.tryAcquire()).isTrue();
    });

    assertThat(events.events()).containsExactly("waiter@100ms");
  }

  // SEMANTICS 6
  @Test
  void cancel_aWaiter_movesTheOthersUp() {
    RateLimiter limiter = RateLimiter.perSecond(10);

    onVirtualTime(() -> {
      passing(limiter, "a");
      Task<?> b = passing(limiter, "b");
      passing(limiter, "c");
      sleep(ms(50));
      b.cancel();
      sleep(ms(100));
    });

    assertThat(events.events()).containsExactly("a@0ms", "c@100ms");
  }

  // SEMANTICS 6
  @Test
  void cancel_aWaiterThatWasHandedItsToken_passesItOnAtOnce() {
    RateLimiter limiter = RateLimiter.perSecond(10);

    onVirtualTime(() -> {
      passing(limiter, "a");
      Task<?> b = passing(limiter, "b");
      passing(limiter, "c");
      // Its timer is older than the limiter's: so it is called after b was handed its token, and
      // before b's turn.
      EventLoop.current().callLater(ms(100), b::cancel);
      sleep(ms(150));

      assertThat(b.isCancelled()).isTrue();
    });

    assertThat(events.events()).containsExactly("a@0ms", "c@100ms");
  }

  // SEMANTICS 6
  @Test
  void cancel_theLastWaiter_leavesNoTimer() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1));

    onVirtualTime(() -> {
      limiter.acquire();
      assertThat(moveOnAfter(ms(5), limiter::acquire)).isFalse();
      assertThat(limiter).hasToString("RateLimiter[1 per 60 min, burst 1, 0 waiting]");
    });
  }

  // SEMANTICS 6
  @Test
  void acquire_inACancelledScope_takesNoToken() {
    RateLimiter limiter = RateLimiter.perSecond(1);

    onVirtualTime(() -> {
      Task<?> task = createTask(() -> {
        currentTask().cancel();
        limiter.acquire();
      });
      sleep(ms(1));

      assertThat(task.isCancelled()).isTrue();
      assertThat(limiter.tryAcquire()).isTrue();
    });
  }

  @Test
  void limiter_whoseLoopIsClosed_beginsAnew() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1));

    for (int i = 0; i < 2; i++) {
      onVirtualTime(() -> assertThat(limiter.tryAcquire()).isTrue());
    }
    assertThat(catchThrowable(limiter::acquire)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rate_thatIsNone_isRefused() {
    assertThat(catchThrowable(() -> RateLimiter.perSecond(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> RateLimiter.of(1, Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> RateLimiter.perSecond(1).withBurst(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void period_ofAges_isNeverOver() {
    RateLimiter limiter =
        RateLimiter.of(1, Duration.ofSeconds(Long.MAX_VALUE)).withBurst(Integer.MAX_VALUE);

    onVirtualTime(() -> {
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
    });
  }
}
