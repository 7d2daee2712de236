package dev.meanwhile.async.test.gallery;

import static dev.meanwhile.async.test.gallery.Steps.*;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.AsyncSemaphore;

/// Each request takes a connection, and a second one for the audit while it has the first. When
/// as many have their first as there are connections, nobody gets a second. What is needed
/// together must be taken together.
final class PoolStarvation {
  static final Bug BUG = new Bug(
      "pool starved by its own users",
      "all connections are held by tasks that wait for one more",
      PoolStarvation.class,
      PoolStarvation::broken,
      PoolStarvation::fixed);

  private PoolStarvation() {}

  static void broken() {
    AsyncSemaphore connections = new AsyncSemaphore(2);
    Action request = () -> {
      connections.acquire();
      io();
      connections.acquire();
      io();
      connections.releaseMany(2);
    };
    together(request, () -> laterRequest(request));
  }

  static void fixed() {
    AsyncSemaphore connections = new AsyncSemaphore(2);
    Action request = () -> {
      connections.acquireMany(2);
      io(2);
      connections.releaseMany(2);
    };
    together(request, () -> laterRequest(request));
  }

  private static void laterRequest(Action request) throws Exception {
    io(3);
    request.run();
  }
}
