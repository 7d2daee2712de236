package dev.meanwhile.async.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitReason;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bytes as they come in over a connection or from a process, read by tasks. The name and the
/// methods are asyncio's.
///
/// It asks for bytes only when a task reads and they are not here yet, so a peer that sends
/// more than is read has to wait. At most twice its limit is kept, except for what
/// [#readExactly(int)] and [#read()] gather themselves.
///
/// **Failure.** A connection that is broken off gives first what had come before, and then
/// throws [StreamException] at every read. **Cancellation.** A cancelled read takes nothing:
/// what comes for it later is there for the next one. **Threads.** For the tasks of one loop,
/// one read at a time; a second one meanwhile is refused with an [IllegalStateException].
public final class StreamReader {
  /*
   *   task: read ──▶ enough in the buffer? ──yes──▶ takes it
   *                    │ no                  ▲
   *                    ▼                     │ wakes the task, which looks again
   *            asks the source once ──▶ answer: into the buffer
   *
   * The question outlives the task that asked it. So nothing under a cancelled read has to be ended,
   * and the answer is not lost.
   */

  /// How many bytes may come without the separator that a read looks for, unless options say
  /// otherwise: 64 KiB.
  public static final int DEFAULT_LIMIT = 64 * 1024;

  /// What [#read()] gives at most: 64 MiB.
  public static final int MAX_WHOLE = 64 * 1024 * 1024;

