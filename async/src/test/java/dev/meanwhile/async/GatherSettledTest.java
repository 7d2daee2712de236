package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ignoreFailure;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static dev.meanwhile.async.TestLoop.untilCancelled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SEMANTICS 13 and 17.
final class GatherSettledTest {
  // asyncio 2.2.21
  @Test
  void gatherSettled_mixedEnds_tellsEachInOrder() {
    IOException failure = new IOException("broken");

    onVirtualTime(() -> {
      Task<String> cancelled = createTask(() -> {
        untilCancelled();
        return "never";
      });
      Task<List<Outcome<String>>> all = gatherSettled(
          async(() -> {
            sleep(ms(20));
            return "value";
          }),
          async(() -> {
            throw failure;
          }),
          cancelled);
      sleep(ms(1));
      cancelled.cancel();
      List<Outcome<String>> outcomes = await(all);

      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>("value"));
      assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failure<>(failure));
      assertThat(outcomes.get(2)).isInstanceOf(Outcome.Cancelled.class);
    });
  }

  // SEMANTICS 17
  // asyncio 2.2.21
  @Test
  void gatherSettled_cancelled_cancelsAllAwaitsThemAndThrows() {
    EventLog log = new EventLog();

    onVirtualTime(() -> {
      Task<?> all = gatherSettled(async(() -> {
        try {
          untilCancelled();
        } finally {
          shielded(() -> sleep(ms(10)));
          log.add("part");
        }
      }));
      sleep(ms(5));
      all.cancel();
      ignoreFailure(() -> await(all));
      log.add("cancelled " + all.isCancelled());
    });

    assertThat(log.events()).containsExactly("part@15ms", "cancelled true@15ms");
  }

  @Test
  void gatherSettled_nothing_givesNothing() {
    List<Outcome<String>> outcomes =
        onVirtualTime(() -> await(Async.<String>gatherSettled(List.<Task<String>>of())));

    assertThat(outcomes).isEmpty();
  }

  @Test
  void gatherSettled_sameObjectTwice_fillsBothPlaces() {
    List<Outcome<Integer>> outcomes = onVirtualTime(() -> {
      Coroutine<Integer> once = async(() -> 1);
      return await(Async.<Integer>gatherSettled(List.of(once, once)));
    });

    assertThat(outcomes).containsExactly(new Outcome.Success<>(1), new Outcome.Success<>(1));
  }
}
