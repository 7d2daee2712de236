package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.AsyncLock;
import dev.meanwhile.async.Retry;

/// A server refuses when three calls meet, and refusing takes its time, too. Clients that come
/// again at once meet again: once they have met, they do not come apart by themselves. What is
/// retried must go through a gate.
final class RetryStorm {
  static final Bug BUG = new Bug(
      "retry storm",
      "clients that are refused come again at once, and meet again",
      RetryStorm.class,
      RetryStorm::broken,
      RetryStorm::fixed);

  private RetryStorm() {}

  static void broken() {
    Server server = new Server();
    together(
        () -> retry(Retry.attempts(100), () -> server.call()),
        () -> retry(Retry.attempts(100), () -> server.call()),
        () -> {
          io(4);
          retry(Retry.attempts(100), () -> server.call());
        });
    server.checkCalls();
  }

  static void fixed() {
    Server server = new Server();
    AsyncLock gate = new AsyncLock();
    together(
        () -> retry(Retry.attempts(100), () -> gate.with(() -> server.call())),
        () -> retry(Retry.attempts(100), () -> gate.with(() -> server.call())),
        () -> {
          io(4);
          retry(Retry.attempts(100), () -> gate.with(() -> server.call()));
        });
    server.checkCalls();
  }

  private static final class Server {
    private int load;
    private int calls;

    void call() {
      calls++;
      load++;
      try {
        io();
        if (load > 2) {
          throw new IllegalStateException("overloaded");
        }
      } finally {
        load--;
      }
    }

    void checkCalls() {
      check(calls <= 4, "three clients made " + calls + " calls");
    }
  }
}
