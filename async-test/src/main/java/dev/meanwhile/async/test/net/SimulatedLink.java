package dev.meanwhile.async.test.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ByteSink;
import dev.meanwhile.async.net.ByteSource;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.StreamException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One end of a connection.
final class SimulatedLink implements Network.Link, ByteSource, ByteSink {
  private final SimulatedHost host;
  private final InetSocketAddress localAddress;
  private final InetSocketAddress remoteAddress;
  private @Nullable Wire in;
  private @Nullable Wire out;
  private boolean isHeld;
  private boolean isEnded;
  private boolean isClosed;
  private boolean hasRefused;

  /// A connection of two ends.
  record Ends(SimulatedLink client, SimulatedLink server) {
    boolean isOpen() {
      return client.isInUse() || server.isInUse();
    }

    boolean isOver() {
      return client.isClosed && server.isClosed;
    }

    void heal() {
      client.in().heal();
      server.in().heal();
    }
  }

  private SimulatedLink(
      SimulatedHost host, InetSocketAddress localAddress, InetSocketAddress remoteAddress) {
    this.host = host;
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
  }

  static Ends connect(
      EventLoop loop, Route route, Place client, Place server, Conditions.@Nullable CutAt cut) {
    SimulatedLink here = new SimulatedLink(client.host, client.address, server.address);
    SimulatedLink there = new SimulatedLink(server.host, server.address, client.address);
    here.out = new Wire(loop, route, here, there, null);
    there.in = here.out;
    there.out = new Wire(loop, route, there, here, cut);
    here.in = there.out;
    return new Ends(here, there);
  }

  /// Where one end of a connection is.
  record Place(SimulatedHost host, InetSocketAddress address) {}

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
    in().read(max, receiver);
  }

  @Override
  public void write(byte[] bytes, Confirmation confirmation) {
    out().write(bytes, confirmation);
  }

  @Override
  public void end(Confirmation confirmation) {
    isEnded = true;
    out().end(confirmation);
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    StreamException closed = StreamException.of(
        StreamException.Kind.CLOSED, "the connection to " + peer() + " was closed");
    // As the machine's sockets do: who had ended its side drops what it has not read.
    boolean isOrderly = !in().hasUnread() || (isEnded && !in().isBeingRead());
    in().closeByReceiver(closed);
    out().closeBySender(isOrderly, closed);
    host.network().forgetClosed();
  }

  SimulatedHost host() {
    return host;
  }

  /// A program has this end now.
  SimulatedLink held() {
    isHeld = true;
    return this;
  }

  boolean isInUse() {
    return isHeld && !isClosed;
  }

  /// The connection is broken off under this end.
  void lost(String why) {
    StreamException failure = StreamException.of(
        StreamException.Kind.LOST, "the connection to " + peer() + " was lost: " + why);
    in().failReceiver(failure);
    out().failSender(failure);
  }

  /// This end breaks the connection off, as a machine does whose program has died.
  void crash() {
    lost("this side crashed");
    out().sendReset();
  }

  /// Bytes have come that nobody will read.
  void refuseBytes() {
    if (!hasRefused) {
      hasRefused = true;
      out().sendReset();
    }
  }

  /// The same failure, with the stack of who meets it now.
  StreamException again(StreamException failure) {
    return StreamException.of(failure.kind(), String.valueOf(failure.getMessage()), failure);
  }

  private String peer() {
    return SimulatedHost.format(remoteAddress);
  }

  private Wire in() {
    return java.util.Objects.requireNonNull(in);
  }

  private Wire out() {
    return java.util.Objects.requireNonNull(out);
  }
}
