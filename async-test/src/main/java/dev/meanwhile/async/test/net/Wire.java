package dev.meanwhile.async.test.net;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.net.ByteSink.Confirmation;
import dev.meanwhile.async.net.ByteSource.Receiver;
import dev.meanwhile.async.net.StreamException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One direction of a connection.
final class Wire {
  /*
   *   write ──▶ unsent ──▶ packets under way ──▶ arrived ──▶ read
   *              │          │         │
   *              │          │         late: come, but held by a partition
   *              waits while WINDOW bytes are under way or not read
   *
   * Each packet has a timer of its own, and the one that fires takes the first packet, so that their
   * order holds whichever callback an exploration runs first.
   */
  static final int WINDOW = 64 * 1024;

  private final EventLoop loop;
  private final Route route;
  private final SimulatedLink sender;
  private final SimulatedLink receiver;
  private final Conditions.@Nullable CutAt cut;

  // What the receiving end is to do when it comes.
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private int late;
  private Duration lineFree = Duration.ZERO;
  private Duration lastDue = Duration.ZERO;
  private int held;
  private long delivered;
  private boolean isSilent;

  // The sender's side.
  private byte[] unsent = new byte[0];
  private int position;
  private @Nullable Confirmation stalled;
  private @Nullable StreamException senderFailure;

  // The receiver's side.
  private final Deque<byte[]> arrived = new ArrayDeque<>();
  private boolean isEnded;
  private boolean isRejecting;
  private int asked;
  private @Nullable Receiver reader;
  private @Nullable StreamException receiverFailure;

  Wire(
      EventLoop loop,
      Route route,
      SimulatedLink sender,
      SimulatedLink receiver,
      Conditions.@Nullable CutAt cut) {
    this.loop = loop;
    this.route = route;
    this.sender = sender;
    this.receiver = receiver;
    this.cut = cut;
  }

  // --- the sender's side ---

  void write(byte[] bytes, Confirmation confirmation) {
    stalled = confirmation;
    if (senderFailure == null) {
      unsent = bytes;
      position = 0;
      sendMore();
    }
    loop.callSoon(this::confirm);
  }

  void end(Confirmation confirmation) {
    stalled = confirmation;
    if (senderFailure == null) {
      send(this::deliverEnd, 0);
    }
    loop.callSoon(this::confirm);
  }

  /// The sender closes: what it was told to be on its way still arrives.
  ///
  /// @param isOrderly whether the receiver meets an end, and not a reset
  void closeBySender(boolean isOrderly, StreamException closed) {
    boolean wasOpen = senderFailure == null;
    failSender(closed);
    if (wasOpen) {
      send(isOrderly ? this::deliverEnd : this::deliverReset, 0);
    }
  }

  /// Nothing more can be sent.
  void failSender(StreamException failure) {
    if (senderFailure == null) {
      senderFailure = failure;
      unsent = new byte[0];
      position = 0;
      loop.callSoon(this::confirm);
    }
  }

  /// Tells the receiver that the connection is no more.
  void sendReset() {
    send(this::deliverReset, 0);
  }

  private void confirm() {
    Confirmation told = stalled;
    if (told == null) {
      return;
    }
    if (senderFailure != null) {
      stalled = null;
      told.broken(sender.again(senderFailure));
    } else if (position == unsent.length) {
      stalled = null;
      told.sent();
    }
  }

  private void sendMore() {
    while (position < unsent.length && held < WINDOW) {
      int most = Math.min(unsent.length - position, WINDOW - held);
      int size = Math.min(most, route.piece());
      byte[] piece = Arrays.copyOfRange(unsent, position, position + size);
      position += size;
      held += size;
      send(() -> deliver(piece), size);
    }
  }

