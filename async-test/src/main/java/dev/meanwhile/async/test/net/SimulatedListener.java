package dev.meanwhile.async.test.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.StreamException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A port of a host at which a server listens.
final class SimulatedListener implements Network.Listener {
  private static final int BACKLOG = 128;

  private final SimulatedHost host;
  private final InetSocketAddress address;
  private final Deque<SimulatedLink> waiting = new ArrayDeque<>();
  private @Nullable Promise<@Nullable Void> arrival;
  private boolean isClosed;

  SimulatedListener(SimulatedHost host, InetSocketAddress address) {
    this.host = host;
    this.address = address;
  }

  boolean isFull() {
    return waiting.size() >= BACKLOG;
  }

  void offer(SimulatedLink client) {
    waiting.add(client);
    wake();
  }

  /// Those who wait meet a reset.
  void crash() {
    waiting.forEach(client -> {
      client.crash();
      client.close();
    });
    waiting.clear();
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Network.Link accept() {
    while (waiting.isEmpty() && !isClosed) {
      Promise<@Nullable Void> awaited = EventLoop.current()
          .createPromise(WaitKind.NETWORK, "a client on " + SimulatedHost.format(address));
      arrival = awaited;
      awaited.await();
    }
    if (isClosed) {
      throw StreamException.of(
          StreamException.Kind.LISTEN,
          "no client could be accepted on " + SimulatedHost.format(address) + ": it is closed");
    }
    return waiting.removeFirst().held();
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      host.free(this);
      crash();
      wake();
    }
  }

  private void wake() {
    Promise<@Nullable Void> waited = arrival;
    arrival = null;
    if (waited != null) {
      waited.complete(null);
    }
  }
}
