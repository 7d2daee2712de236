package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A connection over a socket. Each read and each write blocks a network thread, which nothing
/// but closing the socket ends early: interrupting it would close the socket too.
final class SocketLink implements Network.Link, ByteSource, ByteSink {
  private final EventLoop loop;
  private final Sockets sockets;
  private final InetSocketAddress localAddress;
  private final InetSocketAddress remoteAddress;
  private final CompletableFuture<@Nullable Void> end;

  // Written by the loop, read by network threads, which only explain a failure by it.
  private volatile boolean isClosed;

  private SocketLink(EventLoop loop, Sockets sockets) {
    Socket raw = sockets.raw();
    this.loop = loop;
    this.sockets = sockets;
    this.localAddress = (InetSocketAddress) raw.getLocalSocketAddress();
    this.remoteAddress = (InetSocketAddress) raw.getRemoteSocketAddress();
    this.end = LoopEnd.call(loop, this::closeSocket);
  }

  static SocketLink of(EventLoop loop, Sockets sockets) {
    return new SocketLink(loop, sockets);
  }

  @Override
  public ByteSource source() {
    return this;
  }

  @Override
  public ByteSink sink() {
    return this;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void read(int max, Receiver receiver) {
    NetworkThreads.shared().execute(() -> post(receive(max, receiver)));
  }

  @Override
  public void write(byte[] bytes, Confirmation confirmation) {
    send(() -> sockets.stream().getOutputStream().write(bytes), confirmation);
  }

  @Override
  public void end(Confirmation confirmation) {
    send(() -> sockets.stream().shutdownOutput(), confirmation);
  }

  @Override
  public void close() {
    isClosed = true;
    end.complete(null);
  }

  private void send(SocketCall call, Confirmation confirmation) {
    NetworkThreads.shared().execute(() -> post(answer(call, confirmation)));
  }

  // --- on a network thread; what comes out is told to the loop ---

  private Runnable receive(int max, Receiver receiver) {
    try {
      byte[] piece = new byte[max];
      int count = sockets.stream().getInputStream().read(piece);
      if (count < 0) {
        return receiver::ended;
      }
      byte[] received = count == max ? piece : Arrays.copyOf(piece, count);
      return () -> receiver.received(received);
    } catch (Throwable failure) {
      StreamException explained = explain(failure);
      return () -> receiver.broken(explained);
    }
  }

  private Runnable answer(SocketCall call, Confirmation confirmation) {
    try {
      call.run();
      return confirmation::sent;
    } catch (Throwable failure) {
      StreamException explained = explain(failure);
      return () -> confirmation.broken(explained);
    }
  }

  private StreamException explain(Throwable failure) {
    String peer = Addresses.format(remoteAddress);
    if (isClosed) {
      return StreamException.of(
          StreamException.Kind.CLOSED, "the connection to " + peer + " was closed", failure);
    }
    boolean isUnsecured = failure instanceof SSLException
        && sockets.stream() instanceof SSLSocket secured
        && !secured.getSession().isValid();
    return isUnsecured
        ? StreamException.of(
            StreamException.Kind.TLS,
            "no secure connection to " + peer + ": " + failure.getMessage(),
            failure)
        : StreamException.of(
            StreamException.Kind.LOST,
            "the connection to " + peer + " was lost: " + failure.getMessage(),
            failure);
  }

  private void post(Runnable told) {
    try {
      loop.post(told);
    } catch (IllegalStateException loopIsClosed) {
      closeSocket();
    }
  }

  private void closeSocket() {
    if (!isClosed && loop.isDebug()) {
      loop.report(new LoopReport(
          LoopReport.Kind.LEFT_BEHIND,
          "the connection to " + Addresses.format(remoteAddress)
              + " was not closed by the time its loop was",
          null));
    }
    isClosed = true;
    SocketNetwork.closeQuietly(sockets);
  }

  /// A call that blocks.
  private interface SocketCall {
    void run() throws IOException;
  }
}
