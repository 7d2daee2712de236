package dev.meanwhile.async.test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The work of [Simulation#checkDeterminism]: runs each schedule twice.
final class DeterminismCheck {
  private static final InstantSource REAL_TIME = InstantSource.system();

  private final Exploration exploration;
  private final Callable<?> body;

  /// One run: what was seen, and how it ended.
  private record Run(
      TurnTrace trace, long choices, int steps, @Nullable Throwable failure) {
    String ending() {
      return failure == null ? "without a failure" : "with " + failure;
    }
  }

  DeterminismCheck(Exploration exploration, Callable<?> body) {
    this.exploration = exploration;
    this.body = body;
  }

  /// Gives a hash of all that happened.
  long check() {
    Instant end = exploration.end(REAL_TIME);
    boolean isRandom = !exploration.isCounted();
    int runs = isRandom ? exploration.maxRuns() : 1;
    long hash = 0;
    int mostSteps = 2;
    for (int number = 0; number < runs; number++) {
      if (number > 0 && !REAL_TIME.instant().isBefore(end)) {
        break;
      }
      Token token = isRandom ? exploration.token(number, mostSteps) : Token.deviations(List.of());
      Run first = run(token);
      compare(token, first, run(token));
      mostSteps = Math.max(mostSteps, first.steps);
      hash = 31 * hash + first.trace.hash();
    }
    return hash;
  }

  private Run run(Token token) {
    TurnTrace trace = new TurnTrace();
    Attempt<?> attempt = Attempt.of(body, token.plan(), exploration.world(), trace);
    return new Run(trace, attempt.choices().hash(), attempt.choices().steps(), attempt.failure());
  }

  private static void compare(Token token, Run first, Run second) {
    String difference = TurnTrace.difference(first.trace, second.trace);
    if (difference.isEmpty() && first.choices != second.choices) {
      difference = "others were ready when somebody had to be chosen";
    }
    if (difference.isEmpty() && !first.ending().equals(second.ending())) {
      difference =
          "the first time it ended " + first.ending() + ", the second time " + second.ending();
    }
    if (!difference.isEmpty()) {
      throw new AssertionError("not deterministic: the run of seed " + token.bits()
          + "L went differently when it was made again: " + difference
          + "\nThe reason is something that the loop does not decide: the order of a hash table whose"
          + " keys have no hashCode of their own, a clock that is not EventLoop.clock(), randomness"
          + " that is not EventLoop.random(), another thread, or state that one run leaves to the"
          + " next.");
    }
  }
}
