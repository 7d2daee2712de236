package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Retry;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.TimedOutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The customer was charged, but the answer came together with the end of the client's
/// patience. The client tries again, and the customer is charged twice. Each order needs a key
/// by which the server knows it again.
final class NonIdempotentRetry {
  static final Bug BUG = new Bug(
      "retry of what is not idempotent",
      "what was done, but not answered in time, is done again",
      NonIdempotentRetry.class,
      NonIdempotentRetry::broken,
      NonIdempotentRetry::fixed);

  private NonIdempotentRetry() {}

  static void broken() {
    int[] charges = new int[1];
    buy(() -> charges[0]++);
    check(charges[0] == 1, "charged " + charges[0] + " times");
  }

  static void fixed() {
    int[] charges = new int[1];
    Set<String> done = new HashSet<>();
    buy(() -> {
      if (done.add("order 1")) {
        charges[0]++;
      }
    });
    check(charges[0] == 1, "charged " + charges[0] + " times");
  }

  private static void buy(Action charge) {
    Retry once = Retry.attempts(2).on(failure -> failure instanceof TimedOutException);
    Duration[] patience = {ms(10)};
    retry(once, () -> {
      Promise<String> answer = EventLoop.current().createPromise();
      Task<?>[] request = new Task<?>[1];
      try {
        timeout(patience[0], () -> {
          request[0] = createTask(() -> serve(charge, answer));
          await(answer);
        });
      } finally {
        request[0].cancel();
        patience[0] = ms(1_000);
      }
    });
  }

  private static void serve(Action charge, Promise<String> answer) throws Exception {
    sleep(ms(10));
    charge.run();
    answer.complete("thank you");
  }
}
