package dev.meanwhile.async.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/// A network whose listeners fail first in the ways that a test says.
final class FailingNetwork implements Network {
  final Deque<Throwable> failures = new ArrayDeque<>();
  private final Network network;

  FailingNetwork(Network network) {
    this.network = network;
  }

  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    return network.connect(host, port, options);
  }

  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    Listener listener = network.listen(host, port, options);
    return new Listener() {
      @Override
      public InetSocketAddress address() {
        return listener.address();
      }

      @Override
      public Link accept() {
        switch (failures.poll()) {
          case RuntimeException failure -> throw failure;
          case Error failure -> throw failure;
          case null, default -> {
            return listener.accept();
          }
        }
      }

      @Override
      public void close() {
        listener.close();
      }
    };
  }
}
