package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.sleep;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitKind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network within one loop: it needs no socket and no real time, and what is sent arrives after
/// a millisecond, in the order of sending.
final class MemoryNetwork implements Network {
  static final Duration LATENCY = Duration.ofMillis(1);

  private final Map<Integer, MemoryListener> listeners = new HashMap<>();
  private int nextPort = 50_000;

  @Override
  public Link connect(String host, int port, ConnectOptions options) {
    sleep(LATENCY);
    MemoryListener listener = listeners.get(port);
    if (listener == null) {
      throw StreamException.of(
          StreamException.Kind.CONNECT, "could not connect to " + host + ":" + port + ": refused");
    }
    Pipe there = new Pipe();
    Pipe back = new Pipe();
    InetSocketAddress client = InetSocketAddress.createUnresolved("client", nextPort++);
    listener.offer(new MemoryLink(there, back, listener.address, client));
    return new MemoryLink(back, there, client, listener.address);
  }

  @Override
  public Listener listen(String host, int port, ServeOptions options) {
    int chosen = port == 0 ? nextPort++ : port;
    if (listeners.containsKey(chosen)) {
      throw StreamException.of(
          StreamException.Kind.LISTEN, "could not listen on " + host + ":" + chosen + ": in use");
    }
    MemoryListener listener = new MemoryListener(InetSocketAddress.createUnresolved(host, chosen));
    listeners.put(chosen, listener);
    return listener;
  }

  private final class MemoryListener implements Listener {
    private final InetSocketAddress address;
    private final Deque<Link> waiting = new ArrayDeque<>();
    private @Nullable Promise<@Nullable Void> arrival;
    private boolean isClosed;

    MemoryListener(InetSocketAddress address) {
      this.address = address;
    }

    void offer(Link link) {
      waiting.add(link);
      wake();
    }

    @Override
    public InetSocketAddress address() {
      return address;
    }

    @Override
    public Link accept() {
      while (waiting.isEmpty() && !isClosed) {
        Promise<@Nullable Void> awaited =
            EventLoop.current().createPromise(WaitKind.NETWORK, "a client");
        arrival = awaited;
        awaited.await();
      }
      if (isClosed) {
        throw StreamException.of(StreamException.Kind.LISTEN, "the listener is closed");
      }
      return waiting.removeFirst();
    }

    @Override
    public void close() {
      isClosed = true;
      listeners.remove(address.getPort(), this);
      waiting.forEach(link -> link.sink().close());
      waiting.clear();
      wake();
    }

    private void wake() {
      Promise<@Nullable Void> waited = arrival;
      arrival = null;
      if (waited != null) {
        waited.complete(null);
      }
    }
  }

  /// One side of a connection. Closing it ends what it sends, and loses what it is sent.
  private record MemoryLink(
      Pipe in, Pipe out, InetSocketAddress localAddress, InetSocketAddress remoteAddress)
      implements Link, ByteSink {
    @Override
    public ByteSource source() {
      return in;
    }

    @Override
    public ByteSink sink() {
      return this;
    }

    @Override
    public void write(byte[] bytes, Confirmation confirmation) {
      out.write(bytes, confirmation);
    }

    @Override
    public void end(Confirmation confirmation) {
      out.end(confirmation);
    }

    @Override
    public void close() {
      out.closeByWriter();
      in.closeByReader();
    }
  }

  /// One direction. It holds what is under way and not read: at most [#CAPACITY] bytes, then it
  /// confirms no more.
  static final class Pipe implements ByteSource {
    static final int CAPACITY = 16 * 1024;

    private final EventLoop loop = EventLoop.current();
    private final ReadBuffer arrived = new ReadBuffer();
    private int stored;
    private boolean isEnded;
    private boolean isClosedByReader;
    private boolean isClosedByWriter;
    private int asked;
    private @Nullable Receiver receiver;
    private ByteSink.@Nullable Confirmation stalled;

    @Override
    public void read(int max, Receiver receiver) {
      this.asked = max;
      this.receiver = receiver;
      loop.callSoon(this::answer);
    }

    void write(byte[] bytes, ByteSink.Confirmation confirmation) {
      if (isClosedByReader || isClosedByWriter) {
        loop.callSoon(() -> confirmation.broken(failure(isClosedByWriter)));
        return;
      }
      stored += bytes.length;
      loop.callLater(LATENCY, () -> {
        arrived.append(bytes);
        answer();
      });
      stalled = confirmation;
      loop.callSoon(this::confirm);
    }

    void end(ByteSink.Confirmation confirmation) {
      loop.callLater(LATENCY, () -> {
        isEnded = true;
        answer();
      });
      loop.callSoon(confirmation::sent);
    }

    void closeByWriter() {
      isClosedByWriter = true;
      loop.callSoon(this::confirm);
      loop.callLater(LATENCY, () -> {
        isEnded = true;
        answer();
      });
    }

    void closeByReader() {
      isClosedByReader = true;
      loop.callSoon(this::answer);
      loop.callLater(LATENCY, this::confirm);
    }

    private void answer() {
      Receiver told = receiver;
      if (told == null || (!isClosedByReader && arrived.isEmpty() && !isEnded)) {
        return;
      }
      receiver = null;
      if (isClosedByReader) {
        told.broken(failure(true));
      } else if (arrived.isEmpty()) {
        told.ended();
      } else {
        byte[] bytes = arrived.take(Math.min(asked, arrived.size()));
        stored -= bytes.length;
        told.received(bytes);
        confirm();
      }
    }

    private void confirm() {
      ByteSink.Confirmation told = stalled;
      if (told == null) {
        return;
      }
      if (isClosedByReader || isClosedByWriter) {
        stalled = null;
        told.broken(failure(isClosedByWriter));
      } else if (stored <= CAPACITY) {
        stalled = null;
        told.sent();
      }
    }

    private static StreamException failure(boolean isOwn) {
      return isOwn
          ? StreamException.of(StreamException.Kind.CLOSED, "the connection was closed")
          : StreamException.of(StreamException.Kind.LOST, "the connection was lost: reset");
    }
  }
}
