package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.WaitKind;
import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/// A body on its way out: read by a task, beside the call, and sent by the network thread.
///
/// One piece at a time is handed over, so that a source is read no faster than it is sent, and
/// no wait of a task is on HttpClient's stack.
final class Upload extends AbstractHttpEntity {
  private static final int PIECE = 64 * 1024;

  /// A piece, and what says that it was taken; without one, the body ends, or is given up.
  private static final class Piece {
    private final byte[] bytes;
    private final @Nullable Promise<Boolean> taken;

    Piece(byte[] bytes, @Nullable Promise<Boolean> taken) {
      this.bytes = bytes;
      this.taken = taken;
    }
  }

  private static final Piece END = new Piece(new byte[0], null);
  private static final Piece GIVEN_UP = new Piece(new byte[0], null);

  private final BodySource source;
  private final long length;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

  Upload(BodySource source) {
    super((ContentType) null, null, source.length().isEmpty());
    this.source = source;
    this.length = source.length().orElse(-1);
  }

  // --- in a task ---

  /// Reads the body and hands it over.
  void run() {
    byte[] buffer = new byte[PIECE];
    long sent = 0;
    for (int count = source.read(buffer, 0, PIECE);
        count >= 0;
        count = source.read(buffer, 0, PIECE)) {
      sent += count;
      checkLength(sent, false);
      if (count > 0) {
        Promise<Boolean> taken =
            EventLoop.current().createPromise(WaitKind.NETWORK, "sending a body");
        pieces.add(new Piece(Arrays.copyOf(buffer, count), taken));
        taken.await();
      }
    }
    checkLength(sent, true);
    pieces.add(END);
  }

  /// Closes the body, which nobody reads any more. Does not wait.
  void end() {
    BodySources.close(source);
  }

  /// Ends the network thread's part. Does not wait; after the end of the body it does nothing.
  /// Any thread.
  void giveUp() {
    pieces.add(GIVEN_UP);
  }

  private void checkLength(long sent, boolean isAtEnd) {
    if (length >= 0 && (sent > length || (isAtEnd && sent < length))) {
      throw HttpException.of(
          Stage.POLICY,
          "the body to be sent is " + (sent > length ? "longer" : "shorter") + " than the " + length
              + " bytes announced");
    }
  }

  // --- on a network thread ---

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      Piece piece = pieces.take();
      while (piece.taken != null) {
        out.write(piece.bytes);
        out.flush();
        piece.taken.complete(true);
        piece = pieces.take();
      }
      if (piece == GIVEN_UP) {
        throw new IOException("sending was given up");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("sending was given up", interrupted);
    }
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("this body is written, not read");
  }

  @Override
  public void close() {}
}
