package dev.meanwhile.async.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.OutsideWork;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A connection over a socket. Each read and each write blocks a network thread, which nothing
/// but closing the socket ends early: interrupting it would close the socket too.
final class SocketLink implements Network.Link, ByteSource, ByteSink {
  private static final int MAX_DROPPED = 1024 * 1024;

  private final EventLoop loop;
  private final Sockets sockets;
  private final InetSocketAddress localAddress;
  private final InetSocketAddress remoteAddress;
  private final CompletableFuture<@Nullable Void> end;

  // Written by the loop, read by network threads, which only explain a failure by it.
  private volatile boolean isClosed;

  // Written and read by network threads: whether a first read or write has succeeded.
  private volatile boolean isGreeted;

  // Both confined to the loop.
  private boolean isReading;
  private boolean isEnded;

  private SocketLink(EventLoop loop, Sockets sockets) {
    Socket raw = sockets.raw();
    this.loop = loop;
    this.sockets = sockets;
    this.localAddress = (InetSocketAddress) raw.getLocalSocketAddress();
    this.remoteAddress = (InetSocketAddress) raw.getRemoteSocketAddress();
    this.end = LoopEnd.call(loop, this::closeSocket);
  }

  static SocketLink of(EventLoop loop, Sockets sockets) {
    try {
      return new SocketLink(loop, sockets);
    } catch (Throwable failure) {
      SocketNetwork.closeQuietly(sockets);
      throw failure;
    }
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
    isReading = true;
    OutsideWork.networkThreads().execute(() -> {
      Runnable answer = receive(max, receiver);
      post(() -> {
        isReading = false;
        answer.run();
      });
    });
  }

  @Override
  public void write(byte[] bytes, Confirmation confirmation) {
    send(() -> sockets.stream().getOutputStream().write(bytes), confirmation);
  }

  @Override
  public void end(Confirmation confirmation) {
    isEnded = true;
    send(() -> sockets.stream().shutdownOutput(), confirmation);
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (isEnded && !isReading) {
      OutsideWork.networkThreads().execute(this::dropUnread);
    } else {
      end.complete(null);
    }
  }

  /// Closes, having read what has come and nobody will read: a system that closes a socket over
  /// unread bytes breaks the connection off, and the peer may lose what it was sent last.
  private void dropUnread() {
    try {
      InputStream unread = sockets.raw().getInputStream();
      for (int dropped = 0; dropped < MAX_DROPPED && unread.available() > 0; ) {
        dropped += unread.readNBytes(unread.available()).length;
      }
    } catch (IOException _) {
      // It is broken off already.
    }
    end.complete(null);
  }

  private void send(SocketCall call, Confirmation confirmation) {
    OutsideWork.networkThreads().execute(() -> post(answer(call, confirmation)));
  }

  // --- on a network thread; what comes out is told to the loop ---

  private Runnable receive(int max, Receiver receiver) {
    try {
      if (isClosed) {
        throw new SocketException("closed before");
      }
      byte[] piece = new byte[max];
      int count = sockets.stream().getInputStream().read(piece);
      isGreeted = true;
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
      isGreeted = true;
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
    return failure instanceof SSLException && !isGreeted
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
