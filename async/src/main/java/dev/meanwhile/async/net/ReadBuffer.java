package dev.meanwhile.async.net;

import java.util.Arrays;

/// The bytes that have come and that nobody has read yet.
final class ReadBuffer {
  private static final byte[] EMPTY = new byte[0];

  // The content is bytes[start, end); an empty buffer holds no array.
  private byte[] bytes = EMPTY;
  private int start;
  private int end;

  int size() {
    return end - start;
  }

  boolean isEmpty() {
    return start == end;
  }

  /// Adds `more`, which is this buffer's own from now on.
  void append(byte[] more) {
    if (isEmpty()) {
      bytes = more;
      start = 0;
      end = more.length;
      return;
    }
    makeRoom(more.length);
    System.arraycopy(more, 0, bytes, end, more.length);
    end += more.length;
  }

  private void makeRoom(int count) {
    if (bytes.length - end >= count) {
      return;
    }
    int needed = Math.addExact(size(), count);
    // Half again as much, so that many small pieces cost no more than few large ones.
    byte[] target = needed <= bytes.length / 2
        ? bytes
        : new byte[(int) Math.min(Integer.MAX_VALUE - 8, needed + (long) needed / 2)];
    System.arraycopy(bytes, start, target, 0, size());
    end = size();
    start = 0;
    bytes = target;
  }

  /// Takes the first `count` bytes out, of which there must be as many.
  byte[] take(int count) {
    byte[] taken = count == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, start + count);
    drop(count);
    return taken;
  }

  byte[] takeAll() {
    return take(size());
  }

  void drop(int count) {
    start += count;
    if (start == end) {
      clear();
    }
  }

  void clear() {
    bytes = EMPTY;
    start = 0;
    end = 0;
  }

  /// Where `separator` begins, counted from the first byte that is here; -1 if it is not.
  ///
  /// @param from where to begin looking
  int indexOf(byte[] separator, int from) {
    int last = end - separator.length;
    for (int i = start + from; i <= last; i++) {
      if (bytes[i] == separator[0]
          && Arrays.equals(bytes, i, i + separator.length, separator, 0, separator.length)) {
        return i - start;
      }
    }
    return -1;
  }
}
