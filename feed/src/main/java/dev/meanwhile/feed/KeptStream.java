package dev.meanwhile.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of a document on their way to a parser. The latest are kept, so that they can be
/// read again in another way; and what fails in reading them is kept, because parsers take it for
/// an error of the document.
final class KeptStream extends InputStream {
  private final InputStream in;
  private byte[] kept = new byte[8 * 1024];
  private int length;

  /// Bytes that passed before the first that is kept.
  private long before;

  private @Nullable IOException broken;
  private @Nullable RuntimeException failed;

  KeptStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int wanted) throws IOException {
    try {
      int count = in.read(into, from, wanted);
      if (count > 0) {
        keep(into, from, count);
      }
      return count;
    } catch (IOException e) {
      broken = e;
      throw e;
    } catch (RuntimeException e) {
      failed = e;
      throw e;
    }
  }

  /// What is too much to keep is let go, from the oldest on.
  private void keep(byte[] bytes, int from, int count) {
    int excess = length + count - 2 * Limits.MAX_KEPT;
    if (excess > 0) {
      drop(Math.min(length, Math.max(excess, Limits.MAX_KEPT)));
    }
    if (length + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(kept.length * 2, length + count));
    }
    System.arraycopy(bytes, from, kept, length, count);
    length += count;
  }

  private void drop(int count) {
    System.arraycopy(kept, count, kept, 0, length - count);
    length -= count;
    before += count;
  }

  /// Lets go of everything before this many bytes of the document.
  void forgetBefore(long offset) {
    if (offset > before) {
      drop((int) Math.min(offset - before, length));
    }
  }

  /// A copy of what is kept before this many bytes of the document, at most so many of them.
  byte[] keptBefore(long offset, int most) {
    return Arrays.copyOf(kept, Math.clamp(offset - before, 0, Math.min(most, length)));
  }

  /// A copy of what is kept.
  byte[] kept() {
    return Arrays.copyOf(kept, length);
  }

  /// Throws again what failed in reading, if anything did.
  void rethrow() throws IOException {
    if (failed != null) {
      throw failed;
    }
    if (broken != null) {
      throw broken;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