  private void send(Runnable packet, int size) {
    lineFree = later(loop.time(), lineFree).plus(route.transfer(size));
    Duration again = route.retransmission();
    if (again == null) {
      isSilent = true;
      after(Route.PATIENCE, () -> sender.lost("no answer"));
      return;
    }
    Duration due = lineFree.plus(route.latency()).plus(again);
    lastDue = later(due, lastDue);
    underWay.add(packet);
    route.network().timers().callAt(loop, lastDue, this::arrive);
  }

  private void after(Duration delay, Runnable action) {
    route.network().timers().callAt(loop, loop.time().plus(delay), action);
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  // --- under way ---

  private void arrive() {
    if (late > 0 || route.isPartitioned()) {
      late++;
    } else {
      deliverNext();
    }
  }

  /// The partition is over: what it held comes a while later.
  void heal() {
    if (late > 0) {
      after(route.latency(), () -> {
        while (late > 0 && !route.isPartitioned()) {
          late--;
          deliverNext();
        }
      });
    }
  }

  private void deliverNext() {
    Runnable packet = underWay.removeFirst();
    if (!isSilent) {
      packet.run();
    }
  }

  private void deliverEnd() {
    isEnded = true;
    answer();
  }

  private void deliverReset() {
    receiver.lost("reset by the peer");
  }

  private void deliver(byte[] bytes) {
    if (isRejecting) {
      receiver.refuseBytes();
      return;
    }
    if (isEnded || receiverFailure != null) {
      return; // cut off before
    }
    byte[] kept = bytes;
    boolean isCut = cut != null && delivered + bytes.length >= cut.bytes();
    if (cut != null && isCut) {
      kept = Arrays.copyOf(bytes, (int) (cut.bytes() - delivered));
    }
    delivered += kept.length;
    if (kept.length > 0) {
      arrived.add(kept);
    }
    if (cut != null && isCut) {
      apply(cut.cut());
    }
    answer();
  }

  private void apply(Conditions.Cut kind) {
    switch (kind) {
      case RESET -> {
        receiver.lost("reset on its way");
        after(route.latency(), () -> sender.lost("reset on its way"));
      }
      case TRUNCATE -> {
        isEnded = true;
        after(route.latency(), () -> sender.lost("reset on its way"));
      }
      case STALL -> isSilent = true;
    }
  }

  // --- the receiver's side ---

  void read(int max, Receiver receiver) {
    asked = max;
    reader = receiver;
    loop.callSoon(this::answer);
  }

  /// Whether closing now would throw away bytes of the sender's, so that it must be told.
  boolean hasUnread() {
    return !arrived.isEmpty();
  }

  boolean isBeingRead() {
    return reader != null;
  }

  /// The receiver closes.
  void closeByReceiver(StreamException closed) {
    isRejecting = true;
    receiverFailure = closed;
    arrived.forEach(piece -> held -= piece.length);
    arrived.clear();
    loop.callSoon(this::answer);
    // A sender that waited for room sends on, and learns that nobody is there.
    sendMore();
    loop.callSoon(this::confirm);
  }

  /// Nothing more can come, but for what has.
  void failReceiver(StreamException failure) {
    isRejecting = true;
    if (receiverFailure == null && !isEnded) {
      receiverFailure = failure;
      loop.callSoon(this::answer);
    }
  }

  private void answer() {
    Receiver told = reader;
    if (told == null) {
      return;
    }
    byte[] first = arrived.peekFirst();
    if (first != null) {
      reader = null;
      told.received(take(first));
    } else if (receiverFailure != null) {
      reader = null;
      told.broken(receiver.again(receiverFailure));
    } else if (isEnded) {
      reader = null;
      told.ended();
    }
  }

  private byte[] take(byte[] first) {
    arrived.removeFirst();
    byte[] taken = first;
    if (first.length > asked) {
      taken = Arrays.copyOf(first, asked);
      arrived.addFirst(Arrays.copyOfRange(first, asked, first.length));
    }
    held -= taken.length;
    // The sender learns of the room at once: acknowledgements take no time here.
    sendMore();
    loop.callSoon(this::confirm);
    return taken;
  }
}
