package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.OutsideWork;
import dev.meanwhile.async.WaitKind;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A port of the machine on which a server listens.
final class SocketListener implements Network.Listener {
  private final EventLoop loop;
  private final ServerSocket socket;
  private final ServeOptions options;
  private final InetSocketAddress address;
  private final OutsideWork accepting;
  private final CompletableFuture<@Nullable Void> end;

  SocketListener(EventLoop loop, ServerSocket socket, ServeOptions options) {
    this.loop = loop;
    this.socket = socket;
    this.options = options;
    this.address = (InetSocketAddress) socket.getLocalSocketAddress();
    this.accepting = OutsideWork.on(
            WaitKind.NETWORK,
            "a client on " + Addresses.format(address),
            OutsideWork.networkThreads())
        .abortedBy(this::close);
    this.end = LoopEnd.call(loop, () -> SocketNetwork.closeQuietly(socket));
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Network.Link accept() {
    return SocketLink.of(loop, accepting.call(this::acceptOne));
  }

  @Override
  public void close() {
    end.complete(null);
  }

  /// Runs on a network thread.
  private Sockets acceptOne() {
    try {
      Socket client = socket.accept();
      try {
        client.setTcpNoDelay(true);
        SSLContext tls = options.tls();
        return tls == null ? new Sockets(client, client) : Sockets.securedServer(client, tls);
      } catch (Throwable failure) {
        SocketNetwork.closeQuietly(client);
        throw failure;
      }
    } catch (Throwable failure) {
      throw StreamException.of(
          StreamException.Kind.LISTEN,
          "no client could be accepted on " + Addresses.format(address) + ": "
              + failure.getMessage(),
          failure);
    }
  }
}
