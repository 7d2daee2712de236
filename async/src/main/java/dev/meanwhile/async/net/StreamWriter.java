package dev.meanwhile.async.net;

import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.shielded;
import static dev.meanwhile.async.Async.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bytes on their way out over a connection or to a process, written by tasks. The name and the
/// methods are asyncio's.
///
/// {@snippet :
/// writer.write("hello\n");
/// writer.drain();
/// }
///
/// Writing never waits: it adds to what is to be sent, which goes out by itself. [#drain] waits
/// while that is too much, so whoever writes a lot calls it now and then.
///
/// **Failure.** When the connection is lost, what was not sent is dropped, and [#write] and
/// [#drain] throw [StreamException]. **Cancellation.** A cancelled [#drain] leaves what is to
/// be sent alone. [#close] is not reached by cancellation. **Threads.** For the tasks of one
/// loop, and [#write] for its callbacks too.
public final class StreamWriter implements AutoCloseable {
  /*
   *   write ──▶ pieces ──▶ sink, one call at a time ──▶ sent: the next piece
   *               │                                      │
   *               over HIGH: drain waits                 down to LOW: all who drain go on
   *
   *   open ──writeEnd──▶ ending ──all sent──▶ ended ──close──▶ closed
   *     └─────close (which ends first, for 5 s at most)──────────▲
   */

  /// Over so many bytes that wait to be sent, [#drain] waits: 64 KiB.
  public static final int HIGH_WATER = 64 * 1024;

  /// Down to so many bytes, it goes on: 16 KiB.
  public static final int LOW_WATER = 16 * 1024;

  /// So many bytes may wait to be sent at most: 256 MiB. A program that needs more should
  /// drain.
  public static final int MAX_WAITING = 256 * 1024 * 1024;

  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final int LARGEST_PIECE = 64 * 1024;

  private final EventLoop loop;
  private final ByteSink sink;
  private final WaitReason reason;

  // All confined to the loop.
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private long waiting;
  private int underway;
  private boolean isSending;
  private boolean isPaused;
  private boolean isEnding;
  private boolean isEnded;
  private boolean isClosing;
  private @Nullable StreamException broken;
  private final Promise<@Nullable Void> closed;

  // Whoever waits for progress: all of them share one promise, and look again.
  private @Nullable Promise<@Nullable Void> progress;

  private StreamWriter(ByteSink sink, WaitReason reason) {
    this.loop = EventLoop.current();
    this.sink = Objects.requireNonNull(sink, "sink");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.closed = loop.createPromise(reason.kind(), "the end of another close");
  }

  /// A writer of the calling task's loop over a sink of one's own. Programs have theirs from a
  /// [Connection].
  ///
  /// @param reason what a task that drains waits for, for people
  public static StreamWriter over(ByteSink sink, WaitReason reason) {
    return new StreamWriter(sink, reason);
  }

  /// Adds `bytes` to what is to be sent. Does not wait; they are copied.
  ///
  /// @throws StreamException if the connection is lost or closed, or of kind LIMIT if more than
  ///     [#MAX_WAITING] would wait to be sent
  /// @throws IllegalStateException after [#writeEnd]
  public void write(byte[] bytes) {
    add(bytes.clone());
  }

  /// As [#write(byte[])], for text, which is sent as UTF-8.
  public void write(String text) {
    add(text.getBytes(UTF_8));
  }

  private void add(byte[] bytes) {
    Confined.require(loop, "StreamWriter.write");
    refuseLate();
    if (waiting + bytes.length > MAX_WAITING) {
      throw StreamException.of(
          StreamException.Kind.LIMIT,
          "more than " + MAX_WAITING + " bytes would wait to be sent: call drain() in between");
    }
    if (bytes.length == 0) {
      return;
    }
    pieces.add(bytes);
    waiting += bytes.length;
    isPaused |= waiting > HIGH_WATER;
    sendNext();
  }

  /// Waits, if more than [#HIGH_WATER] bytes wait to be sent, until they are no more than
  /// [#LOW_WATER]. Several tasks may.
  ///
  /// @throws StreamException if the connection is lost or closed
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public void drain() {
    Confined.require(loop, "StreamWriter.drain");
    Confined.checkCancelled();
    if (isClosing) {
      // Whoever only writes and drains must let the one that closes go on.
      sleep(Duration.ZERO);
    }
    while (isPaused && broken == null) {
      awaitProgress();
    }
    if (broken != null) {
      throw broken.again();
    }
  }

