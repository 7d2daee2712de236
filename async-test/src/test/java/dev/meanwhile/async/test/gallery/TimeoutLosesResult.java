package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.TimedOutException;

/// A connection is given in the very moment in which the client's time is over. The client is
/// told of the timeout, and nobody gives the connection back. Who gives up must look whether it
/// was answered all the same.
final class TimeoutLosesResult {
  static final Bug BUG = new Bug(
      "timeout races with the result",
      "a connection that comes together with the timeout belongs to nobody",
      TimeoutLosesResult.class,
      TimeoutLosesResult::broken,
      TimeoutLosesResult::fixed);

  private TimeoutLosesResult() {}

  static void broken() {
    int[] open = new int[1];
    EventLoop loop = EventLoop.current();
    Promise<String> connection = loop.createPromise();
    boolean[] isWanted = {true};
    Action client = () -> {
      try {
        timeout(ms(10), () -> await(connection));
        open[0]--; // used and closed
      } catch (TimedOutException _) {
        isWanted[0] = false;
      }
    };
    together(client, () -> serve(connection, isWanted, open));
    check(open[0] == 0, open[0] + " connection is open and nobody's");
  }

  static void fixed() {
    int[] open = new int[1];
    EventLoop loop = EventLoop.current();
    Promise<String> connection = loop.createPromise();
    boolean[] isWanted = {true};
    Action client = () -> {
      try {
        timeout(ms(10), () -> await(connection));
        open[0]--;
      } catch (TimedOutException _) {
        isWanted[0] = false;
        open[0] -= connection.isDone() ? 1 : 0;
      }
    };
    together(client, () -> serve(connection, isWanted, open));
    check(open[0] == 0, open[0] + " connection is open and nobody's");
  }

  private static void serve(Promise<String> connection, boolean[] isWanted, int[] open) {
    sleep(ms(10));
    if (isWanted[0]) {
      open[0]++;
      connection.complete("connection");
    }
  }
}
