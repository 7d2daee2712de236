package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.OutsideWork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bodies that need no network.
final class BodySources {
  private static final Logger LOG = LoggerFactory.getLogger(BodySources.class);
  private static final int PIECE = 16 * 1024;

  private BodySources() {}

  static byte[] readAll(BodySource source) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[PIECE];
    for (int count = source.read(buffer, 0, PIECE);
        count >= 0;
        count = source.read(buffer, 0, PIECE)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  /// Closes a body that may be somebody else's: what that throws must cost neither the answer nor
  /// its slot.
  static void close(BodySource body) {
    try {
      body.close();
    } catch (RuntimeException failure) {
      LOG.warn("a body could not be closed", failure);
    }
  }

  /// What a body holds once its content codings are undone.
  static BodySource decoded(BodySource raw, Headers headers, long maxBody, Traffic traffic) {
    return new Decoded(BodyDecoder.open(new AsStream(raw), headers, maxBody, traffic), raw);
  }

  /// A body that is there, whole.
  static final class InMemory implements BodySource {
    private final byte[] content;
    private int position;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(size());
    }

    int size() {
      return content.length - position;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (position == content.length) {
        return -1;
      }
      int count = Math.min(length, content.length - position);
      System.arraycopy(content, position, buffer, offset, count);
      position += count;
      return count;
    }

    @Override
    public byte[] readAll() {
      byte[] rest = content;
      if (position > 0) {
        rest = java.util.Arrays.copyOfRange(content, position, content.length);
      }
      position = content.length;
      return rest;
    }
  }

  /// A body that takes its time.
  static final class Paced implements BodySource {
    private final byte[] content;
    private final int size;
    private final Duration pause;
    private final boolean isEndless;
    private int position;

    Paced(byte[] content, int size, Duration pause, boolean isEndless) {
      if (size < 1) {
        throw new IllegalArgumentException("pieces of " + size + " bytes make no body");
      }
      this.content = content.clone();
      this.size = size;
      this.pause = pause;
      this.isEndless = isEndless;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (position == content.length) {
        if (!isEndless) {
          return -1;
        }
        position = 0;
      }
      if (position % size == 0) {
        Async.sleep(pause);
      }
      int count = Math.min(length, Math.min(size - position % size, content.length - position));
      System.arraycopy(content, position, buffer, offset, count);
      position += count;
      return count;
    }
  }

  /// A body that a stream gives, whose reads may block.
  static final class Blocking implements BodySource {
    private final Callable<? extends InputStream> opening;
    private final OptionalLong length;

    // Written by the thread that opens it, which may have been left behind, and by the task.
    private volatile @Nullable InputStream stream;
    private volatile boolean isClosed;
    private volatile boolean isReading;

    Blocking(Callable<? extends InputStream> opening, OptionalLong length) {
      this.opening = opening;
      this.length = length;
    }

    /// A stream that is open already, and to be closed although nobody reads it.
    Blocking(InputStream stream) {
      this(() -> stream, OptionalLong.empty());
      this.stream = stream;
    }

    @Override
    public OptionalLong length() {
      return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (isClosed) {
        throw HttpException.of(HttpException.Stage.BODY, "the body was closed before its end");
      }
      // A read that is abandoned may still write: not into what its caller has gone on with.
      byte[] piece = new byte[Math.min(length, PIECE)];
      int count;
      try {
        count = Async.blocking(() -> readNow(piece));
      } catch (CompletionException wrapped) {
        if (wrapped.getCause() instanceof IOException failure) {
          throw HttpException.of(
              HttpException.Stage.BODY, "the body to be sent could not be read", failure);
        }
        throw wrapped;
      }
      if (count > 0) {
        System.arraycopy(piece, 0, buffer, offset, count);
      }
      return count;
    }

    private int readNow(byte[] piece) throws Exception {
      isReading = true;
      try {
        return opened().read(piece);
      } finally {
        isReading = false;
      }
    }

    private InputStream opened() throws Exception {
      InputStream open = stream;
      if (open == null) {
        open = opening.call();
        stream = open;
        if (isClosed) {
          open.close();
        }
      }
      return open;
    }

    @Override
    public void close() {
      isClosed = true;
      InputStream open = stream;
      stream = null;
      if (open != null && isReading) {
        // By a thread left behind: closing may wait for a lock that it holds.
        OutsideWork.networkThreads().execute(() -> close(open));
      } else if (open != null) {
        close(open);
      }
    }

    private static void close(InputStream open) {
      try {
        open.close();
      } catch (IOException _) {
        // It was only read.
      }
    }
  }

  /// A body that fails after its beginning; `start` may be empty.
  static final class Broken implements BodySource {
    private final BodySource start;
    private final HttpException failure;

    Broken(BodySource start, HttpException failure) {
      this.start = start;
      this.failure = failure;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = start.read(buffer, offset, length);
      if (count < 0) {
        throw failure;
      }
      return count;
    }
  }

  /// A body that goes through decoders.
  private static final class Decoded implements BodySource {
    private final InputStream stream;
    private final BodySource raw;

    Decoded(InputStream stream, BodySource raw) {
      this.stream = stream;
      this.raw = raw;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        return stream.read(buffer, offset, length);
      } catch (IOException broken) {
        throw NetworkFailures.inBody(broken);
      }
    }

    @Override
    public void close() {
      raw.close();
    }
  }

  /// A source as the stream that decoders read.
  static final class AsStream extends InputStream {
    private final BodySource source;

    AsStream(BodySource source) {
      this.source = source;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return length == 0 ? 0 : source.read(buffer, offset, length);
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