  private static final int FIRST_PIECE = 4 * 1024;
  private static final int LARGEST_PIECE = 64 * 1024;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] NEWLINE = {'\n'};

  private final EventLoop loop;
  private final ByteSource source;
  private final WaitReason reason;
  private final int limit;
  private final ReadBuffer buffer = new ReadBuffer();

  // All confined to the loop.
  private int piece;
  private boolean isInUse;
  private boolean isAsked;
  private boolean isEnded;
  private @Nullable StreamException broken;
  private @Nullable Promise<@Nullable Void> arrival;
  private Breakage breakage = _ -> {};

  private StreamReader(ByteSource source, WaitReason reason, int limit) {
    this.loop = EventLoop.current();
    this.source = Objects.requireNonNull(source, "source");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.limit = requireLimit(limit);
    this.piece = Math.min(FIRST_PIECE, limit);
  }

  /// A reader of the calling task's loop over a source of one's own. Programs have theirs from
  /// a [Connection].
  ///
  /// @param reason what a task that reads waits for, for people
  /// @param limit as [#DEFAULT_LIMIT]
  /// @throws IllegalArgumentException as [#requireLimit] does
  public static StreamReader over(ByteSource source, WaitReason reason, int limit) {
    return new StreamReader(source, reason, limit);
  }

  /// Checks a limit, for options that hold one.
  ///
  /// @return the limit
  /// @throws IllegalArgumentException if it is not from 1 to [#MAX_WHOLE]
  public static int requireLimit(int limit) {
    if (limit < 1 || limit > MAX_WHOLE) {
      throw new IllegalArgumentException(
          "a stream's limit must be from 1 to " + MAX_WHOLE + " bytes, not " + limit);
    }
    return limit;
  }

  /// Has `breakage` told when the source breaks.
  void onBreakage(Breakage breakage) {
    this.breakage = breakage;
  }

  /// Waits for everything up to the stream's end; empty if it is there already.
  ///
  /// @throws StreamException if the stream breaks, or of kind LIMIT if there is more than
  ///     [#MAX_WHOLE]; then what has come can be read on in pieces
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public byte[] read() {
    return reading("StreamReader.read", () -> {
      while (awaitMore()) {
        if (buffer.size() > MAX_WHOLE) {
          throw StreamException.of(
              StreamException.Kind.LIMIT,
              "more than " + MAX_WHOLE + " bytes came: read them in pieces, with read(int)");
        }
      }
      return buffer.takeAll();
    });
  }

  /// Waits until something is there and gives up to `max` bytes of it: at least one, and none
  /// only at the stream's end, or at once when `max` is 0.
  ///
  /// @throws IllegalArgumentException if `max` is negative
  /// @throws StreamException if the stream breaks
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public byte[] read(int max) {
    requireCount(max);
    return reading("StreamReader.read", () -> {
      if (max == 0) {
        return NOTHING;
      }
      while (buffer.isEmpty()) {
        if (!awaitMore()) {
          return NOTHING;
        }
      }
      return buffer.take(Math.min(max, buffer.size()));
    });
  }

  /// Waits for exactly `count` bytes. The limit does not apply.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  /// @throws IncompleteReadException if the stream ends before; the reader is empty then
  /// @throws StreamException if the stream breaks
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public byte[] readExactly(int count) {
    requireCount(count);
    return reading("StreamReader.readExactly", () -> {
      while (buffer.size() < count) {
        if (!awaitMore()) {
          throw IncompleteReadException.ofCount(buffer.takeAll(), count);
        }
      }
      return buffer.take(count);
    });
  }

  /// Waits for a line and gives it as UTF-8, without its `\n` or `\r\n`, as Java's readers do.
  /// A last line that lacks it is given too; malformed bytes become U+FFFD.
  ///
  /// @return null at the stream's end
  /// @throws StreamException if the stream breaks, or of kind LIMIT if the line is longer than
  ///     the limit; what has come of it is dropped then, and reading can go on behind that
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public @Nullable String readLine() {
    return this.<@Nullable String>reading("StreamReader.readLine", () -> {
      Match match = awaitMatch(NEWLINE);
      if (match == null) {
        return buffer.isEmpty() ? null : text(buffer.takeAll());
      }
      if (match.start > limit) {
        buffer.drop(match.isFound() ? match.end : buffer.size());
        throw overLimit("a line", match);
      }
      return text(buffer.take(match.end));
    });
  }

  /// The lines still to come, as [#readLine] gives them: an iteration that waits and ends with
  /// the stream.
  public Iterable<String> lines() {
    return () -> new Lines(this);
  }

  /// Waits for a separator and gives everything up to it, itself included. Of several
  /// separators the one that ends first counts.
  ///
  /// @throws IllegalArgumentException if a separator is empty
  /// @throws IncompleteReadException if the stream ends before; the reader is empty then
  /// @throws StreamException if the stream breaks, or of kind LIMIT if more than the limit came
  ///     before a separator; then it stays and can be read in another way
  /// @throws dev.meanwhile.async.CancelledError if the current scope is cancelled
  public byte[] readUntil(byte[] separator, byte[]... others) {
    byte[][] separators = separators(separator, others);
    return reading("StreamReader.readUntil", () -> {
      Match match = awaitMatch(separators);
      if (match == null) {
        throw IncompleteReadException.ofSeparator(buffer.takeAll());
      }
      if (match.start > limit) {
        throw overLimit("the text before a separator", match);
      }
      return buffer.take(match.end);
    });
  }

  /// Whether everything was read and the end was met. Does not wait: an end that no read has
  /// come upon yet is not known.
  public boolean isAtEnd() {
    Confined.require(loop, "StreamReader.isAtEnd");
    return isEnded && buffer.isEmpty();
  }

  @Override
  public String toString() {
    return "StreamReader[" + reason + ", " + buffer.size() + " bytes here"
        + (isEnded ? ", ended" : "") + (broken == null ? "" : ", broken") + "]";
  }

  // --- how ---

  private <T extends @Nullable Object> T reading(String what, Supplier<T> body) {
    Confined.require(loop, what);
    Confined.checkCancelled();
    if (isInUse) {
      throw new IllegalStateException(
          what + ": another task reads from this stream already, waiting for " + reason);
    }
    isInUse = true;
    try {
      return body.get();
    } finally {
      isInUse = false;
    }
  }

  /// Waits until the source has answered once more.
  ///
  /// @return false if nothing can come any more, the stream having ended
  private boolean awaitMore() {
    if (broken != null) {
      throw broken.again();
    }
    if (isEnded) {
      return false;
    }
    Promise<@Nullable Void> awaited = loop.createPromise(reason.kind(), reason.subject());
    arrival = awaited;
    try {
      if (!isAsked) {
        isAsked = true;
        source.read(piece, new Answer());
      }
      awaited.await();
    } finally {
      arrival = null;
    }
    return true;
  }

  /// Waits until a separator is here or cannot be within the limit.
  ///
  /// @return null if the stream ended before
  private @Nullable Match awaitMatch(byte[]... separators) {
    int longest = 0;
    for (byte[] separator : separators) {
      longest = Math.max(longest, separator.length);
    }
    int from = 0;
    while (true) {
      Match found = firstMatch(from, separators);
      if (found != null) {
        return found;
      }
      // A separator may have begun at the very end of what is here.
      from = Math.max(0, buffer.size() + 1 - longest);
      if (from > limit) {
        return new Match(from, from);
      }
      if (!awaitMore()) {
        return null;
      }
    }
  }

  private static byte[][] separators(byte[] first, byte[]... others) {
    byte[][] all = new byte[others.length + 1][];
    all[0] = first.clone();
    for (int i = 0; i < others.length; i++) {
      all[i + 1] = others[i].clone();
    }
    for (byte[] separator : all) {
      if (separator.length == 0) {
        throw new IllegalArgumentException("a separator must have at least one byte");
      }
    }
    return all;
  }

  private @Nullable Match firstMatch(int from, byte[]... separators) {
    Match first = null;
    for (byte[] separator : separators) {
      int start = buffer.indexOf(separator, from);
      int end = start + separator.length;
      if (start >= 0 && (first == null || end < first.end)) {
        first = new Match(start, end);
      }
    }
    return first;
  }

  private StreamException overLimit(String what, Match match) {
    return StreamException.of(
        StreamException.Kind.LIMIT,
        what + " is longer than the limit of " + limit + " bytes: "
            + (match.isFound() ? "" : "at least ") + match.start);
  }

  private static String text(byte[] line) {
    int length = line.length;
    if (length > 0 && line[length - 1] == '\n') {
      length--;
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
    }
    return new String(line, 0, length, UTF_8);
  }

  private static void requireCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a number of bytes cannot be negative: " + count);
    }
  }

  /// Is told once that the source broke.
  interface Breakage {
    void broken(StreamException failure);
  }

  /// Where a separator is; an empty one stands for none so far.
  private record Match(int start, int end) {
    boolean isFound() {
      return end > start;
    }
  }

  private final class Answer implements ByteSource.Receiver {
    @Override
    public void received(byte[] bytes) {
      try {
        keep(bytes);
      } catch (Throwable failure) {
        // No memory for them, for instance. They are lost, and nothing may be read behind a gap.
        broken(StreamException.of(
            StreamException.Kind.LIMIT, "what came could not be kept: " + failure, failure));
        return;
      }
      answered();
    }

    private void keep(byte[] bytes) {
      if (bytes.length == piece) {
        // It could have given more: such a stream is read in larger pieces.
        piece = Math.min(2 * piece, Math.min(LARGEST_PIECE, limit));
      }
      buffer.append(bytes);
    }

    @Override
    public void ended() {
      isEnded = true;
      answered();
    }

    @Override
    public void broken(StreamException failure) {
      broken = failure;
      answered();
      breakage.broken(failure);
    }

    private void answered() {
      isAsked = false;
      Promise<@Nullable Void> waiting = arrival;
      if (waiting != null) {
        waiting.complete(null);
      }
    }
  }
}
