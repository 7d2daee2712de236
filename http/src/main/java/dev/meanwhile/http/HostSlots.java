package dev.meanwhile.http;

import dev.meanwhile.async.AsyncSemaphore;
import java.util.HashMap;
import java.util.Map;

/// The connections that a session may have in use: so many to one host, so many in all.
///
/// Waiting for one happens here, as a task, and not in the pool below: a slot is taken first
/// come, first served, and who is cancelled leaves the queue at once. A slot is given back after
/// its connection.
final class HostSlots {
  private final Map<Origin, Host> hosts = new HashMap<>();
  private final int perHost;
  private final AsyncSemaphore total;

  HostSlots(int perHost, int total) {
    this.perHost = perHost;
    this.total = new AsyncSemaphore(total);
  }

  /// Takes a slot for the host if one is free and nobody waits.
  boolean tryAcquireHost(Origin origin) {
    Host host = hosts.get(origin);
    if (host == null) {
      host = new Host(perHost);
      hosts.put(origin, host);
    }
    if (!host.free.tryAcquire()) {
      return false;
    }
    host.users++;
    return true;
  }

  /// Waits for a slot for the host.
  void acquireHost(Origin origin) {
    Host host = hosts.computeIfAbsent(origin, _ -> new Host(perHost));
    host.users++;
    boolean acquired = false;
    try {
      host.free.acquire();
      acquired = true;
    } finally {
      if (!acquired) {
        leave(origin, host);
      }
    }
  }

  void releaseHost(Origin origin) {
    Host host = hosts.get(origin);
    if (host != null) {
      host.free.release();
      leave(origin, host);
    }
  }

  boolean tryAcquireTotal() {
    return total.tryAcquire();
  }

  void acquireTotal() {
    total.acquire();
  }

  void releaseTotal() {
    total.release();
  }

  /// The hosts that are in use or waited for.
  int size() {
    return hosts.size();
  }

  private void leave(Origin origin, Host host) {
    host.users--;
    if (host.users == 0) {
      hosts.remove(origin);
    }
  }

  private static final class Host {
    private final AsyncSemaphore free;
    private int users;

    Host(int perHost) {
      this.free = new AsyncSemaphore(perHost);
    }
  }
}