  /// Says that nothing more will be written: the peer meets the end behind what was written so
  /// far, and may still send. Does not wait. A second time does nothing.
  ///
  /// @throws StreamException if the connection is lost or closed
  public void writeEnd() {
    Confined.require(loop, "StreamWriter.writeEnd");
    if (broken != null) {
      throw broken.again();
    }
    isEnding = true;
    sendNext();
  }

  /// Sends what was written, for at most 5 s, and closes; in a connection both directions. What
  /// could not be sent by then, or because the peer is gone, is dropped. Closing twice does
  /// nothing.
  @Override
  public void close() {
    Confined.requireTask(loop, "StreamWriter.close");
    if (isClosing) {
      withinGrace(closed::await);
      return;
    }
    isClosing = true;
    isEnding = true;
    sendNext();
    try {
      withinGrace(() -> {
        while (broken == null && !isFlushed()) {
          awaitProgress();
        }
      });
    } finally {
      abort();
    }
  }

  /// Whether [#close] was called, or the connection is lost. Does not wait.
  public boolean isClosing() {
    return isClosing || broken != null;
  }

  @Override
  public String toString() {
    return "StreamWriter[" + reason + ", " + waiting + " bytes waiting"
        + (isClosing ? ", closing" : "") + (broken == null ? "" : ", broken") + "]";
  }

  /// Closes at once, whatever was not sent yet.
  void abort() {
    isClosing = true;
    lost(StreamException.of(StreamException.Kind.CLOSED, "it was closed: " + reason));
    sink.close();
    closed.complete(null);
  }

  /// Nothing can be sent any more.
  void lost(StreamException failure) {
    if (broken == null) {
      broken = failure;
      pieces.clear();
      waiting = 0;
      wakeAll();
    }
  }

  // --- how ---

  private void refuseLate() {
    if (broken != null) {
      throw broken.again();
    }
    if (isClosing) {
      throw StreamException.of(StreamException.Kind.CLOSED, "it is being closed: " + reason);
    }
    if (isEnding) {
      throw new IllegalStateException("nothing can be written after writeEnd()");
    }
  }

  private static void withinGrace(Action body) {
    shielded(() -> {
      moveOnAfter(CLOSE_GRACE, body);
    });
  }

  private void awaitProgress() {
    Promise<@Nullable Void> awaited = progress;
    if (awaited == null) {
      awaited = loop.createPromise(reason.kind(), reason.subject());
      progress = awaited;
    }
    awaited.await();
  }

  private void wakeAll() {
    Promise<@Nullable Void> waited = progress;
    progress = null;
    if (waited != null) {
      waited.complete(null);
    }
  }

  private boolean isFlushed() {
    return pieces.isEmpty() && !isSending && isEnded;
  }

  private void sendNext() {
    if (isSending || broken != null) {
      return;
    }
    if (!pieces.isEmpty()) {
      isSending = true;
      byte[] piece = nextPiece();
      underway = piece.length;
      sink.write(piece, new Answer());
    } else if (isEnding && !isEnded) {
      isSending = true;
      isEnded = true;
      sink.end(new Answer());
    }
  }

  /// The next bytes to send: many small writes as one, a large one by itself.
  private byte[] nextPiece() {
    byte[] first = pieces.removeFirst();
    int length = first.length;
    int count = 0;
    for (byte[] more : pieces) {
      if (length + more.length > LARGEST_PIECE) {
        break;
      }
      length += more.length;
      count++;
    }
    if (count == 0) {
      return first;
    }
    byte[] joined = new byte[length];
    System.arraycopy(first, 0, joined, 0, first.length);
    int at = first.length;
    for (int i = 0; i < count; i++) {
      byte[] more = pieces.removeFirst();
      System.arraycopy(more, 0, joined, at, more.length);
      at += more.length;
    }
    return joined;
  }

  private final class Answer implements ByteSink.Confirmation {
    @Override
    public void sent() {
      isSending = false;
      if (broken != null) {
        return;
      }
      waiting -= underway;
      underway = 0;
      if (waiting <= LOW_WATER) {
        isPaused = false;
      }
      sendNext();
      if (!isPaused) {
        wakeAll();
      }
    }

    @Override
    public void broken(StreamException failure) {
      isSending = false;
      lost(failure);
    }
  }
}
