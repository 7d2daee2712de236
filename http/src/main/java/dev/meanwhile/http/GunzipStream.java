package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Undoes gzip, member after member; what follows the last member and is none is left alone.
///
/// Ours, since the JDK's goes into itself once for every empty member: a few kilobytes that hold
/// thousands of them end in a `StackOverflowError`. (RFC 1952)
final class GunzipStream extends InputStream {
  private static final int BUFFER = 8 * 1024;
  private static final int FIXED_HEADER = 10;
  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream coded;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean isInMember;
  private int members;
  private boolean isAtEnd;

  GunzipStream(InputStream coded) {
    this.coded = coded;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!isAtEnd) {
      if (!isInMember && !beginMember()) {
        isAtEnd = true;
        inflater.end();
        return -1;
      }
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      }
    }
    return -1;
  }

  /// Inflates what is there, or gets more of it.
  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(target, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new ZipException("gzip knows no dictionaries");
      }
      if (count == 0 && inflater.needsInput() && !inflater.finished()) {
        if (!fill()) {
          throw new EOFException("cut off within the compressed data");
        }
        inflater.setInput(buffer, 0, limit);
      }
      return count;
    } catch (DataFormatException broken) {
      throw new ZipException(broken.getMessage());
    }
  }

  /// Reads a member's header; false when there is none.
  private boolean beginMember() throws IOException {
    boolean isMember = nextIs(0x1f) && nextIs(0x8b);
    if (!isMember) {
      if (members == 0) {
        throw new ZipException("not in gzip format");
      }
      return false;
    }
    int method = next();
    int flags = next();
    if (method != 8) {
      throw new ZipException("unknown method of compression");
    }
    skip(FIXED_HEADER - 4);
    if ((flags & HAS_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    skipText((flags & HAS_NAME) != 0);
    skipText((flags & HAS_COMMENT) != 0);
    skip((flags & HAS_CHECKSUM) != 0 ? 2 : 0);
    members++;
    if (members > Limits.MEMBERS) {
      throw HttpException.of(
          Stage.BODY, "the body has more than " + Limits.MEMBERS + " members of gzip");
    }
    isInMember = true;
    checksum.reset();
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    return true;
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long sum = nextInt();
    long size = nextInt();
    if (sum != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new ZipException("the checksum is wrong");
    }
    isInMember = false;
  }

  private long nextInt() throws IOException {
    return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText(boolean isThere) throws IOException {
    while (isThere && next() != 0) {}
  }

  private boolean nextIs(int expected) throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    return (buffer[position++] & 0xff) == expected;
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("cut off within the frame of the compressed data");
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, coded.read(buffer));
    return limit > 0;
  }
}
